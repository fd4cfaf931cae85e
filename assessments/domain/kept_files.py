"""Files that a job makes for one person: written where no address leads, kept for a week, removed.

What is in them: data_exports.py and report_exports.py.
"""

import os
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from assessments.models import DataExport, ReportExport
from assessments.models.keeping import KeptFile
from cms.accounts.models import User

KEPT_DAYS = 7
BEING_MADE = timedelta(hours=1)
SUFFIXES = (".zip", ".xlsx", ".part")  # of what we write; nothing else is touched
KINDS: tuple[type[KeptFile], ...] = (DataExport, ReportExport)
Kept = TypeVar("Kept", bound=KeptFile)


def is_being_made(export: KeptFile, now: datetime) -> bool:
    """Return whether a job is at an export: asked for less than an hour ago, and not finished."""
    is_over = export.ready_at or export.failed_at
    return not is_over and export.asked_at > now - BEING_MADE


def expires_at(now: datetime) -> datetime:
    """Return until when a file may be opened that is asked for now."""
    return now + timedelta(days=KEPT_DAYS)


def store_file(
    *,
    export: KeptFile,
    suffix: str,
    write: Callable[[BinaryIO], object],
    clock: Callable[[], datetime],
) -> bool:
    """Have the file of an export written, and say that it is ready; once.

    Until it is whole it has another name: what a job leaves that is cut off cannot be opened.

    Args:
        suffix: how the name of the file ends, without a dot.
        write: writes the content.
        clock: tells when it was ready.

    Returns:
        Whether it was made here; not where another did so first, or the export is gone.
    """
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f"{secrets.token_hex(16)}.part"
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            write(target)
        return _keep(export, part, suffix, clock())
    finally:
        part.unlink(missing_ok=True)


def note_failure(*, export: KeptFile, now: datetime) -> None:
    """Say that a file could not be made, so that it can be asked for again."""
    rows = type(export)._default_manager.filter(pk=export.pk, ready_at__isnull=True)
    rows.update(failed_at=now)


def file_of(export: KeptFile) -> Path:
    """Return where the file of a finished export lies."""
    return _folder() / export.file


def size_of(export: KeptFile) -> int | None:
    """Return how many bytes the file of an export has; None where there is none."""
    if export.ready_at is None:
        return None
    try:
        return file_of(export).stat().st_size
    except OSError:
        return None


def remove_files_of(user: User) -> None:
    """Remove every export of a person with its file."""
    remove(DataExport.objects.filter(user=user))
    remove(ReportExport.objects.filter(user=user))


def remove(exports: QuerySet[Kept]) -> int:
    """Remove exports with their files and return how many there were.

    The row goes only after its file, so that a run that is cut off is finished by the next one.
    """
    removed = 0
    for export in exports.order_by("pk"):
        if export.file:
            file_of(export).unlink(missing_ok=True)
        export.delete()
        removed += 1
    return removed


def remove_expired_files(now: datetime) -> int:
    """Remove every export whose time is over, or that failed, and return how many there were.

    Files go too whose row is gone, as when somebody was deleted in the administration, and what a
    job left that was cut off.
    """
    over = Q(expires_at__lte=now) | Q(failed_at__lte=now - BEING_MADE)
    removed = sum(remove(kind._default_manager.filter(over)) for kind in KINDS)
    known = {
        name for kind in KINDS for name in kind._default_manager.values_list("file", flat=True)
    }
    for path in _folder().glob("*.*"):
        if path.suffix in SUFFIXES and path.name not in known and _is_old(path, now):
            path.unlink(missing_ok=True)
    return removed


def _is_old(path: Path, now: datetime) -> bool:
    """Return whether no job can be at a file any more; one that was just renamed is not old."""
    try:
        written = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
    except FileNotFoundError:
        return False
    return written < now - BEING_MADE


@transaction.atomic
def _keep(export: KeptFile, part: Path, suffix: str, now: datetime) -> bool:
    rows = type(export)._default_manager.select_for_update()
    locked = rows.filter(pk=export.pk, ready_at__isnull=True).first()
    if locked is None:
        return False
    name = f"{part.stem}.{suffix}"
    part.rename(part.with_name(name))
    locked.file, locked.ready_at, locked.failed_at = name, now, None
    locked.save(update_fields=["file", "ready_at", "failed_at"])
    return True


def _folder() -> Path:
    return Path(settings.PEIL_EXPORTS_DIR)
