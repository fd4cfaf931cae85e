"""A learning log as CSV for a spreadsheet; a cell that looks like a formula is defused."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from cms.safe_cells import safe_cell
from training.domain.activities import ActivityRow, YearOfActivities

SEPARATORS = {"nl": (";", ","), "en": (",", ".")}


def learning_log_csv(years: Iterable[YearOfActivities], *, language: str) -> str:
    """Return all activities, the latest first, as a spreadsheet in that language opens them.

    A Dutch spreadsheet wants a semicolon between fields and a comma in numbers; "1.5" it reads as
    the first of May. Dates are 2026-12-31. The text begins with the mark by which Excel knows
    UTF-8.

    Args:
        language: "nl" or "en", the active language.
    """
    between, decimal_sign = SEPARATORS[language]
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=between)
    writer.writerow(_heading())
    for year in years:
        writer.writerows(_cells(row, decimal_sign) for row in year.rows)
    return "\ufeff" + target.getvalue()


def number(hours: Decimal | None, decimal_sign: str) -> str:
    """Return hours as a spreadsheet reads them; an empty cell when they are unknown."""
    return "" if hours is None else str(hours).replace(".", decimal_sign)


def _heading() -> list[str]:
    return [
        _("Date"),
        _("Kind"),
        _("Title"),
        _("Provider"),
        _("Kind of provider"),
        _("Where"),
        _("Hours"),
        _("Competences"),
        _("Note"),
    ]


def _cells(row: ActivityRow, decimal_sign: str) -> list[str]:
    activity = row.activity
    return [
        activity.date.isoformat(),
        activity.get_kind_display(),
        safe_cell(activity.title),
        safe_cell(activity.provider),
        activity.get_provider_type_display(),
        activity.get_setting_display(),
        number(row.hours, decimal_sign),
        safe_cell(", ".join(row.competences)),
        safe_cell(activity.note),
    ]
