"""Who counts in a snapshot, where, and with which levels; one query per question.

No free text of anybody is read here: neither reflections nor evidence lines.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from assessments.domain.audience import audience
from assessments.domain.snapshot_cells import NOT_APPLICABLE, Parents, Place
from assessments.enums import CheckInState, Evidence, RatingAnswer
from assessments.models import Campaign, CheckIn, CurrentLevel, Rating, Target
from cms.accounts.models import MembershipQuerySet, Team

EVIDENCE_KINDS = (Evidence.SELF, Evidence.TESTED)
Answers = dict[tuple[str, int], dict[int, int | str]]


@dataclass(frozen=True)
class Gathered:
    """All that a snapshot is made of.

    `homes` maps users to their reporting team; `answers` maps (kind of evidence, competence) to
    levels 0-5 or NOT_APPLICABLE per user; `targets` maps a competence to the level that each role
    profile asks; `profiles` maps users to their role profile, where they have one; `versions` maps
    a competence to the versions of its words that were rated.
    """

    homes: Mapping[int, int]
    checked_in: frozenset[int]
    answers: Answers
    targets: Mapping[int, Mapping[int, int]]
    profiles: Mapping[int, int]
    versions: Mapping[int, Collection[int]]


def teams_of(campaign: Campaign, homes: Mapping[int, int]) -> list[Team]:
    """Return the team that a round asks and all below it, parents first.

    Where people from elsewhere were asked besides, all teams of the organisation: nobody is counted
    in a team in which they do not work.
    """
    teams = list(Team.objects.at_or_below(campaign.team))
    if {team.pk for team in teams}.issuperset(homes.values()):
        return teams
    return list(Team.objects.filter(organisation=campaign.organisation_id))


def parents_of(teams: Sequence[Team]) -> dict[int, int | None]:
    """Return the tree by primary keys; the first team is its top, whatever stands above it."""
    by_path = {team.path: team.pk for team in teams}
    return {team.pk: by_path.get(path_above(team)) for team in teams}


def path_above(team: Team) -> str:
    """Return the path of the team that stands above another; empty for a root."""
    return team.path[: -Team.steplen]


def places_of(homes: Mapping[int, int], profiles: Mapping[int, int]) -> dict[int, Place]:
    """Return the reporting team of each person with the role profile; who has the same share it."""
    alike: dict[Place, Place] = {}
    made = ((who, (home, profiles.get(who))) for who, home in homes.items())
    return {who: alike.setdefault(place, place) for who, place in made}


def placed_in(parents: Parents, homes: Mapping[int, int], top: Team) -> dict[int, int]:
    """Return the same people with everybody's team among the nodes."""
    return {who: team if team in parents else top.pk for who, team in homes.items()}


def closing_day(campaign: Campaign, now: datetime) -> date:
    """Return the day whose memberships count: when answers stopped, or today when closed early."""
    return timezone.localdate(min(campaign.closed_at or now, campaign.closes_at))


def gather(campaign: Campaign, now: datetime) -> Gathered:
    """Read the people of a round with their levels and targets, as they stand at a moment."""
    memberships = audience(campaign, closing_day(campaign, now))
    competences = list(campaign.competences.values_list("pk", flat=True))
    rated, versions = _self_ratings(campaign, competences)
    profiles = _profiles(memberships)
    return Gathered(
        homes=homes_of(memberships),
        checked_in=_checked_in(campaign),
        answers=rated | _tested_levels(memberships, competences, now),
        targets=_targets(set(profiles.values())),
        profiles=profiles,
        versions=versions,
    )


def a_year_before(now: datetime) -> datetime:
    """Return the same moment twelve months ago; 28 February for 29 February."""
    try:
        return now.replace(year=now.year - 1)
    except ValueError:
        return now.replace(year=now.year - 1, day=28)


def homes_of(memberships: MembershipQuerySet) -> dict[int, int]:
    """Return one team per person: of the oldest membership, as `reporting_membership` has it."""
    homes: dict[int, int] = {}
    rows = memberships.order_by("start", "pk").values_list("user_id", "team_id")
    for user_id, team_id in rows.iterator():
        homes.setdefault(user_id, team_id)
    return homes


def _checked_in(campaign: Campaign) -> frozenset[int]:
    submitted = CheckIn.objects.filter(campaign=campaign, state=CheckInState.SUBMITTED)
    return frozenset(submitted.values_list("user_id", flat=True))


def _self_ratings(
    campaign: Campaign, competences: list[int]
) -> tuple[Answers, Mapping[int, set[int]]]:
    """Return the latest rating per person and competence from submitted check-ins.

    And the versions of the words that were rated, per competence.
    """
    answers: Answers = {(Evidence.SELF, competence): {} for competence in competences}
    versions: dict[int, set[int]] = defaultdict(set)
    rows = (
        Rating.objects.filter(
            check_in__campaign=campaign,
            check_in__state=CheckInState.SUBMITTED,
            competence__in=competences,
        )
        .order_by("given_at", "pk")
        .values_list("user_id", "competence_id", "answer", "level", "version_id")
    )
    for user_id, competence_id, answer, level, version_id in rows.iterator():
        versions[competence_id].add(version_id)
        if answer == RatingAnswer.NOT_APPLICABLE:
            answers[Evidence.SELF, competence_id][user_id] = NOT_APPLICABLE
        elif level is not None:
            answers[Evidence.SELF, competence_id][user_id] = level
        else:  # somebody who would rather not say has no level, whatever was said before
            answers[Evidence.SELF, competence_id].pop(user_id, None)
    return answers, versions


def _tested_levels(
    memberships: MembershipQuerySet, competences: list[int], now: datetime
) -> Answers:
    """Return tested knowledge of the last twelve months; a result without a level is none."""
    answers: Answers = {(Evidence.TESTED, competence): {} for competence in competences}
    rows = CurrentLevel.objects.filter(
        user__in=memberships.values("user"),
        competence__in=competences,
        evidence=Evidence.TESTED,
        level__isnull=False,
        given_at__gte=a_year_before(now),
        given_at__lte=now,
    ).values_list("user_id", "competence_id", "level")
    for user_id, competence_id, level in rows.iterator():
        if level is not None:
            answers[Evidence.TESTED, competence_id][user_id] = level
    return answers


def _targets(profiles: Collection[int]) -> dict[int, dict[int, int]]:
    """Return the level that each role profile asks, per competence."""
    levels: dict[int, dict[int, int]] = defaultdict(dict)
    asked = Target.objects.filter(profile__in=profiles)
    for competence, profile, level in asked.values_list("competence_id", "profile_id", "level"):
        levels[competence][profile] = level
    return levels


def _profiles(memberships: MembershipQuerySet) -> dict[int, int]:
    """Return the role profile per person: of the membership that `homes_of` counts."""
    profiles: dict[int, int | None] = {}
    rows = memberships.order_by("start", "pk").values_list("user_id", "role_assignment__profile_id")
    for user_id, profile_id in rows.iterator():
        profiles.setdefault(user_id, profile_id)
    return {who: profile for who, profile in profiles.items() if profile is not None}
