"""Freshness: how old evidence may be in the organisation of an adviser."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.domain.measurement import age_of
from assessments.enums import Freshness
from assessments.models import EvidencePolicy
from assessments.models.keeping import CURRENT_MONTHS, EXPIRED_MONTHS
from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.permissions import roles_of


@dataclass(frozen=True)
class Ages:
    """From how many whole months on evidence is ageing, and from how many it is expired."""

    current_months: int = CURRENT_MONTHS
    expired_months: int = EXPIRED_MONTHS

    def of(self, given: date, today: date) -> Freshness:
        """Return how old something of one day is on another."""
        age = age_of(
            given, today, current_months=self.current_months, expired_months=self.expired_months
        )
        return Freshness(age.value)


def ages_for(user: User) -> Ages:
    """Return the ages that hold for a person: those of the organisation that reports; one query.

    Another one reads the roles of the person, when this request has not done so yet.
    """
    advising = [role for role in roles_of(user) if role.role == Role.ADVISER]
    if not advising:
        return Ages()
    oldest = min(advising, key=lambda role: (role.start, role.pk))
    policies = EvidencePolicy.objects.filter(organisation=oldest.organisation_id).order_by()
    row = policies.values_list("current_months", "expired_months").first()
    return Ages(*row) if row else Ages()


def age_in_words(given_at: datetime, now: datetime) -> str:
    """Return how long ago something was, in its largest unit."""
    days = (timezone.localdate(now) - timezone.localdate(given_at)).days
    if days < 1:
        return _("today")
    return _age_in_words(given_at, now, get_language())


@lru_cache(maxsize=256)
def _age_in_words(given_at: datetime, now: datetime, _language: str) -> str:
    """Return how long ago, in the language that is active: a page repeats few moments."""
    return _("%(time)s ago") % {"time": timesince(given_at, now, depth=1)}


def day_in_words(moment: datetime) -> str:
    """Return the day of a moment, where we are."""
    return _day_in_words(timezone.localdate(moment), get_language())


@lru_cache(maxsize=1024)
def _day_in_words(day: date, _language: str) -> str:
    """Return a day in the language that is active, which names it too: a page repeats few days."""
    return date_format(day)
