"""Who may open a team, as page and as file; what it shows is in test_team_views_page.py."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.urls import reverse
from django.utils.translation import override

from assessments.domain.snapshots import close_campaign
from assessments.models import Snapshot
from cms.accounts.enums import Role
from cms.accounts.models import Team
from tests.factories.people import (
    make_manager,
    make_organisation,
    make_organisation_manager,
    make_role,
    make_user,
    root_of,
)
from tests.factories.reports import (
    NOW,
    check_in,
    close_a_round,
    make_advisers,
    make_framework,
    make_round,
)

pytestmark = pytest.mark.django_db
FILES = ("team_pdf", "team_xlsx", "team_csv")
EVERYTHING = ("team", *FILES)


@pytest.fixture
def competences():
    return make_framework("A1", "B1")


@pytest.fixture
def teams(competences):
    return close_a_round(competences)


@pytest.fixture
def manager(teams):
    return make_manager(teams["Gent"])


@pytest.fixture
def elsewhere(competences):
    """The root team of another organisation, with a snapshot of its own."""
    root = root_of(make_organisation("Werkpunt"))
    campaign = make_round(root, competences)
    check_in(
        campaign, {who: dict.fromkeys(competences.values(), 5) for who in make_advisers(root, 6)}
    )
    close_campaign(campaign=campaign, now=NOW)
    return root


def address(name: str, team: Team, language: str = "en") -> str:
    with override(language):
        return reverse(name, args=[team.pk])


def teams_page(language: str = "en") -> str:
    with override(language):
        return reverse("teams")


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


# Who


@pytest.mark.parametrize("name", EVERYTHING)
def test_manager_opens_the_own_team(client, manager, teams, name):
    client.force_login(manager)
    assert client.get(address(name, teams["Gent"])).status_code == 200


@pytest.mark.parametrize("name", EVERYTHING)
@pytest.mark.parametrize("other", ["Antwerpen", "Vlaanderen", "Loopbaanhuis", "Kortrijk"])
def test_manager_of_gent_finds_no_other_team(client, manager, teams, name, other):
    client.force_login(manager)
    assert client.get(address(name, teams[other])).status_code == 404


@pytest.mark.parametrize("name", EVERYTHING)
@pytest.mark.parametrize(
    "role", [Role.ADVISER, Role.ORGANISATION_ADMINISTRATOR, Role.EDITOR, "superuser"]
)
def test_nobody_but_a_manager_finds_a_report(client, teams, name, role):
    user = make_user(is_staff=True, is_superuser=role == "superuser")
    if role != "superuser":
        team = teams["Gent"] if role == Role.ADVISER else None
        make_role(user, role, organisation=teams["Gent"].organisation, team=team)
    client.force_login(user)
    assert client.get(address(name, teams["Gent"])).status_code == 404
    assert client.get(teams_page()).status_code == 404


@pytest.mark.parametrize("name", EVERYTHING)
def test_organisation_manager_opens_every_team_of_the_own_organisation_only(
    client, teams, elsewhere, name
):
    client.force_login(make_organisation_manager(teams["Gent"].organisation))
    statuses = {team.name: client.get(address(name, team)).status_code for team in teams.values()}
    assert statuses == dict.fromkeys(statuses, 200)
    assert client.get(address(name, elsewhere)).status_code == 404


@pytest.mark.parametrize("name", EVERYTHING)
def test_manager_whose_role_has_ended_finds_nothing(client, manager, teams, name):
    manager.memberships.update(until=NOW.date())
    client.force_login(manager)
    assert client.get(address(name, teams["Gent"])).status_code == 404


@pytest.mark.parametrize("name", EVERYTHING)
def test_whoever_is_not_signed_in_is_asked_to(client, teams, name):
    response = client.get(address(name, teams["Gent"]))
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/?next=")


def test_list_of_teams_asks_for_sign_in(client):
    assert client.get(teams_page()).status_code == 302


@pytest.mark.parametrize("name", EVERYTHING)
def test_reports_are_read_only(client, manager, teams, name):
    client.force_login(manager)
    assert client.post(address(name, teams["Gent"])).status_code == 405


# Which snapshot


@pytest.mark.parametrize("name", EVERYTHING)
@pytest.mark.parametrize("asked", ["foreign", "999999", "x", "-1", "9" * 30, "\uff11"])
def test_a_snapshot_of_elsewhere_or_none_is_not_found(
    client, manager, teams, elsewhere, name, asked
):
    client.force_login(manager)
    if asked == "foreign":
        asked = Snapshot.objects.get(organisation=elsewhere.organisation).pk
    response = client.get(address(name, teams["Gent"]), {"snapshot": asked})
    assert response.status_code == 404


def test_an_earlier_snapshot_gives_page_and_files_of_that_day(client, manager, teams, competences):
    first = Snapshot.objects.get()
    moment = NOW + timedelta(days=90)
    campaign = make_round(
        teams["Loopbaanhuis"], competences, opens_at=NOW, closes_at=moment, name="Summer"
    )
    close_campaign(campaign=campaign, now=moment)
    client.force_login(manager)
    page = text_of(client.get(address("team", teams["Gent"]), {"snapshot": first.pk}))
    assert "Spring en" in page
    assert "One of the two competences lies below target; the largest gap is B1." in page
    assert f"report.pdf?snapshot={first.pk}" in page
    newest = text_of(client.get(address("team", teams["Gent"])))
    assert "No self-rating of this team can be shown." in newest
    response = client.get(address("team_csv", teams["Gent"]), {"snapshot": first.pk})
    assert {row["snapshot"] for row in csv.DictReader(StringIO(response.getvalue().decode()))} == {
        str(first.pk)
    }


@pytest.mark.parametrize("name", FILES)
def test_without_a_snapshot_there_is_no_file(client, competences, name):
    root = root_of(make_organisation("New"))
    client.force_login(make_manager(root))
    assert client.get(address(name, root)).status_code == 404
    page = text_of(client.get(address("team", root)))
    assert "There are no figures of this team yet." in page
    assert "report.pdf" not in page
