"""Ending a round, opening it again, and its snapshot: taken once, whole, and never again.

A round that has ended takes no answers; until its snapshot is taken it can be opened again.
What a snapshot holds is read, decided and stored in `snapshot_storing.py`.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from assessments.domain.campaign_checklist import CampaignNotReady, wrong_dates
from assessments.domain.snapshot_storing import store_snapshot
from assessments.enums import CampaignState, CheckInState
from assessments.models import Campaign, Snapshot


class RoundNotBegun(ValueError):
    """A round that never took answers cannot be closed."""


class AlreadyCounted(ValueError):
    """The snapshot of a round is taken; the round stays closed."""


class StillOpen(ValueError):
    """A snapshot is taken of a round that has ended."""


@transaction.atomic
def end_campaign(*, campaign: Campaign, now: datetime) -> Campaign:
    """Let a round take no answers any more; drafts and ratings stay as they are.

    Raises:
        RoundNotBegun: when the round is a draft, or opens later than `now`.
    """
    locked = _locked(campaign)
    if locked.state != CampaignState.CLOSED:
        if locked.state == CampaignState.DRAFT or now < locked.opens_at:
            raise RoundNotBegun(f"round {locked.pk} has not begun")
        locked.state, locked.closed_at = CampaignState.CLOSED, now
        locked.save(update_fields=["state", "closed_at"])
    return _copied(locked, campaign)


@transaction.atomic
def reopen_campaign(*, campaign: Campaign, closes_at: datetime, now: datetime) -> Campaign:
    """Let a round that has ended take answers again; an active one stays as it is.

    What was submitted comes back as a draft with all its answers, to be submitted again.

    Args:
        closes_at: when it ends this time.

    Raises:
        AlreadyCounted: when the snapshot is taken.
        RoundNotBegun: when the round is a draft.
        CampaignNotReady: when it would end before it takes answers.
    """
    locked = _locked(campaign)
    if locked.state == CampaignState.DRAFT:
        raise RoundNotBegun(f"round {locked.pk} has not begun")
    if Snapshot.objects.filter(campaign=locked).exists():
        raise AlreadyCounted(f"round {locked.pk}")
    if locked.state == CampaignState.CLOSED:
        if wrong := wrong_dates(max(now, locked.opens_at), closes_at):
            raise CampaignNotReady(wrong)
        locked.state, locked.closed_at, locked.closes_at = CampaignState.ACTIVE, None, closes_at
        locked.save(update_fields=["state", "closed_at", "closes_at"])
        locked.check_ins.filter(state=CheckInState.SUBMITTED).update(
            state=CheckInState.IN_PROGRESS, revision=F("revision") + 1
        )
    return _copied(locked, campaign)


@transaction.atomic
def take_snapshot(*, campaign: Campaign, now: datetime) -> Snapshot:
    """Return the snapshot of a round that has ended; the one it has when taken before.

    Raises:
        StillOpen: when the round has not ended.
    """
    locked = _locked(campaign)
    existing = Snapshot.objects.filter(campaign=locked).first()
    if existing is None:
        if locked.state != CampaignState.CLOSED:
            raise StillOpen(f"round {locked.pk}")
        existing = store_snapshot(locked, now)
    _copied(locked, campaign)
    return existing


@transaction.atomic
def close_campaign(*, campaign: Campaign, now: datetime) -> Snapshot:
    """End a round and return its snapshot at once; the one it has when it was closed before.

    All in one transaction: a process that is killed leaves an open round without a snapshot.

    Raises:
        RoundNotBegun: when the round is a draft, or opens later than `now`.
    """
    end_campaign(campaign=campaign, now=now)
    return take_snapshot(campaign=campaign, now=now)


def _locked(campaign: Campaign) -> Campaign:
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("organisation", "team")
    return rows.get(pk=campaign.pk)


def _copied(locked: Campaign, campaign: Campaign) -> Campaign:
    """Bring the caller's object up to date with what is stored."""
    campaign.state, campaign.closed_at = locked.state, locked.closed_at
    campaign.closes_at = locked.closes_at
    return campaign
