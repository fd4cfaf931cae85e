"""Citations from the bibliography, as readers see them, and the verb that loads it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from unicodedata import normalize

from django.db import transaction
from django.utils.translation import gettext as _

from training.models import Reference

MOST_NAMES = 3


@dataclass(frozen=True)
class Citation:
    """A work in words.

    Attributes:
        authors: "Bimrose, J., Barnes, S.-A. & Attwell, G.".
        year: "2010", or "no date" in the reader's language.
        title: as it was published; `language` says in which language.
        details: where it appeared: journal, volume, pages, publisher.
        address: of the work; may be empty.
        note: of the editor, in the reader's language; may be empty.
    """

    key: str
    authors: str
    year: str
    title: str
    language: str
    details: str
    address: str
    note: str


@dataclass(frozen=True)
class Cited:
    """A reference of a lesson: the work, and what the lesson says about it as HTML."""

    work: Citation
    note: str


def citation(data: Mapping[str, Any], language: str) -> Citation:
    """Return a work in words.

    Args:
        data: one entry of CSL-JSON.
        language: of the reader, for the editor's note; the words in between are in the active one.
    """
    return Citation(
        key=data["id"],
        authors=authors_of(data),
        year=year_of(data),
        title=data["title"],
        language=data.get("language", ""),
        details=_details(data),
        address=data.get("URL") or _doi(data),
        note=data.get(f"note-{language}", ""),
    )


def authors_of(data: Mapping[str, Any]) -> str:
    """Return the authors, at most three by name: "A, B & C", or "A et al." for more."""
    names = [_name(row) for row in data.get("author") or data.get("editor") or []]
    if len(names) > MOST_NAMES:
        return f"{names[0]} et al."
    return " & ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def cited(items: Iterable[tuple[str, str]], language: str) -> list[Cited]:
    """Return the references of a lesson in its order; one query. What is not known is left out.

    Args:
        items: (key, note as HTML).
        language: of the reader.
    """
    rows = list(items)
    known = dict(
        Reference.objects.filter(key__in=[key for key, _note in rows]).values_list("key", "data")
    )
    return [Cited(citation(known[key], language), note) for key, note in rows if key in known]


def all_citations(language: str) -> list[Citation]:
    """Return the whole bibliography from A to Z; one query."""
    rows = [citation(data, language) for data in Reference.objects.values_list("data", flat=True)]
    return sorted(
        rows, key=lambda row: (sorting_words(row.authors or row.title), row.year, row.key)
    )


def citations_by_letter(language: str) -> list[tuple[str, list[Citation]]]:
    """Return the whole bibliography as (first letter, works); one query."""
    rows = groupby(all_citations(language), lambda row: first_letter(row.authors or row.title))
    return [(letter, list(works)) for letter, works in rows]


def first_letter(text: str) -> str:
    """Return the letter under which a text stands; # for what begins with none."""
    letter = sorting_words(text)[:1].upper()
    return letter if letter.isalpha() else "#"


def sorting_words(text: str) -> str:
    """Return a text as it is sorted: no accents, no capitals, no signs before the first letter."""
    plain = normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return plain.lstrip(" '\"(.-")


@transaction.atomic
def load_references(*, entries: Iterable[Mapping[str, Any]]) -> int:
    """Make the bibliography what a file says and return its size; repeating it changes nothing.

    Args:
        entries: CSL-JSON, each with an `id` of its own.
    """
    rows = {entry["id"]: dict(entry) for entry in entries}
    known = dict(Reference.objects.values_list("key", "data"))
    if known.keys() - rows.keys():
        Reference.objects.exclude(key__in=rows).delete()
    Reference.objects.bulk_create(
        [Reference(key=key, data=data) for key, data in rows.items() if known.get(key) != data],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["data"],
    )
    return len(rows)


def _name(row: Mapping[str, str]) -> str:
    return row.get("literal") or ", ".join(
        part for part in (row.get("family", ""), row.get("given", "")) if part
    )


def year_of(data: Mapping[str, Any]) -> str:
    """Return the year of a work, or in words of the active language that it has none."""
    parts = data.get("issued", {}).get("date-parts") or [[]]
    return str(parts[0][0]) if parts[0] else _("no date")


def _details(data: Mapping[str, Any]) -> str:
    container = data.get("container-title", "")
    if container and data.get("volume"):
        container += f" {data['volume']}"
        if data.get("issue"):
            container += f"({data['issue']})"
    series = " ".join(filter(None, [data.get("collection-title"), data.get("number")]))
    publisher = ": ".join(filter(None, [data.get("publisher-place"), data.get("publisher")]))
    pages = (
        _("p. %(pages)s") % {"pages": data["page"].replace("-", "\u2013")} if "page" in data else ""
    )
    return ", ".join(part for part in (container, pages, series, publisher) if part)


def _doi(data: Mapping[str, Any]) -> str:
    return f"https://doi.org/{data['DOI']}" if data.get("DOI") else ""
