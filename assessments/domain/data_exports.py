"""Exports of a person's own data: asked for, made by a job, read by their owner, gone in a week."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from assessments.domain.kept_files import expires_at, is_being_made, store_file
from assessments.models import DataExport
from cms.accounts.models import User


@transaction.atomic
def ask_for_export(*, user: User, now: datetime) -> tuple[DataExport, bool]:
    """Return the export that is being made for a person, and whether it is a new one.

    One that was asked for less than an hour ago and is not finished is not asked for again.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    unfinished = DataExport.objects.filter(user=user, ready_at__isnull=True)
    waiting = next((export for export in unfinished if is_being_made(export, now)), None)
    if waiting is not None:
        return waiting, False
    return DataExport.objects.create(user=user, asked_at=now, expires_at=expires_at(now)), True


def exports_of(user: User, now: datetime) -> QuerySet[DataExport]:
    """Return the exports of a person that have not expired, the newest first."""
    return DataExport.objects.filter(user=user, expires_at__gt=now).order_by("-asked_at", "-pk")


def store_export(*, export: DataExport, body: bytes, now: datetime) -> DataExport:
    """Write the finished file where no address leads, and say that it is ready; once.

    Args:
        body: the ZIP.
    """
    store_file(
        export=export, suffix="zip", write=lambda target: target.write(body), clock=lambda: now
    )
    export.refresh_from_db()
    return export
