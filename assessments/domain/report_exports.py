"""Workbooks of a team report that are made by a job, because they have too many rows to wait for.

Whoever asked reads them, as long as they may open the team: `get_workbook_or_404`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.db.models import F

from assessments.domain.kept_files import expires_at, is_being_made, remove, size_of, store_file
from assessments.domain.team_report_rows import ReportRow
from assessments.models import ReportExport, Snapshot
from cms.accounts.models import Team, User
from cms.accounts.permissions import visible_teams

MOST_ROWS_AT_ONCE = 5_000  # in a workbook that is made while somebody waits
NOTED_EVERY = 2_000  # rows


@dataclass(frozen=True)
class WorkbookAsked:
    """Which workbook somebody wants: of a team in a snapshot, with words in a language."""

    user: User
    team: Team
    snapshot: Snapshot
    language: str


@dataclass(frozen=True)
class WorkbookPage:
    """How far a workbook is.

    Attributes:
        rows: how many it has or will have.
        export: what was asked for and has not expired, if anything was.
        size: of the finished file in bytes; None while there is none.
        is_being_made: a job is at it, or will be.
        has_failed: it was asked for, and there will be no file.
    """

    rows: int
    export: ReportExport | None
    size: int | None
    is_being_made: bool
    has_failed: bool


@transaction.atomic
def ask_for_workbook(
    *, asked: WorkbookAsked, rows: int, now: datetime
) -> tuple[ReportExport, bool]:
    """Return the export of a workbook, and whether it is a new one that a job has to make.

    One that is there is not made again, nor one that was asked for less than an hour ago and is
    not finished.

    Args:
        rows: how many the workbook will have.
    """
    User.objects.select_for_update(no_key=True).get(pk=asked.user.pk)
    page = workbook_page(asked, rows, now)
    if page.export is not None:
        if page.is_being_made or page.size is not None:
            return page.export, False
        remove(ReportExport.objects.filter(pk=page.export.pk))
    export = ReportExport.objects.create(
        user=asked.user,
        team=asked.team,
        snapshot=asked.snapshot,
        language=asked.language,
        rows_total=rows,
        asked_at=now,
        expires_at=expires_at(now),
    )
    return export, True


def workbook_page(asked: WorkbookAsked, rows: int, now: datetime) -> WorkbookPage:
    """Return how far a workbook is; one query. One that is ready comes before all."""
    exports = ReportExport.objects.filter(
        user=asked.user,
        team=asked.team,
        snapshot=asked.snapshot,
        language=asked.language,
        expires_at__gt=now,
    )
    export = exports.order_by(F("ready_at").desc(nulls_last=True), "-asked_at", "-pk").first()
    size = size_of(export) if export else None
    waits = export is not None and is_being_made(export, now)
    return WorkbookPage(
        rows=rows,
        export=export,
        size=size,
        is_being_made=waits,
        has_failed=export is not None and size is None and not waits,
    )


def begin_workbook(pk: int) -> ReportExport | None:
    """Return what a job has to make, with what it needs for that; None where there is nothing.

    Whoever may no longer open the team, or sign in, loses what they asked for.
    """
    exports = ReportExport.objects.filter(pk=pk, ready_at__isnull=True)
    export = exports.select_related("user", "team__organisation", "snapshot").first()
    if export is None:
        return None
    user = export.user
    if not user.is_active or not visible_teams(user).filter(pk=export.team_id).exists():
        export.delete()
        return None
    return export


def noting_progress(export: ReportExport, rows: Iterable[ReportRow]) -> Iterator[ReportRow]:
    """Yield the rows, and write now and then how many have passed."""
    number = 0
    for number, row in enumerate(rows, start=1):
        yield row
        if number % NOTED_EVERY == 0:
            _note(export, number)
    _note(export, number)


def store_workbook(
    *,
    export: ReportExport,
    write: Callable[[BinaryIO], object],
    clock: Callable[[], datetime],
) -> bool:
    """Have the workbook written and say that it is ready; return whether it was made here."""
    return store_file(export=export, suffix="xlsx", write=write, clock=clock)


def _note(export: ReportExport, number: int) -> None:
    ReportExport.objects.filter(pk=export.pk).update(rows_done=number)
