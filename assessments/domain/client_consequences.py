"""What it can mean for clients when advisers fall short in a competence, as shipped."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from training.domain.references import authors_of, year_of
from training.models import Reference

SHIPPED = Path(__file__).parent.parent / "toolkit" / "client_consequences.json"


@dataclass(frozen=True)
class Consequence:
    """One or two sentences; `source` says after which work, "After Cedefop, 2009", or is empty."""

    text: str
    source: str


def consequences(codes: list[str], language: str) -> dict[str, Consequence]:
    """Return the consequences of these competences by code; one query, none without a source.

    Args:
        codes: of competences; one without a text is left out.
        language: "nl" or "en", which is active too.
    """
    rows = {code: row for code, row in _shipped().items() if code in codes}
    works = _works({row["source"] for row in rows.values() if row["source"]})
    return {
        code: Consequence(row[language], works.get(row["source"], "")) for code, row in rows.items()
    }


@lru_cache(maxsize=1)
def _shipped() -> dict[str, dict[str, str]]:
    return json.loads(SHIPPED.read_text(encoding="utf-8"))


def _works(keys: set[str]) -> dict[str, str]:
    if not keys:
        return {}
    found = Reference.objects.filter(key__in=keys).values_list("key", "data")
    return {key: _("After %(work)s") % {"work": _work(data)} for key, data in found}


def _work(data: dict[str, Any]) -> str:
    year = year_of(data) if data.get("issued") else ""
    return ", ".join(filter(None, [authors_of(data), year]))
