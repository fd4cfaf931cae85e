"""Who is asked: the rule read from the round, from the person and as yes or no says the same."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessments.domain.audience import audience, campaigns_asking, is_asked
from assessments.domain.role_profiles import assign_role_profile
from assessments.enums import CampaignState
from assessments.models import Campaign, RoleProfile
from cms.accounts.enums import Role
from cms.accounts.models import User
from tests.factories import people
from tests.factories.campaigns import make_campaign
from tests.random_cases import drawn

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Brussels"))
TODAY = NOW.date()


def users_of(memberships) -> set:
    return {membership.user for membership in memberships.select_related("user")}


@pytest.fixture
def below(team):
    return people.make_team(team, "Gent-Noord")


def test_a_round_without_those_below_asks_the_team_alone(team, below, framework):
    here = people.make_adviser(team)
    people.make_adviser(below)
    campaign = make_campaign(team, ["A1"], now=NOW, includes_below=False)
    assert users_of(audience(campaign, TODAY)) == {here}


def test_role_profiles_narrow_the_teams(team, below, profiles):
    new = people.make_adviser(below, profiles["new"])
    people.make_adviser(team, profiles["experienced"])
    people.make_adviser(team)
    campaign = make_campaign(team, ["A1"], now=NOW, profiles=[profiles["new"]])
    assert users_of(audience(campaign, TODAY)) == {new}


def test_people_are_asked_besides_wherever_they_work(organisation, team, profiles):
    beside = people.make_adviser(people.make_team(organisation, "Antwerpen"))
    new = people.make_adviser(team, profiles["new"])
    campaign = make_campaign(
        team, ["A1"], now=NOW, profiles=[profiles["new"]], people=[beside, new]
    )
    assert users_of(audience(campaign, TODAY)) == {new, beside}
    assert audience(campaign, TODAY).count() == 2


def test_named_people_who_do_not_advise_here_are_not_asked(team, stranger, manager, framework):
    here = people.make_adviser(team)
    campaign = make_campaign(team, ["A1"], now=NOW, people=[stranger, manager])
    assert users_of(audience(campaign, TODAY)) == {here}
    assert not is_asked(campaign, stranger, NOW)
    assert list(campaigns_asking(stranger, NOW)) == []


def test_later_joiners_enter_by_rule(team, profiles):
    people.make_adviser(team, profiles["new"])
    campaign = make_campaign(team, ["A1"], now=NOW, profiles=[profiles["new"]])
    joiner = people.make_user()
    membership = people.make_role(joiner, Role.ADVISER, team=team, start=TODAY + timedelta(days=3))
    assign_role_profile(membership=membership, profile=profiles["new"])
    assert not is_asked(campaign, joiner, NOW)
    assert is_asked(campaign, joiner, NOW + timedelta(days=3))


@pytest.mark.parametrize("rounds", [1, 3])
def test_campaigns_asking_is_two_queries(adviser, team, rounds, django_assert_num_queries):
    for _number in range(rounds):
        make_campaign(team, ["A1"], now=NOW)
    with django_assert_num_queries(2):
        assert len(campaigns_asking(adviser, NOW)) == rounds


class AudienceAgrees(TestCase):
    """Random teams, roles, people and rounds: three readings, compared with one by hand."""

    @settings(max_examples=drawn(25), deadline=None)
    @given(data=st.data())
    def test_three_readings_agree(self, data):
        teams, profiles = _two_organisations()
        users = [_somebody(data, teams, profiles) for _number in range(5)]
        campaigns = [_some_round(data, teams, profiles, users) for _number in range(3)]
        asking = {user: set(campaigns_asking(user, NOW)) for user in users}
        for campaign in campaigns:
            asked = users_of(audience(campaign, TODAY))
            assert asked == {user for user in users if _by_hand(campaign, user)}
            assert asked == {user for user in users if is_asked(campaign, user, NOW)}
            active = campaign.state != CampaignState.DRAFT
            assert {user for user in users if campaign in asking[user]} == (
                asked if active else set()
            )


def _two_organisations() -> tuple[list, dict]:
    teams, profiles = [], {}
    for _number in range(2):
        organisation = people.make_organisation()
        root = people.root_of(organisation)
        middle = people.make_team(root)
        teams += [root, middle, people.make_team(middle), people.make_team(root)]
        profiles[organisation.pk] = [
            RoleProfile.objects.create(organisation=organisation, code=code) for code in "ab"
        ]
    return teams, profiles


def _somebody(data, teams, profiles) -> User:
    user = people.make_user()
    team = data.draw(st.sampled_from(teams))
    gone = data.draw(st.booleans())
    role = data.draw(st.sampled_from([Role.ADVISER, Role.ADVISER, Role.TEAM_MANAGER]))
    membership = people.make_role(
        user, role, team=team, until=TODAY - timedelta(days=1) if gone else None
    )
    profile = data.draw(st.sampled_from([None, *profiles[team.organisation_id]]))
    if profile is not None:
        assign_role_profile(membership=membership, profile=profile)
    return user


def _some_round(data, teams, profiles, users) -> Campaign:
    team = data.draw(st.sampled_from(teams))
    campaign = make_campaign(
        team,
        [],
        now=NOW,
        activated=False,
        includes_below=data.draw(st.booleans()),
        profiles=data.draw(st.lists(st.sampled_from(profiles[team.organisation_id]))),
        people=data.draw(st.lists(st.sampled_from(users))),
    )
    campaign.state = data.draw(st.sampled_from(CampaignState.values))
    campaign.save()
    return campaign


def _by_hand(campaign: Campaign, user: User) -> bool:
    """Say the rule once more in plain Python."""
    for membership in user.memberships.all():
        if (
            membership.role != Role.ADVISER
            or membership.until is not None
            or membership.organisation_id != campaign.organisation_id
        ):
            continue
        below = campaign.includes_below and membership.team.path.startswith(campaign.team.path)
        profiles = set(campaign.profiles.values_list("pk", flat=True))
        own = getattr(getattr(membership, "role_assignment", None), "profile_id", None)
        in_role = not profiles or own in profiles
        if (below or membership.team_id == campaign.team_id) and in_role:
            return True
        if campaign.people.filter(pk=user.pk).exists():
            return True
    return False
