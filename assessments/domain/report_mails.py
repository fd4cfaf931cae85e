"""Reports by mail: asked for by whoever may open them, and ended when they no longer may.

Who sends: tasks.py. Each is claimed before it is made, so that no two processes send it; one that
the mail server refuses is given back, and tried in the next run.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from assessments.domain.team_report_rows import newest_snapshot
from assessments.models import ReportSubscription, Snapshot
from assessments.report_enums import Rhythm
from cms.accounts.models import Team, User
from cms.accounts.permissions import visible_teams


@dataclass(frozen=True)
class DueReport:
    """A report to send: of a team with its organisation, from a snapshot; what it was before."""

    subscription: ReportSubscription
    team: Team
    snapshot: Snapshot
    sent_before: datetime
    snapshot_before: int


@transaction.atomic
def ask_for_mail(*, user: User, team: Team, rhythm: Rhythm | None, now: datetime) -> None:
    """Let a person get the report of a team by mail from now on; None ends it.

    What there is already is not sent: it can be read.
    """
    if rhythm is None:
        ReportSubscription.objects.filter(user=user, team=team).delete()
        return
    newest = newest_snapshot(team)
    ReportSubscription.objects.update_or_create(
        user=user,
        team=team,
        defaults={
            "rhythm": rhythm,
            "sent_at": now,
            "snapshot_key": newest.pk if newest else 0,
        },
    )


def rhythm_of(user: User, team: Team) -> str:
    """Return how often a person gets the report of a team; empty for never."""
    rows = ReportSubscription.objects.filter(user=user, team=team)
    return rows.values_list("rhythm", flat=True).first() or ""


def reports_wanted() -> list[int]:
    """Return the subscriptions there are, the longest without mail first."""
    return list(ReportSubscription.objects.order_by("sent_at", "pk").values_list("pk", flat=True))


@transaction.atomic
def claim_report(pk: int, now: datetime) -> DueReport | None:
    """Return the report of a subscription when it is due, and note it as sent; else None.

    Whoever may no longer open the team, or sign in, loses the subscription.
    """
    rows = ReportSubscription.objects.select_for_update(of=("self",), skip_locked=True)
    row = rows.select_related("user", "team__organisation").filter(pk=pk).first()
    if row is None:
        return None
    if not row.user.is_active or not visible_teams(row.user).filter(pk=row.team_id).exists():
        row.delete()
        return None
    snapshot = newest_snapshot(row.team)
    if snapshot is None or not _is_due(row, snapshot, now):
        return None
    due = DueReport(row, row.team, snapshot, row.sent_at, row.snapshot_key)
    row.sent_at, row.snapshot_key = now, snapshot.pk
    row.save(update_fields=["sent_at", "snapshot_key"])
    return due


@transaction.atomic
def give_back(due: DueReport) -> None:
    """Note that a claimed report was not sent after all."""
    ReportSubscription.objects.filter(pk=due.subscription.pk).update(
        sent_at=due.sent_before, snapshot_key=due.snapshot_before
    )


def _is_due(row: ReportSubscription, snapshot: Snapshot, now: datetime) -> bool:
    if row.rhythm == Rhythm.SNAPSHOT:
        return snapshot.pk != row.snapshot_key
    last, today = timezone.localdate(row.sent_at), timezone.localdate(now)
    return (today.year, today.month) > (last.year, last.month)
