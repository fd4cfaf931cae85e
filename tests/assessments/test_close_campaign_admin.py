"""Rounds in the administration: whose, what may change, opening and closing by hand."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.domain.campaign_editing import ensure_groups
from assessments.enums import CampaignState, Purpose
from assessments.models import Campaign, Snapshot
from cms.accounts.enums import Role
from cms.accounts.models import User
from tests.factories.people import (
    make_manager,
    make_organisation,
    make_role,
    make_team,
    make_user,
    root_of,
)
from tests.factories.reports import check_in, make_advisers, make_framework, make_round

DAY = timedelta(days=1)
STEPS = ("open", "end", "close", "reopen")
pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def competences():
    return make_framework("A1", "B1")


@pytest.fixture
def root():
    return root_of(make_organisation("Centre"))


@pytest.fixture
def campaign(root, competences):
    now = timezone.now()
    campaign = make_round(root, competences, opens_at=now - DAY, closes_at=now + DAY)
    check_in(campaign, {who: {competences["B1"]: 3} for who in make_advisers(root, 6)})
    return campaign


@pytest.fixture
def elsewhere(competences):
    now = timezone.now()
    team = root_of(make_organisation("Werkpunt"))
    make_advisers(team, 5)
    return make_round(team, competences, opens_at=now - DAY, closes_at=now + DAY, name="Other")


@pytest.fixture
def administrator(root) -> User:
    user = make_user(first_name="Piet", language="en")
    make_role(user, Role.ORGANISATION_ADMINISTRATOR, organisation=root.organisation)
    user.groups.add(ensure_groups())
    return user


def address(name: str, campaign: Campaign | None = None) -> str:
    return reverse(f"rounds:{name}", args=[campaign.pk] if campaign else [])


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def form_values(campaign: Campaign, **changes) -> dict:
    moment = "%Y-%m-%d %H:%M"
    return {
        "name_nl": "Lente",
        "name_en": "Spring",
        "team": campaign.team_id,
        "purpose": campaign.purpose,
        "kind": campaign.kind,
        "includes_below": "on",
        "hides_until_rated": "on",
        "reminds": "on",
        "remind_days": 7,
        "works_council_noted": "on",
        "competences": list(campaign.competences.values_list("pk", flat=True)),
        "opens_at": timezone.localtime(campaign.opens_at).strftime(moment),
        "closes_at": timezone.localtime(campaign.closes_at).strftime(moment),
    } | changes


def test_group_is_made_once_and_opens_rounds_alone():
    group = ensure_groups()
    assert ensure_groups() == group
    assert set(group.permissions.values_list("codename", flat=True)) == {
        "access_admin",
        "add_campaign",
        "change_campaign",
        "view_campaign",
    }


def test_list_shows_the_rounds_of_the_own_organisation(client, administrator, campaign, elsewhere):
    client.force_login(administrator)
    page = text_of(client.get(address("index")))
    assert "Spring en" in page
    assert "Other en" not in page
    assert "Werkpunt" not in page


def test_superuser_sees_the_rounds_of_all(client, campaign, elsewhere):
    client.force_login(make_user(is_staff=True, is_superuser=True, language="en"))
    page = text_of(client.get(address("index")))
    assert "Centre" in page
    assert "Werkpunt" in page


@pytest.mark.parametrize("name", ["edit", *STEPS])
@pytest.mark.parametrize("method", ["get", "post"])
def test_rounds_of_another_organisation_are_not_found(
    client, administrator, elsewhere, name, method
):
    client.force_login(administrator)
    response = getattr(client, method)(address(name, elsewhere), follow=True)
    assert response.status_code == 404
    assert Campaign.objects.get(pk=elsewhere.pk).state == CampaignState.ACTIVE


@pytest.mark.parametrize("name", ["edit", *STEPS])
def test_manager_and_adviser_do_not_reach_the_administration(client, campaign, name):
    for user in (make_manager(campaign.team), make_advisers(campaign.team, 1)[0]):
        client.force_login(user)
        assert client.post(address(name, campaign)).status_code == 302
    assert not Snapshot.objects.exists()


def test_the_group_without_the_role_finds_no_round(client, campaign):
    user = make_user()
    user.groups.add(ensure_groups())
    client.force_login(user)
    assert "Spring" not in text_of(client.get(address("index")))
    assert client.post(address("close", campaign), follow=True).status_code == 404
    assert not Snapshot.objects.exists()


def test_closing_is_asked_about_and_then_said(client, administrator, campaign):
    client.force_login(administrator)
    page = text_of(client.get(address("close", campaign)))
    assert "This cannot be undone." in page
    assert not Snapshot.objects.exists()
    response = client.post(address("close", campaign), follow=True)
    assert "is closed. Its group figures are made" in text_of(response)
    assert Snapshot.objects.get().campaign == campaign
    again = client.post(address("close", campaign), follow=True)
    assert again.status_code == 200
    assert Snapshot.objects.count() == 1


def test_a_round_that_has_not_begun_says_so_and_stays_open(client, administrator, campaign):
    Campaign.objects.update(opens_at=timezone.now() + DAY / 2)
    client.force_login(administrator)
    assert "This round has not begun yet." in text_of(client.post(address("close", campaign)))
    assert not Snapshot.objects.exists()


def test_a_closed_round_is_not_edited(client, administrator, campaign):
    client.force_login(administrator)
    client.post(address("close", campaign))
    assert client.get(address("edit", campaign), follow=True).status_code == 404
    assert address("edit", campaign) not in text_of(client.get(address("index")))


def test_a_round_is_made_in_draft_and_opened(client, administrator, campaign):
    client.force_login(administrator)
    values = form_values(campaign, name_en="Autumn", name_nl="Herfst")
    response = client.post(address("add"), values)
    assert response.status_code == 302
    made = Campaign.objects.exclude(pk=campaign.pk).get()
    assert (made.state, made.organisation) == (CampaignState.DRAFT, campaign.organisation)
    assert dict(made.texts.values_list("language", "name")) == {"nl": "Herfst", "en": "Autumn"}
    assert made.competences.count() == 2
    client.post(address("open", made))
    made.refresh_from_db()
    assert made.state == CampaignState.ACTIVE


def test_a_round_that_is_not_ready_says_what_it_lacks(client, administrator, root, competences):
    now = timezone.now()
    draft = make_round(
        root, competences, opens_at=now, closes_at=now + DAY, state=CampaignState.DRAFT
    )
    client.force_login(administrator)
    page = text_of(client.post(address("open", draft)))
    assert "Nobody is asked: no adviser is in the teams and roles chosen." in page
    assert Campaign.objects.get().state == CampaignState.DRAFT


def test_a_round_cannot_close_before_it_opens(client, administrator, campaign):
    client.force_login(administrator)
    values = form_values(campaign, closes_at="2020-01-01 10:00")
    page = text_of(client.post(address("edit", campaign), values))
    assert "The round closes before it opens." in page


def test_after_the_first_answer_only_names_and_closing_date_change(
    client, administrator, campaign, root
):
    other = make_team(root)
    client.force_login(administrator)
    until = timezone.localtime(campaign.closes_at + 7 * DAY).replace(second=0, microsecond=0)
    values = form_values(
        campaign,
        name_en="Longer",
        team=other.pk,
        purpose=Purpose.GROWTH,
        closes_at=until.strftime("%Y-%m-%d %H:%M"),
    )
    assert client.post(address("edit", campaign), values).status_code == 302
    stored = Campaign.objects.get()
    assert (stored.team, stored.purpose) == (campaign.team, Purpose.TEAM_PLANNING)
    assert stored.opens_at == campaign.opens_at
    assert stored.closes_at == until
    assert stored.texts.get(language="en").name == "Longer"


def test_teams_of_another_organisation_are_not_offered(client, administrator, campaign, elsewhere):
    client.force_login(administrator)
    page = text_of(client.get(address("add")))
    assert "Centre" in page
    assert "Werkpunt" not in page
    response = client.post(address("add"), form_values(campaign, team=elsewhere.team_id))
    assert response.status_code == 200
    assert Campaign.objects.count() == 2


def test_list_takes_the_same_queries_for_one_and_three_rounds(
    client, administrator, root, competences
):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address("index"))
        return len(captured)

    client.force_login(administrator)
    make_round(root, competences)
    queries()
    one = queries()
    for _number in range(2):
        make_round(root, competences)
    assert queries() == one
