"""Exports of a person's own data: asked for, made by a job, read by their owner, gone in a week."""

import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from assessments.models import DataExport
from cms.accounts.models import User

KEPT_DAYS = 7
BEING_MADE = timedelta(hours=1)


@transaction.atomic
def ask_for_export(*, user: User, now: datetime) -> tuple[DataExport, bool]:
    """Return the export that is being made for a person, and whether it is a new one.

    One that was asked for less than an hour ago and is not finished is not asked for again.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    waiting = DataExport.objects.filter(
        user=user, ready_at__isnull=True, failed_at__isnull=True, asked_at__gt=now - BEING_MADE
    ).first()
    if waiting is not None:
        return waiting, False
    expires_at = now + timedelta(days=KEPT_DAYS)
    return DataExport.objects.create(user=user, asked_at=now, expires_at=expires_at), True


def exports_of(user: User, now: datetime) -> QuerySet[DataExport]:
    """Return the exports of a person that have not expired, the newest first."""
    return DataExport.objects.filter(user=user, expires_at__gt=now).order_by("-asked_at", "-pk")


@transaction.atomic
def store_export(*, export: DataExport, body: bytes, now: datetime) -> DataExport:
    """Write the finished file where no address leads, and say that it is ready; once.

    Args:
        body: the ZIP.
    """
    locked = DataExport.objects.select_for_update().get(pk=export.pk)
    if locked.ready_at is None:
        name = f"{secrets.token_hex(16)}.zip"
        folder = Path(settings.PEIL_EXPORTS_DIR)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / name
        path.touch(mode=0o600)
        path.write_bytes(body)
        locked.file, locked.ready_at, locked.failed_at = name, now, None
        locked.save(update_fields=["file", "ready_at", "failed_at"])
    return locked


def note_failure(*, export: DataExport, now: datetime) -> None:
    """Say that a file could not be made, so that it can be asked for again."""
    DataExport.objects.filter(pk=export.pk, ready_at__isnull=True).update(failed_at=now)


def file_of(export: DataExport) -> Path:
    """Return where the file of a finished export lies."""
    return Path(settings.PEIL_EXPORTS_DIR) / export.file


def remove_exports(exports: QuerySet[DataExport]) -> int:
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


def remove_expired_exports(now: datetime) -> int:
    """Remove every export whose time is over, or that failed, and return how many there were.

    Files go too whose row is gone, as when somebody was deleted in the administration.
    """
    over = Q(expires_at__lte=now) | Q(failed_at__lte=now - BEING_MADE)
    removed = remove_exports(DataExport.objects.filter(over))
    known = set(DataExport.objects.values_list("file", flat=True))
    for path in Path(settings.PEIL_EXPORTS_DIR).glob("*.zip"):
        written = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
        if path.name not in known and written < now - BEING_MADE:
            path.unlink(missing_ok=True)
    return removed
