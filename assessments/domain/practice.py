"""The practice track: learning activities and finished actions, per competence."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain.freshness import Ages
from assessments.enums import ActionState, Freshness
from assessments.models import Action
from cms.accounts.models import User
from training.enums import ActivityKind
from training.models import Activity

# Put together once, for that takes longer than to ask them; whose and until when come later.
_ACTIVITIES = (
    Activity.objects.filter(competences__isnull=False)
    .order_by("-date", "-pk")
    .values_list("competences", "date", "title", "kind")
)
_DONE = (
    Action.objects.filter(state=ActionState.DONE, ended_at__isnull=False)
    .order_by("-ended_at", "-pk")
    .values_list("competence", "ended_at", "what", "kind")
)


@dataclass(frozen=True)
class PracticeItem:
    """One thing that was done: on a day, what, and where that is written down.

    `kind` is the kind of learning activity; empty for an action.
    """

    day: date
    what: str
    source: str
    kind: str = ""
    freshness: Freshness = Freshness.CURRENT


@dataclass(frozen=True)
class Practice:
    """What was done for a competence and is not expired, the latest first; never empty."""

    items: tuple[PracticeItem, ...]

    @property
    def activities(self) -> int:
        return len(self.items)

    @property
    def latest(self) -> date:
        return self.items[0].day

    @property
    def freshness(self) -> Freshness:
        """Return how old the latest of it is."""
        return self.items[0].freshness

    @property
    def kinds(self) -> set[str]:
        return {item.kind for item in self.items}


def practice_of(user: User, today: date, ages: Ages, *, every: bool = False) -> dict[int, Practice]:
    """Return what a person did, by competence id; two queries.

    Args:
        every: whether expired things are wanted too, for the history.
    """
    found: dict[int, list[PracticeItem]] = defaultdict(list)
    for competence, item in (*_activities(user, today, ages), *_actions(user, today, ages)):
        if every or item.freshness != Freshness.EXPIRED:
            found[competence].append(item)
    return {
        competence: Practice(tuple(sorted(items, key=lambda item: item.day, reverse=True)))
        for competence, items in found.items()
    }


def _activities(user: User, today: date, ages: Ages) -> list[tuple[int, PracticeItem]]:
    return [
        (
            competence,
            PracticeItem(
                day=day,
                what=title,
                source=_("learning log: %(kind)s") % {"kind": ActivityKind(kind).label},
                kind=kind,
                freshness=ages.of(day, today),
            ),
        )
        for competence, day, title, kind in _ACTIVITIES.filter(user=user, date__lte=today)
    ]


def _actions(user: User, today: date, ages: Ages) -> list[tuple[int, PracticeItem]]:
    items = []
    for competence, ended_at, what, kind in _DONE.filter(user=user):
        day = timezone.localdate(ended_at)
        if day <= today:
            age = ages.of(day, today)
            items.append((competence, PracticeItem(day, what, _("action done"), kind, age)))
    return items
