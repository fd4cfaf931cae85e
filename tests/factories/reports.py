"""Rounds with people, levels and targets, made in bulk, for snapshots and team reports."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import count

from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update

from assessments.domain.snapshots import close_campaign
from assessments.enums import CampaignState, CheckInState, Evidence, Purpose, RatingAnswer
from assessments.models import (
    Campaign,
    CampaignText,
    CheckIn,
    CurrentLevel,
    Rating,
    RoleAssignment,
    RoleProfile,
    Target,
)
from cms.accounts.enums import Role
from cms.accounts.models import Membership, Organisation, Team, User
from tests.factories.people import START, make_organisation, make_team, root_of
from tests.made_once import made_once
from training.models import (
    Area,
    AreaText,
    Competence,
    CompetenceText,
    CompetenceVersion,
    Framework,
    LevelText,
)

NOW = datetime(2026, 3, 31, 18, tzinfo=timezone.get_fixed_timezone(60))
OPENS = NOW - timedelta(days=28)
LEVELS = ("Not yet", "Aware", "With support", "Independent", "Skilled", "Leading")
NIVEAUS = ("Nog niet", "Bewust", "Met steun", "Zelfstandig", "Vaardig", "Toonaangevend")
NA = "not applicable"
LOOPBAANHUIS = {
    "Vlaanderen": 3,
    "Antwerpen": 9,
    "Gent": 7,
    "Kortrijk": 4,
    "Nederland": 0,
    "Utrecht": 8,
    "Zwolle": 6,
}
_numbers = count(1)


def make_framework(*codes: str) -> dict[str, Competence]:
    """Return competences by code, with words in both languages and the names of the levels."""
    return made_once(("framework", codes), lambda: _store_framework(codes))


@disable_reference_index_auto_update()
def _store_framework(codes: tuple[str, ...]) -> dict[str, Competence]:
    framework = Framework.objects.create(identifier=uuid.uuid4(), title="LMI", creator="Tests")
    LevelText.objects.bulk_create(
        LevelText(framework=framework, level=level, language=language, label=label, sentence=label)
        for language, names in (("en", LEVELS), ("nl", NIVEAUS))
        for level, label in enumerate(names)
    )
    competences = {}
    for order, code in enumerate(codes):
        area, created = Area.objects.get_or_create(
            code=code[0],
            defaults={"framework": framework, "identifier": uuid.uuid4(), "order": order},
        )
        if created:
            for language in ("en", "nl"):
                AreaText.objects.create(area=area, language=language, name=f"Area {code[0]}")
        competences[code] = Competence.objects.create(
            area=area, identifier=uuid.uuid4(), code=code, order=order
        )
        version = CompetenceVersion.objects.create(competence=competences[code])
        for language in ("en", "nl"):
            CompetenceText.objects.create(
                version=version, language=language, name=f"Name {code} {language}", definition="-"
            )
    return competences


def make_loopbaanhuis() -> tuple[Organisation, dict[str, Team]]:
    """Return the organisation of the demo with its teams by name, without people."""
    organisation = make_organisation("Loopbaanhuis")
    teams = {"Loopbaanhuis": root_of(organisation)}
    for name in ("Vlaanderen", "Nederland"):
        teams[name] = make_team(organisation, name)
    for above, names in {
        "Vlaanderen": ("Antwerpen", "Gent", "Kortrijk"),
        "Nederland": ("Utrecht", "Zwolle"),
    }.items():
        for name in names:
            teams[name] = make_team(teams[above], name)
    return organisation, teams


def make_profile(organisation: Organisation, targets: Mapping[Competence, int]) -> RoleProfile:
    profile = RoleProfile.objects.create(organisation=organisation, code=f"role{next(_numbers)}")
    Target.objects.bulk_create(
        Target(profile=profile, competence=competence, level=level)
        for competence, level in targets.items()
    )
    return profile


def make_advisers(team: Team, number: int, profile: RoleProfile | None = None) -> list[User]:
    """Return new advisers of a team; three queries, whatever the number."""
    users = User.objects.bulk_create(
        User(email=f"adviser{next(_numbers)}@test.example", password="!") for _ in range(number)
    )
    memberships = Membership.objects.bulk_create(
        Membership(
            user=user,
            organisation_id=team.organisation_id,
            team=team,
            role=Role.ADVISER,
            start=START,
        )
        for user in users
    )
    if profile is not None:
        RoleAssignment.objects.bulk_create(
            RoleAssignment(membership=membership, profile=profile) for membership in memberships
        )
    return users


def make_round(
    team: Team,
    competences: Mapping[str, Competence],
    *,
    purpose: Purpose = Purpose.TEAM_PLANNING,
    opens_at: datetime = OPENS,
    closes_at: datetime = NOW,
    state: CampaignState = CampaignState.ACTIVE,
    name: str = "Spring",
) -> Campaign:
    campaign = Campaign.objects.create(
        organisation_id=team.organisation_id,
        team=team,
        purpose=purpose,
        opens_at=opens_at,
        closes_at=closes_at,
        state=state,
        works_council_noted=True,
    )
    campaign.competences.set(competences.values())
    for language in ("en", "nl"):
        CampaignText.objects.create(campaign=campaign, language=language, name=f"{name} {language}")
    return campaign


def check_in(
    campaign: Campaign,
    answers: Mapping[User, Mapping[Competence, int | str]],
    *,
    state: CheckInState = CheckInState.SUBMITTED,
    at: datetime = NOW - timedelta(days=1),
) -> None:
    """Record check-ins: per person a level or NA per competence, what is left out is skipped."""
    made = CheckIn.objects.bulk_create(
        CheckIn(campaign=campaign, user=user, state=state, started_at=at, submitted_at=at)
        for user in answers
    )
    check_ins = dict(zip(answers, made, strict=True))
    versions = dict(CompetenceVersion.objects.values_list("competence_id", "pk"))
    Rating.objects.bulk_create(
        Rating(
            user=user,
            check_in=check_ins[user],
            version_id=versions[competence.pk],
            competence=competence,
            answer=RatingAnswer.NOT_APPLICABLE if level == NA else RatingAnswer.LEVEL,
            level=None if level == NA else level,
            given_at=at,
        )
        for user, row in answers.items()
        for competence, level in row.items()
    )


def give_tested(
    levels: Mapping[User, Mapping[Competence, int | None]], *, at: datetime = NOW
) -> None:
    CurrentLevel.objects.bulk_create(
        CurrentLevel(
            user=user, competence=competence, evidence=Evidence.TESTED, level=level, given_at=at
        )
        for user, row in levels.items()
        for competence, level in row.items()
    )


def close_a_round(competences: Mapping[str, Competence]) -> dict[str, Team]:
    """Return the teams of Loopbaanhuis after a round: everybody at 3 of 3 in A1, 1 of 4 in B1."""
    known = tuple((code, competence.pk) for code, competence in competences.items())
    return made_once(("round", known), lambda: _close_a_round(competences))


def _close_a_round(competences: Mapping[str, Competence]) -> dict[str, Team]:
    organisation, teams = make_loopbaanhuis()
    a1, b1 = competences["A1"], competences["B1"]
    profile = make_profile(organisation, {a1: 3, b1: 4})
    campaign = make_round(teams["Loopbaanhuis"], competences)
    for name, number in LOOPBAANHUIS.items():
        people = make_advisers(teams[name], number, profile)
        check_in(campaign, {who: {a1: 3, b1: 1} for who in people})
    close_campaign(campaign=campaign, now=NOW)
    return teams
