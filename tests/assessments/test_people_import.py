"""Bringing in people: what a list would do is exactly what it does, or nothing is done at all."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.domain.people_import import (
    PeopleChanged,
    PersonEffect,
    PersonRow,
    import_people,
    plan_people,
)
from assessments.exchange.people_csv import MOST_ROWS, read_people
from assessments.models import RoleAssignment, RoleProfile
from cms.accounts.enums import Role
from cms.accounts.models import Membership, User
from tests.factories.people import (
    make_adviser,
    make_manager,
    make_organisation,
    make_role,
    make_team,
    make_user,
    root_of,
)
from training.domain.problems import ProblemsFound

pytestmark = pytest.mark.django_db
ADDRESS = "/en/people/import/"


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def organisation():
    return make_organisation("Loopbaanhuis")


@pytest.fixture
def gent(organisation):
    return make_team(make_team(root_of(organisation), "Vlaanderen"), "Gent")


@pytest.fixture
def profile(organisation):
    return RoleProfile.objects.create(organisation=organisation, code="new")


@pytest.fixture
def keeper(client, organisation):
    user = make_user()
    make_role(user, Role.ORGANISATION_ADMINISTRATOR, organisation=organisation)
    client.force_login(user)
    return user


def row(line=2, **changes) -> PersonRow:
    values = {"email": "an@peil.example", "first_name": "An", "last_name": "Peeters",
              "team": "Gent", **changes}  # fmt: skip
    return PersonRow(line=line, **values)


def plan_of(organisation, *rows):
    return plan_people(rows, organisation=organisation, today=timezone.localdate())


def bring_in(organisation, *rows, digest=""):
    digest = digest or plan_of(organisation, *rows).digest
    return import_people(rows, organisation=organisation, digest=digest, today=timezone.localdate())


def test_a_new_person_gets_an_account_a_team_and_a_role_profile(organisation, gent, profile):
    bring_in(organisation, row(role_profile="new", language="en"))
    user = User.objects.get(email="an@peil.example")
    assert (str(user), user.language, user.has_usable_password()) == ("An Peeters", "en", False)
    [work] = Membership.objects.filter(user=user)
    assert (work.team, work.role, work.until, work.role_assignment.profile) == (
        gent, Role.ADVISER, None, profile,
    )  # fmt: skip


def test_the_same_list_again_changes_nothing(organisation, gent, profile):
    rows = [row(role_profile="new"), row(3, email="bo@peil.example")]
    bring_in(organisation, *rows)
    plan = bring_in(organisation, *rows)
    assert [each.effect for each in plan.people] == [PersonEffect.UNCHANGED] * 2
    assert (User.objects.count(), Membership.objects.count()) == (2, 2)


def test_who_moves_leaves_the_old_team_and_keeps_the_role_profile(organisation, gent, profile):
    brugge = make_team(root_of(organisation), "Brugge")
    user = make_user("an@peil.example", first_name="Anna")
    before = timezone.localdate() - timedelta(days=90)
    old = make_role(user, Role.ADVISER, team=brugge, start=before)
    RoleAssignment.objects.create(membership=old, profile=profile)
    [moved] = bring_in(organisation, row()).people
    assert moved.effect == PersonEffect.MOVED
    old.refresh_from_db()
    assert old.until == timezone.localdate() - timedelta(days=1)
    [now] = Membership.objects.current().filter(user=user)
    assert (now.team, now.role_assignment.profile) == (gent, profile)
    user.refresh_from_db()
    assert user.first_name == "Anna"  # what people call themselves stays


def test_a_place_that_began_today_is_corrected(organisation, gent):
    bring_in(organisation, row(team="Vlaanderen"))
    bring_in(organisation, row())
    assert [work.team for work in Membership.objects.all()] == [gent]


def test_places_to_come_give_way_and_the_same_place_waits(organisation, gent):
    brugge = make_team(root_of(organisation), "Brugge")
    today = timezone.localdate()
    user = make_user("an@peil.example")
    make_role(user, Role.ADVISER, team=brugge, start=today - timedelta(days=9),
              until=today + timedelta(days=9))  # fmt: skip
    make_role(user, Role.ADVISER, team=brugge, start=today + timedelta(days=10))
    [planned] = plan_of(organisation, row(team="Brugge")).people
    assert planned.effect == PersonEffect.UNCHANGED
    bring_in(organisation, row())
    assert [
        (work.team, work.start, work.until)
        for work in Membership.objects.filter(user=user).order_by("start")
    ] == [
        (brugge, today - timedelta(days=9), today - timedelta(days=1)),
        (gent, today, None),
    ]


def test_an_account_of_elsewhere_is_new_here_and_stays_there(organisation, gent):
    other = make_adviser(root_of(make_organisation("Werkpunt")), email="an@peil.example")
    [planned] = bring_in(organisation, row()).people
    assert planned.effect == PersonEffect.NEW
    assert Membership.objects.current().filter(user=other).count() == 2


def test_a_team_is_found_by_its_path_where_names_are_not_enough(organisation, gent):
    make_team(make_team(root_of(organisation), "Nederland"), "Gent")
    [problem] = plan_of(organisation, row()).problems
    assert "Several teams are called" in problem.message
    top = root_of(organisation).name
    for path in ("Vlaanderen > Gent", f"{top} > vlaanderen > GENT"):
        [planned] = plan_of(organisation, row(team=path)).people
        assert planned.team == gent


def test_everything_wrong_is_said_at_once_and_nothing_is_stored(organisation, gent, profile):
    rows = [row(line, email=f"p{line}@peil.example") for line in range(2, 10_002)]
    rows[15] = row(17, email="nobody")
    rows[9_997] = row(9_999, email="p2@peil.example", team="Atlantis", role_profile="chief")
    plan = plan_of(organisation, *rows)
    assert [(each.place, each.message[:28]) for each in plan.problems] == [
        ("line 17", "“nobody” is no e-mail addres"),
        ("line 9999", "There is no team “Atlantis”."),
        ("line 9999", "There is no role profile “ch"),
        ("line 9999", "The same address stands in l"),
    ]
    with pytest.raises(ProblemsFound):
        bring_in(organisation, *rows)
    assert (User.objects.count(), Membership.objects.count()) == (0, 0)


def test_ten_thousand_people_come_in_with_few_queries(
    organisation, gent, django_assert_max_num_queries
):
    rows = [row(line, email=f"p{line}@peil.example") for line in range(2, 10_002)]
    with django_assert_max_num_queries(250):
        bring_in(organisation, *rows)
    assert Membership.objects.current().filter(team=gent).count() == 10_000


def test_a_list_that_would_do_something_else_by_now_does_nothing(organisation, gent):
    digest = plan_of(organisation, row()).digest
    make_adviser(gent, email="an@peil.example")
    with pytest.raises(PeopleChanged):
        bring_in(organisation, row(), digest=digest)
    assert Membership.objects.count() == 1


def test_teams_and_role_profiles_of_others_are_unknown(organisation, gent):
    other = make_organisation("Werkpunt")
    make_team(root_of(other), "Hasselt")
    RoleProfile.objects.create(organisation=other, code="theirs")
    plan = plan_of(organisation, row(team="Hasselt", role_profile="theirs"))
    assert [each.message[:36] for each in plan.problems] == [
        "There is no team “Hasselt”.",
        "There is no role profile “theirs”; t",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";"])
def test_files_of_any_spreadsheet_are_read(encoding, sign):
    text = f"E-mail{sign}Voornaam{sign}Team\r\nAN@peil.example{sign}Renée{sign}Gent\r\n\r\n"
    [person] = read_people(text.encode(encoding)).rows
    assert (person.line, person.email, person.first_name, person.team) == (
        2, "an@peil.example", "Renée", "Gent",
    )  # fmt: skip


def test_files_that_are_none_are_refused_with_a_reason():
    many = b"email,team\n" + b"a@b.example,Gent\n" * (MOST_ROWS + 1)
    for body, reason in (
        (b"", "The file has no people"),
        (b"email,team\n", "The file has no people"),
        (b"name,place\nAn,Gent\n", "These columns are missing: email, team."),
        (b"PK\x03\x04\0\0", "This is no CSV file."),
        (many, "At most 20000 people at once."),
    ):
        [problem] = read_people(body).problems
        assert problem.message.startswith(reason)


@settings(deadline=None, derandomize=True, database=None, max_examples=200)
@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(body):
    people = read_people(b"email,team\n" + body)
    assert bool(people.rows) != bool(people.problems)


def upload(client, text: str):
    return client.post(ADDRESS, {"file": SimpleUploadedFile("people.csv", text.encode())})


def page_of(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").select_one("main")


def test_the_page_shows_first_and_stores_what_was_shown(client, keeper, gent):
    page = page_of(upload(client, "email,team\nan@peil.example,Gent\n"))
    assert not User.objects.filter(email="an@peil.example").exists()
    assert [each.get_text() for each in page.select("dl.facts dd")] == ["1", "0", "0"]
    shown = page.select_one("input[name=shown]")["value"]
    answer = client.post(ADDRESS, {"shown": shown}, follow=True)
    assert "1 person is new." in answer.content.decode()
    assert Membership.objects.filter(user__email="an@peil.example", team=gent).count() == 1
    assert client.post(ADDRESS, {"shown": shown}).status_code == 200  # it is not as it was
    assert Membership.objects.filter(user__email="an@peil.example").count() == 1


def test_the_page_says_what_is_wrong_and_offers_nothing(client, keeper, gent):
    page = page_of(upload(client, "email,team\nan@peil.example,Nowhere\n"))
    assert "There is no team “Nowhere”." in page.get_text()
    assert page.select_one("input[name=shown]") is None


def test_a_preview_of_somebody_else_or_a_forged_one_does_nothing(client, keeper, gent):
    page = page_of(upload(client, "email,team\nan@peil.example,Gent\n"))
    shown = page.select_one("input[name=shown]")["value"]
    other = make_user()
    make_role(other, Role.ORGANISATION_ADMINISTRATOR, organisation=gent.organisation)
    client.force_login(other)
    for value in (shown, "forged"):
        assert client.post(ADDRESS, {"shown": value}).status_code == 302
    assert not User.objects.filter(email="an@peil.example").exists()


def test_nobody_else_finds_the_page(client, gent):
    for user in (make_adviser(gent), make_manager(gent), make_user(is_superuser=True)):
        client.force_login(user)
        assert client.get(ADDRESS).status_code == 404
        assert upload(client, "email,team\nan@peil.example,Gent\n").status_code == 404
    assert not User.objects.filter(email="an@peil.example").exists()
