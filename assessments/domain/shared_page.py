"""What a manager sees of a share: finished data with a field for each thing that may be seen.

Reflections, examples, frequency, certainty, first answers, then-ratings and calibration have no
field here and are not read. The adviser's preview is made by the same function.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from assessments.domain.gaps import Gap, gap_between
from assessments.domain.measurement import FIRM_ITEMS
from assessments.domain.profile_evidence import band_label
from assessments.domain.profile_words import gap_in_words
from assessments.domain.shares import SharedItems, items_of
from assessments.domain.targets import targets_of
from assessments.domain.tested import TestedSummary, summary_of, tested_levels
from assessments.enums import Evidence, RatingAnswer
from assessments.models import Action, CurrentLevel, Share
from cms.accounts.models import Organisation, User
from training.domain.framework import CompetenceInfo, competences_in, level_labels
from training.models import Activity, Competence

ACTION_FIELDS = (
    "competence_id",
    "from_level",
    "to_level",
    "what",
    "until",
    "state",
    "support",
    "support_shared",
)


@dataclass(frozen=True)
class SharedRating:
    """A self-rating that holds; `level` 0-5, None: not applicable in the role."""

    level: int | None
    label: str
    day: date
    age: str


@dataclass(frozen=True)
class SharedTested:
    """Tested knowledge: a band from `items` questions; low, level, high on the axis 0-5."""

    band: str
    items: int
    is_indicative: bool
    day: date
    low: float
    level: float
    high: float


@dataclass(frozen=True)
class SharedCompetence:
    """One row of the profile; `gap` in words, empty where there is none."""

    code: str
    name: str
    rating: SharedRating | None
    tested: SharedTested | None
    target: int | None
    target_label: str
    gap: str
    is_gap: bool
    is_reached: bool

    @property
    def level(self) -> int | None:
        return self.rating.level if self.rating else None


@dataclass(frozen=True)
class SharedAction:
    """One action; `support` is what is asked of the manager, empty unless it was to be told."""

    competence: str
    what: str
    from_label: str
    to_label: str
    until: date
    state: str
    support: str


@dataclass(frozen=True)
class SharedActivity:
    title: str
    kind: str
    day: date
    hours: Decimal | None


@dataclass(frozen=True)
class SharedPage:
    """Everything on the manager's page of a share."""

    person: str
    manager: str
    ends_at: datetime
    competences: tuple[SharedCompetence, ...]
    actions: tuple[SharedAction, ...]
    activities: tuple[SharedActivity, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.competences or self.actions or self.activities)


def build_shared_page(
    *,
    user: User,
    manager: User,
    organisation: Organisation,
    items: SharedItems,
    ends_at: datetime,
    language: str,
    now: datetime,
) -> SharedPage:
    """Return what a manager sees of a person; at most ten queries.

    Args:
        organisation: whose role profile gives the targets.
        language: "nl" or "en", the one that is active.
    """
    labels = level_labels(language)
    return SharedPage(
        person=str(user),
        manager=str(manager),
        ends_at=ends_at,
        competences=_competences(user, organisation, items.competences, labels, language, now),
        actions=_actions(user, items.actions, labels, language),
        activities=_activities(user, items.activities),
    )


def page_of(share: Share, *, language: str, now: datetime) -> SharedPage:
    """Return what the manager sees of a share; its people were fetched with it."""
    return build_shared_page(
        user=share.user,
        manager=share.manager,
        organisation=share.organisation,
        items=items_of(share),
        ends_at=share.ends_at,
        language=language,
        now=now,
    )


def _named(competence_ids: Iterable[int], language: str) -> list[CompetenceInfo]:
    keys = list(competence_ids)
    if not keys:
        return []
    codes = Competence.objects.filter(pk__in=keys).values_list("code", flat=True)
    return competences_in(language, codes=codes)


def _competences(
    user: User,
    organisation: Organisation,
    keys: tuple[int, ...],
    labels: Mapping[int, str],
    language: str,
    now: datetime,
) -> tuple[SharedCompetence, ...]:
    if not keys:
        return ()
    ratings = CurrentLevel.objects.filter(
        user=user, evidence=Evidence.SELF, competence_id__in=keys, given_at__lte=now
    ).exclude(answer=RatingAnswer.DECLINED)
    given = {
        key: (answer, level, when)
        for key, answer, level, when in ratings.values_list(
            "competence_id", "answer", "level", "given_at"
        )
    }
    tested = {
        row.competence_id: (summary_of(row), row.given_at)
        for row in tested_levels(user_ids=[user.pk], competence_ids=keys, now=now)
    }
    targets = targets_of(user, organisation)
    return tuple(
        _competence(
            competence,
            _rating(given.get(competence.id), labels, now),
            _tested(tested.get(competence.id)),
            targets.get(competence.id),
            labels,
        )
        for competence in _named(keys, language)
    )


def _competence(
    competence: CompetenceInfo,
    rating: SharedRating | None,
    tested: SharedTested | None,
    target: int | None,
    labels: Mapping[int, str],
) -> SharedCompetence:
    outside = rating is not None and rating.level is None
    gap: Gap = gap_between(rating.level if rating else None, target, not_applicable=outside)
    shown = None if outside else target
    return SharedCompetence(
        code=competence.code,
        name=competence.name,
        rating=rating,
        tested=tested,
        target=shown,
        target_label="" if shown is None else labels.get(shown, ""),
        gap=gap_in_words(gap),
        is_gap=gap.is_gap,
        is_reached=gap.is_reached,
    )


def _rating(
    given: tuple[str, int | None, datetime] | None, labels: Mapping[int, str], now: datetime
) -> SharedRating | None:
    if given is None:
        return None
    _answer, level, when = given
    label = RatingAnswer.NOT_APPLICABLE.label if level is None else labels.get(level, "")
    return SharedRating(level, str(label), timezone.localdate(when), _age(when, now))


def _tested(found: tuple[TestedSummary, datetime] | None) -> SharedTested | None:
    if found is None:
        return None
    summary, when = found
    return SharedTested(
        band=band_label(summary.band),
        items=summary.items,
        is_indicative=summary.items < FIRM_ITEMS,
        day=timezone.localdate(when),
        low=summary.low,
        level=summary.level,
        high=summary.high,
    )


def _actions(
    user: User, keys: tuple[int, ...], labels: Mapping[int, str], language: str
) -> tuple[SharedAction, ...]:
    if not keys:
        return ()
    rows = Action.objects.filter(user=user, pk__in=keys).order_by("until", "pk")
    actions = list(rows.only(*ACTION_FIELDS))
    named = _named({action.competence_id for action in actions}, language)
    names = {row.id: f"{row.code} {row.name}" for row in named}
    return tuple(
        SharedAction(
            competence=names.get(action.competence_id, ""),
            what=action.what,
            from_label="" if action.from_level is None else labels.get(action.from_level, ""),
            to_label=labels.get(action.to_level, ""),
            until=action.until,
            state=str(action.get_state_display()),
            support=action.support if action.support_shared else "",
        )
        for action in actions
    )


def _activities(user: User, keys: tuple[int, ...]) -> tuple[SharedActivity, ...]:
    if not keys:
        return ()
    rows = Activity.objects.filter(user=user, pk__in=keys).order_by("-date", "-pk")
    return tuple(
        SharedActivity(
            title=row.title,
            kind=str(row.get_kind_display()),
            day=row.date,
            hours=row.hours,
        )
        for row in rows.only("title", "kind", "date", "hours")
    )


def _age(when: datetime, now: datetime) -> str:
    if (timezone.localdate(now) - timezone.localdate(when)).days < 1:
        return _("today")
    return _("%(time)s ago") % {"time": timesince(when, now, depth=1)}
