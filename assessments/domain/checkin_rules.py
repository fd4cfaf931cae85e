"""What a check-in refuses, by name, and the lock under which every change of it runs."""

from datetime import datetime

from django.db.models import QuerySet

from assessments.enums import CheckInState
from assessments.models import CheckIn
from training.models import Competence


class CampaignClosed(ValueError):
    """The round takes no answers at this moment; what was saved stays."""


class StaleForm(ValueError):
    """The check-in was saved elsewhere after this form was opened."""


class NotAsked(ValueError):
    """The round does not ask this person."""


class NotInCampaign(ValueError):
    """The round does not ask about this competence, or the version is not one of it."""


class ForeignEvidence(ValueError):
    """What is named as an example is not the person's own."""


class WrongFocus(ValueError):
    """Other competences were chosen than the round offers, or more or fewer than it asks."""


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


def asked_competences(check_in: CheckIn) -> QuerySet[Competence]:
    """Return the competences that a check-in asks about, in their order.

    Where people choose, those that this person chose: none before that.
    """
    if check_in.campaign.focus_size is None:
        return Competence.objects.filter(campaigns=check_in.campaign_id).order_by("order")
    return check_in.focus.order_by("order")


def count_save(check_in: CheckIn, *fields: str) -> None:
    """Store a check-in with its next revision, and these fields."""
    check_in.revision += 1
    check_in.save(update_fields=["revision", *fields])


def copied(locked: CheckIn, check_in: CheckIn) -> CheckIn:
    """Bring the caller's object up to date with what is stored."""
    check_in.state, check_in.revision = locked.state, locked.revision
    check_in.submitted_at = locked.submitted_at
    return check_in
