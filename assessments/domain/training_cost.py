"""What the suggested lessons cost: time of the people in a figure, and money where known."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assessments.domain.team_report_cells import CompetenceRow
from assessments.domain.team_report_training import TrainingStep, hours_in_words, time_in_words
from assessments.models import EvidencePolicy
from cms.accounts.models import Organisation
from training.domain.lesson_index import lesson_index


@dataclass(frozen=True)
class Cost:
    """Time in whole minutes: `each` a person, `minutes` for the `people` together.

    `each` is 0 where that differs from one person to the next.
    """

    each: int
    people: int
    minutes: int


def need_cost(step: TrainingStep) -> Cost:
    """Return what the modules for one gap cost, for the people in its figure."""
    people = step.row.self_rating.n or 0
    each = sum(module.minutes for module in step.modules)
    return Cost(each, people, each * people)


def total_cost(needs: Sequence[CompetenceRow], language: str) -> Cost:
    """Return what all lessons for some gaps cost together.

    A lesson that serves several gaps counts once, for the people of the largest of their figures.
    """
    index = lesson_index(language).by_competence
    people: dict = {}
    minutes: dict = {}
    for row in needs:
        for lesson in index.get(row.code, []):
            minutes[lesson.key] = lesson.minutes
            people[lesson.key] = max(people.get(lesson.key, 0), row.self_rating.n or 0)
    everybody = set(people.values())
    each = sum(minutes.values()) if len(everybody) == 1 else 0
    total = sum(minutes[key] * people[key] for key in minutes)
    return Cost(each, max(everybody, default=0), total)


def hourly_cost(organisation: Organisation) -> Decimal | None:
    """Return what an hour of an adviser costs in euros; None where nobody has said so."""
    policies = EvidencePolicy.objects.filter(organisation=organisation)
    return policies.values_list("hourly_cost", flat=True).first()


def money(minutes: int, hourly: Decimal) -> Decimal:
    """Return the euros, whole, of the hours as they are shown: from one hour up in halves.

    Args:
        minutes: 0 or more.
        hourly: euros an hour.
    """
    hours = Decimal(minutes) / 60 if minutes < 60 else Decimal(-(-minutes // 30)) / 2
    return (hours * hourly).quantize(Decimal(1), ROUND_HALF_UP)


def in_words(cost: Cost, hourly: Decimal | None) -> str:
    """Return time, people and money in one phrase, in the active language."""
    values = {
        "each": time_in_words(cost.each),
        "all": hours_in_words(cost.minutes),
        "people": cost.people,
    }
    if cost.each:
        time = _("%(each)s a person, %(all)s for %(people)d people") % values
    else:
        time = _("%(all)s for at most %(people)d people") % values
    if hourly is None:
        return time
    price = {
        "time": time,
        "money": euros(money(cost.minutes, hourly)),
        "hourly": euros(hourly),
    }
    return _("%(time)s: %(money)s at %(hourly)s an hour") % price


def euros(amount: Decimal) -> str:
    """Return an amount as people write it: whole euros, or with cents."""
    places = 0 if amount == amount.to_integral_value() else 2
    written = number_format(amount, places, force_grouping=True)
    return _("€%(amount)s") % {"amount": written}
