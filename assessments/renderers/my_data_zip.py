"""Everything of a person as one ZIP: JSON, a CSV per table, and the profile as PDF per language."""

import csv
import json
from collections.abc import Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from assessments.domain.my_data import MyData, Row
from assessments.domain.profile import ProfileReport
from assessments.renderers import profile_pdf
from cms.safe_cells import safe_cell

FORMAT, VERSION = "peil-my-data", 1


def build_zip(data: MyData, profiles: Sequence[ProfileReport], readme: str) -> bytes:
    """Return the file.

    Args:
        profiles: of the same person, one per language.
        readme: what is in it, in the person's language.
    """
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", readme)
        archive.writestr("my-data.json", _json(data))
        for name, rows in data.tables.items():
            if rows:
                archive.writestr(f"csv/{name}.csv", _csv(rows))
        for profile in profiles:
            archive.writestr(f"profile.{profile.language}.pdf", profile_pdf.build_pdf(profile))
    return target.getvalue()


def _json(data: MyData) -> str:
    content = {
        "format": FORMAT,
        "version": VERSION,
        "person": data.person,
        "language": data.language,
        "made_at": data.made_at.isoformat(),
        "tables": data.tables,
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=_plain)


def _csv(rows: Sequence[Row]) -> bytes:
    target = StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(rows[0])
    writer.writerows([safe_cell(_cell(value)) for value in row.values()] for row in rows)
    return target.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    return _plain(value) if isinstance(value, date) else value


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
