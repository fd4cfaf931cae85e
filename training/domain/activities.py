"""The learning log: activities by year with their hours, and the verbs that keep it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from django.db import transaction

from cms.accounts.models import User
from training.domain.framework import competences_in
from training.models import Activity, Competence
from training.permissions import visible_activities


@dataclass(frozen=True)
class ActivityData:
    """What a person says about an activity; the values of kinds are those of the enums.

    `hours` is None when unknown or not to be counted, else above 0.
    """

    kind: str
    title: str
    date: date
    setting: str
    hours: Decimal | None = None
    provider: str = ""
    provider_type: str = ""
    note: str = ""


@dataclass(frozen=True)
class ActivityRow:
    """An activity with the competences it was about, as "B1 Validate sources"."""

    activity: Activity
    competences: tuple[str, ...]

    @property
    def hours(self) -> Decimal | None:
        """Return the hours without needless zeros; None when they are unknown."""
        return None if self.activity.hours is None else plain(self.activity.hours)


@dataclass(frozen=True)
class YearOfActivities:
    """A year of the log; `hours` adds the hours that are known, `without_hours` counts the rest."""

    year: int
    hours: Decimal
    without_hours: int
    rows: tuple[ActivityRow, ...]


def learning_log(user: User, *, language: str) -> list[YearOfActivities]:
    """Return the person's own activities by year, the latest first; four queries.

    Args:
        language: "nl" or "en", for the names of competences.
    """
    names = competence_names(language)
    activities = visible_activities(user).prefetch_related("competences")
    rows = [
        ActivityRow(
            activity=activity,
            competences=tuple(names.get(c.code, c.code) for c in activity.competences.all()),
        )
        for activity in activities.order_by("-date", "-pk")
    ]
    return [
        _year(year, tuple(members))
        for year, members in groupby(rows, key=lambda row: row.activity.date.year)
    ]


def competence_names(language: str) -> dict[str, str]:
    """Return what a competence is called on a screen, by code: "B1 Validate sources"."""
    found = competences_in(language, extensions=True)
    return {competence.code: f"{competence.code} {competence.name}" for competence in found}


def offered_competences(language: str, activity: Activity | None = None) -> dict[str, str]:
    """Return the names, by code, that an activity may be about: the twelve, and what it has."""
    already = set(activity.competences.values_list("code", flat=True)) if activity else set()
    return {
        competence.code: f"{competence.code} {competence.name}"
        for competence in competences_in(language, extensions=True)
        if not competence.is_extension or competence.code in already
    }


@transaction.atomic
def add_activity(
    *, user: User, token: UUID, data: ActivityData, competences: Iterable[Competence] = ()
) -> Activity:
    """Add an activity to the person's log; the same token twice adds it once."""
    activity, created = Activity.objects.get_or_create(user=user, token=token, defaults=vars(data))
    if created:
        activity.competences.set(competences)
    return activity


@transaction.atomic
def change_activity(
    *, activity: Activity, data: ActivityData, competences: Iterable[Competence]
) -> Activity:
    """Write other values over an activity."""
    for name, value in vars(data).items():
        setattr(activity, name, value)
    activity.save(update_fields=list(vars(data)))
    activity.competences.set(competences)
    return activity


@transaction.atomic
def delete_activity(*, activity: Activity) -> None:
    """Take an activity out of the log for good."""
    activity.delete()


def plain(hours: Decimal) -> Decimal:
    """Return hours as people write them: 6, 2.5 or 0.25."""
    whole = hours.to_integral_value()
    return whole if hours == whole else hours.normalize()


def _year(year: int, rows: tuple[ActivityRow, ...]) -> YearOfActivities:
    hours = [row.activity.hours for row in rows]
    return YearOfActivities(
        year=year,
        hours=plain(sum((value for value in hours if value is not None), Decimal(0))),
        without_hours=hours.count(None),
        rows=rows,
    )
