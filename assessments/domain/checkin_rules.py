"""What a check-in refuses, by name, and the lock under which every change of it runs."""

from datetime import datetime

from assessments.enums import CheckInState
from assessments.models import CheckIn


class CampaignClosed(ValueError):
    """The round takes no answers at this moment; what was saved stays."""


class StaleForm(ValueError):
    """The check-in was saved elsewhere after this form was opened."""


class NotAsked(ValueError):
    """The round does not ask this person."""


class NotInCampaign(ValueError):
    """The round does not ask about this competence, or the version is not one of it."""


class AlreadySubmitted(ValueError):
    """A submitted check-in changes only after it was reopened."""


class NothingRated(ValueError):
    """A check-in without any rating cannot be submitted."""


def locked_draft(check_in: CheckIn, now: datetime) -> CheckIn:
    """Return the check-in as stored, locked until the transaction ends.

    Raises:
        CampaignClosed, AlreadySubmitted.
    """
    locked = (
        CheckIn.objects.select_for_update(of=("self",))
        .select_related("campaign")
        .get(pk=check_in.pk)
    )
    refuse_closed(locked, now)
    if locked.state == CheckInState.SUBMITTED:
        raise AlreadySubmitted(f"check-in {locked.pk}")
    return locked


def refuse_closed(check_in: CheckIn, now: datetime) -> None:
    """Raise CampaignClosed when the round takes no answers at a moment."""
    if not check_in.campaign.is_open_at(now):
        raise CampaignClosed(f"round {check_in.campaign_id}")


def refuse_stale(check_in: CheckIn, revision: int) -> None:
    """Raise StaleForm when a form was opened before the last save."""
    if check_in.revision != revision:
        raise StaleForm(f"check-in {check_in.pk}: {revision}, now {check_in.revision}")
