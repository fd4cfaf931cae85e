"""Check-in rounds: who is asked, when a round is ready, and what its sentence promises."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from assessments.domain.audience import audience, open_campaigns_for
from assessments.domain.campaign_checklist import CampaignNotReady
from assessments.domain.campaigns import (
    PurposeFixed,
    activate_campaign,
    change_purpose,
    create_campaign,
    purpose_sentence,
)
from assessments.enums import CampaignState, Purpose
from assessments.models import Campaign
from cms.accounts.enums import Role
from cms.accounts.models import Membership
from tests.factories import people
from tests.factories.campaigns import end_campaign, make_campaign, make_check_in

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Brussels"))


def users_of(memberships) -> set:
    return {membership.user for membership in memberships}


def test_audience_is_the_advisers_at_and_below_the_team(team, framework, organisation):
    below = people.make_team(team, "Gent-Noord")
    beside = people.make_team(organisation, "Antwerpen")
    here, deeper = people.make_adviser(team), people.make_adviser(below)
    people.make_adviser(beside)
    people.make_adviser(people.root_of(organisation))
    people.make_manager(team)

    campaign = make_campaign(team, ["A1"], now=NOW)

    assert users_of(audience(campaign, NOW.date())) == {here, deeper}


def test_audience_is_of_the_day(team, framework):
    gone, coming, still = (people.make_user() for _ in range(3))
    people.make_role(gone, Role.ADVISER, team=team, until=date(2026, 11, 22))
    people.make_role(coming, Role.ADVISER, team=team, start=date(2026, 11, 24))
    people.make_role(still, Role.ADVISER, team=team, until=date(2026, 11, 23))
    campaign = make_campaign(team, ["A1"], now=NOW)

    assert users_of(audience(campaign, date(2026, 11, 22))) == {gone, still}
    assert users_of(audience(campaign, date(2026, 11, 23))) == {still}
    assert users_of(audience(campaign, date(2026, 11, 24))) == {coming}


def test_audience_leaves_other_organisations_out(adviser, team, stranger):
    campaign = make_campaign(people.root_of(team.organisation), ["A1"], now=NOW)
    theirs = Membership.objects.get(user=stranger)
    Membership.objects.filter(pk=theirs.pk).update(team=team)  # broken data must not leak

    assert users_of(audience(campaign, NOW.date())) == {adviser}
    assert list(open_campaigns_for(stranger, NOW)) == []


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (NOW - timedelta(days=1, seconds=1), False),
        (NOW - timedelta(days=1), True),
        (NOW + timedelta(days=30, seconds=-1), True),
        (NOW + timedelta(days=30), False),
    ],
)
def test_open_from_the_opening_until_before_the_closing(adviser, team, moment, is_open):
    campaign = make_campaign(team, ["A1"], now=NOW)

    assert list(open_campaigns_for(adviser, moment)) == ([campaign] if is_open else [])


def test_drafts_and_closed_rounds_are_not_open(adviser, team):
    make_campaign(team, ["A1"], now=NOW, activated=False)
    closed = make_campaign(team, ["A1"], now=NOW)
    closed.state = CampaignState.CLOSED
    closed.save()

    assert list(open_campaigns_for(adviser, NOW)) == []


def test_open_rounds_come_in_the_order_in_which_they_close(adviser, team):
    later = make_campaign(team, ["A1"], now=NOW, days=40)
    sooner = make_campaign(people.root_of(team.organisation), ["A1"], now=NOW, days=10)

    assert list(open_campaigns_for(adviser, NOW)) == [sooner, later]


def test_a_round_that_lacks_everything_gives_every_reason(team, framework):
    campaign = make_campaign(team, [], now=NOW, activated=False, names={"nl": "Najaar"})

    with override("en"), pytest.raises(CampaignNotReady) as refused:
        activate_campaign(campaign=campaign, now=NOW + timedelta(days=31))

    assert refused.value.reasons == [
        "No competence is asked about.",
        "Nobody is asked: no adviser is in the teams and roles chosen.",
        "The closing date has passed.",
        "The name in English is missing.",
    ]
    assert Campaign.objects.get().state == CampaignState.DRAFT


def test_a_round_may_wait_for_people_who_come_before_it_opens(team, framework):
    people.make_role(
        people.make_user(), Role.ADVISER, team=team, start=NOW.date() - timedelta(days=1)
    )
    campaign = make_campaign(team, ["A1"], now=NOW, activated=False)

    activate_campaign(campaign=campaign, now=NOW - timedelta(days=60))

    assert Campaign.objects.get().state == CampaignState.ACTIVE


def test_activating_twice_changes_nothing(adviser, team):
    campaign = make_campaign(team, ["A1"], now=NOW)

    activate_campaign(campaign=campaign, now=NOW + timedelta(days=400))

    assert Campaign.objects.get().state == CampaignState.ACTIVE


def test_a_closed_round_is_not_activated_again(adviser, team):
    campaign = end_campaign(make_campaign(team, ["A1"], now=NOW), at=NOW)

    with override("en"), pytest.raises(CampaignNotReady, match="This round is closed"):
        activate_campaign(campaign=campaign, now=NOW - timedelta(hours=1))


def test_wrong_dates_and_a_foreign_team_are_refused_at_once(team, framework):
    elsewhere = people.make_organisation("Werkpunt")

    with override("en"), pytest.raises(CampaignNotReady) as refused:
        create_campaign(
            organisation=elsewhere,
            team=team,
            purpose=Purpose.GROWTH,
            names={"nl": "a", "en": "b"},
            competences=[],
            opens_at=NOW,
            closes_at=NOW,
        )

    assert refused.value.reasons == [
        "The round closes before it opens.",
        "The team belongs to another organisation.",
    ]
    assert not Campaign.objects.exists()


def test_purpose_may_change_until_the_first_answer(adviser, team):
    campaign = make_campaign(team, ["A1"], now=NOW)
    make_check_in(campaign, adviser, submitted=False, now=NOW)

    change_purpose(campaign=campaign, purpose=Purpose.GROWTH)
    assert Campaign.objects.get().purpose == Purpose.GROWTH

    make_check_in(campaign, adviser, {"A1": 0}, submitted=False, now=NOW)
    with pytest.raises(PurposeFixed):
        change_purpose(campaign=campaign, purpose=Purpose.TEAM_PLANNING)
    assert Campaign.objects.get().purpose == Purpose.GROWTH
    assert campaign.purpose == Purpose.GROWTH


def test_purpose_sentence_for_team_planning_names_teams_and_the_smallest_group(adviser, team):
    team.organisation.minimum_group_size = 7
    campaign = make_campaign(team, ["A1"], now=NOW)

    with override("en"):
        assert purpose_sentence(campaign) == (
            "Nobody but you sees your answers, unless you share them yourself. Management gets "
            "group figures per team, each from at least 7 people. Your reflection, your evidence "
            "lines and how often you do something never go to anybody."
        )


def test_purpose_sentence_for_growth_promises_no_team_figures(adviser, team):
    root = people.root_of(team.organisation)
    whole = make_campaign(root, ["A1"], now=NOW, purpose=Purpose.GROWTH)
    part = make_campaign(team, ["A1"], now=NOW, purpose=Purpose.GROWTH)

    with override("en"):
        assert (
            "Management gets group figures of the organisation as a whole only, each from at "
            "least 5 people."
        ) in purpose_sentence(whole)
        assert "Management gets no figures of this round." in purpose_sentence(part)
