"""How a person wants to be reminded: for the person alone, and nobody asks why."""

from datetime import date

from django.db import transaction

from assessments.models import PersonPreference
from assessments.models.keeping import new_token
from cms.accounts.models import User

FOR_GOOD = date.max


def preference_of(user: User) -> PersonPreference:
    """Return what a person chose; one that is not stored, and has no address yet, by default."""
    stored = PersonPreference.objects.filter(user=user).first()
    return stored or PersonPreference(user=user, calendar_token="")


@transaction.atomic
def set_reminders(
    *, user: User, paused_until: date | None, wants_recheck_mail: bool
) -> PersonPreference:
    """Store until when reminders are held back, and whether a re-check may come by mail.

    Args:
        paused_until: the last day without; `FOR_GOOD`, or None for no pause.
    """
    values = {"paused_until": paused_until, "wants_recheck_mail": wants_recheck_mail}
    return PersonPreference.objects.update_or_create(user=user, defaults=values)[0]


@transaction.atomic
def renew_calendar(*, user: User) -> PersonPreference:
    """Give the person's calendar a new address; the one before is not found any more."""
    values = {"calendar_token": new_token()}
    return PersonPreference.objects.update_or_create(user=user, defaults=values)[0]
