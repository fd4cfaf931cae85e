"""Rounds in the administration: checklist, all fields, opening again, several at once."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.domain.snapshots import close_campaign, end_campaign
from assessments.enums import CampaignState, CheckInState
from assessments.models import Campaign, CheckIn, Snapshot
from cms.accounts.enums import Role
from cms.accounts.models import User
from tests.assessments.rounds_admin.desk import DAY, address, round_of, text_of
from tests.factories.people import (
    make_team,
    make_user,
)
from tests.factories.reports import (
    check_in,
    make_advisers,
)

pytestmark = pytest.mark.django_db


def words_in_table(response) -> list[list[str]]:
    rows = BeautifulSoup(response.content, "html.parser").select("table.listing tbody tr")
    return [[" ".join(cell.text.split()) for cell in row(["th", "td"])] for row in rows]


def test_checklist_shows_each_line_as_met(client, root, competences, advisers):
    draft = round_of(root, competences, state=CampaignState.DRAFT)
    response = client.get(address("open", draft.pk))
    assert words_in_table(response) == [
        ["Competences", "Yes", "2 competences"],
        ["Who is asked", "Yes", "6 people are asked."],
        ["Dates", "Yes", "It closes after it opens, and later than now."],
        ["Both languages", "Yes", "The name is there in both languages."],
        ["Purpose", "Yes", "Team planning"],
        ["Works council", "Yes", "The works council has been told, or need not be."],
    ]
    assert "Yes, let people answer" in text_of(response)


def test_checklist_shows_what_is_missing_and_refuses(client, root):
    now = timezone.now()
    draft = round_of(
        root, {}, state=CampaignState.DRAFT, opens_at=now - 2 * DAY, closes_at=now - DAY
    )
    draft.texts.filter(language="nl").delete()
    Campaign.objects.update(works_council_noted=False)
    response = client.get(address("open", draft.pk))
    rows = [row[1:] for row in words_in_table(response)]
    assert rows == [
        ["Not yet", "No competence is asked about."],
        ["Not yet", "Nobody is asked: no adviser is in the teams and roles chosen."],
        ["Not yet", "The closing date has passed."],
        ["Not yet", "The name in Dutch is missing."],
        ["Yes", "Team planning"],
        ["Not yet", "Nobody has ticked that the works council has been told, or need not be."],
    ]
    assert "Yes, let people answer" not in text_of(response)
    client.post(address("open", draft.pk))
    assert Campaign.objects.get().state == CampaignState.DRAFT


def test_few_people_are_not_counted_out_loud(client, root, competences):
    make_advisers(root, 4)
    draft = round_of(root, competences, state=CampaignState.DRAFT)
    rows = words_in_table(client.get(address("open", draft.pk)))
    assert rows[1] == [
        "Who is asked",
        "Yes",
        "Fewer than 5 people are asked: no figures will show.",
    ]


def test_a_round_that_ended_is_opened_again_until_it_is_counted(client, campaign, competences):
    people = User.objects.filter(memberships__team=campaign.team, memberships__role=Role.ADVISER)
    check_in(campaign, {people.first(): {competences["A1"]: 3}})
    client.post(address("end", campaign.pk))
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.CLOSED
    assert not Snapshot.objects.exists()
    page = text_of(client.get(address("index")))
    assert "Closed, no group figures yet" in page
    until = (timezone.localtime() + 3 * DAY).strftime("%Y-%m-%d %H:%M")
    response = client.post(address("reopen", campaign.pk), {"closes_at": until}, follow=True)
    assert "takes answers again" in text_of(response)
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.ACTIVE
    assert CheckIn.objects.get().state == CheckInState.IN_PROGRESS


@pytest.mark.parametrize("moment", ["", "soon", "2020-01-01 10:00"])
def test_opening_again_asks_for_a_moment_to_come(client, campaign, moment):
    end_campaign(campaign=campaign, now=timezone.now())
    response = client.post(address("reopen", campaign.pk), {"closes_at": moment})
    assert response.status_code == 200
    assert Campaign.objects.get().state == CampaignState.CLOSED


def test_a_counted_round_is_not_opened_again(client, campaign):
    close_campaign(campaign=campaign, now=timezone.now())
    until = (timezone.localtime() + 3 * DAY).strftime("%Y-%m-%d %H:%M")
    response = client.post(address("reopen", campaign.pk), {"closes_at": until})
    assert "The group figures are made; this round stays closed." in text_of(response)
    assert Campaign.objects.get().state == CampaignState.CLOSED


def test_status_shows_counts_of_large_groups_alone(client, campaign, competences, root):
    small = make_team(root, "Gent")
    large = make_team(root, "Antwerpen")
    check_in(
        campaign,
        {who: {competences["A1"]: 3} for who in make_advisers(small, 4)}
        | {who: {competences["A1"]: 3} for who in make_advisers(large, 7)[:6]},
        at=timezone.now() - 2 * DAY,
    )
    response = client.get(address("status", campaign.pk))
    assert words_in_table(response) == [
        ["Centre", "17", "10"],
        ["Gent", "not shown", "not shown"],
        ["Antwerpen", "7", "not shown"],  # 4 who submitted elsewhere could be worked out
    ]


def test_status_shows_no_counts_without_the_role(client, campaign):
    client.force_login(make_user(is_staff=True, is_superuser=True, language="en"))
    page = text_of(client.get(address("status", campaign.pk)))
    assert "Active" in page
    assert "Participation" not in page


def test_status_of_another_organisation_is_not_found(client, elsewhere):
    assert client.get(address("status", elsewhere.pk), follow=True).status_code == 404


def test_list_takes_the_same_queries_for_one_and_three_rounds(client, root, competences):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address("index"))
        return len(captured)

    end_campaign(campaign=round_of(root, competences), now=timezone.now())
    queries()
    one = queries()
    for _number in range(2):
        end_campaign(campaign=round_of(root, competences), now=timezone.now())
    assert queries() == one
