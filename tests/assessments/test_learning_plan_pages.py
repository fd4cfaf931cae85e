"""The pages of learning plans: from the gap in a report to what an adviser is asked."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages

from assessments.models import LearningPlan
from tests.factories.people import (
    make_manager,
    make_organisation,
    make_organisation_manager,
    make_team,
    root_of,
)
from tests.factories.reports import NOW, make_advisers, make_framework, make_profile
from tests.factories.sufficiency import take_round
from tests.factories.training import lesson, make_module

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        yield


@pytest.fixture
def framework():
    return make_framework("A1", "B1")


@pytest.fixture
def team(framework):
    """A team of six with a gap in A1 and none in B1."""
    top = root_of(make_organisation())
    team = make_team(top, "Gent")
    profile = make_profile(top.organisation, {framework["A1"]: 4, framework["B1"]: 1})
    people = make_advisers(team, 6, profile)
    take_round(top, framework["A1"], dict.fromkeys(people, 2), also=[framework["B1"]])
    return team


@pytest.fixture
def module(framework):
    return make_module("m1", lessons=2, competences=("A1",))


@pytest.fixture
def manager(client, team):
    user = make_manager(team, first_name="Hanne", last_name="Maes")
    client.force_login(user)
    return user


def new(team, code="A1") -> str:
    return f"/en/teams/{team.pk}/plans/new/?competence={code}"


def words(response) -> str:
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join(soup.select_one("main").get_text(" ").split())


def filled(**changes) -> dict:
    return {"activity": "A workshop", "hours": "1.5", "why": "Clients ask", "due": "2026-06-01",
            **changes}  # fmt: skip


def test_the_report_leads_to_the_question(client, manager, team):
    page = client.get(f"/en/teams/{team.pk}/").content.decode()
    assert f'href="/en/teams/{team.pk}/plans/new/?competence=A1"' in page
    assert "plans/new/?competence=B1" not in page


def test_a_manager_asks_lessons_and_an_activity(client, manager, team, module):
    page = client.get(new(team))
    boxes = BeautifulSoup(page.content, "html.parser").select("input[name=modules]")
    assert [box.has_attr("checked") for box in boxes] == [True]
    answer = client.post(new(team), filled(modules=[boxes[0]["value"]]))
    assert answer.status_code == 302
    [plan] = LearningPlan.objects.all()
    assert (plan.team, plan.why, plan.activity, float(plan.hours)) == (
        team, "Clients ask", "A workshop", 1.5,
    )  # fmt: skip
    assert {row.lesson for row in plan.lessons.all()} == {
        lesson(key).translation_key for key in ("m1/one", "m1/two")
    }
    assert plan.snapshot.nodes.filter(team=team).exists()
    shown = words(client.get(answer.url))
    assert "asked by Hanne Maes" in shown
    assert "A workshop" in shown


def test_what_was_filled_in_wrongly_stays_and_is_said(client, manager, team, module):
    page = client.post(new(team), filled(activity="", why="Because", due="2026-01-01"))
    assert "Choose a day that has not passed." in words(page)
    assert 'value="Because"' in page.content.decode()
    page = client.post(new(team), filled(activity="", hours=""))
    assert "Choose a module, or say what you will do together." in words(page)
    assert not LearningPlan.objects.exists()


def test_a_module_that_is_not_offered_is_refused(client, manager, team, module):
    page = client.post(new(team), filled(modules=["0b0b0b0b-0000-4000-8000-000000000000"]))
    assert page.status_code == 200
    assert not LearningPlan.objects.exists()


def test_the_same_gap_is_not_asked_twice(client, manager, team):
    client.post(new(team), filled())
    page = client.post(new(team), filled(why="Again"))
    assert "This is asked of the team already." in words(page)
    assert LearningPlan.objects.count() == 1


def test_a_competence_without_a_gap_is_not_found(client, manager, team):
    assert client.get(new(team, "B1")).status_code == 404
    assert client.get(new(team, "Z9")).status_code == 404
    assert client.get(f"/en/teams/{team.pk}/plans/new/").status_code == 404


def test_a_withheld_gap_is_not_found(client, framework):
    """The page must not tell what the report keeps back."""
    top = root_of(make_organisation())
    small = make_team(top)
    profile = make_profile(top.organisation, {framework["A1"]: 4})
    take_round(top, framework["A1"], dict.fromkeys(make_advisers(small, 3, profile), 1))
    client.force_login(make_manager(small))
    assert client.get(new(small)).status_code == 404


def test_withdrawing_asks_nobody_any_more(client, manager, team):
    client.post(new(team), filled())
    plan = LearningPlan.objects.get()
    answer = client.post(f"/en/teams/plans/{plan.pk}/withdraw/")
    assert [str(m) for m in get_messages(answer.wsgi_request)][-1].startswith("Withdrawn.")
    assert "No longer asked" in words(client.get(answer.url))
    adviser = team.memberships.filter(role="adviser").first().user
    client.force_login(adviser)
    assert "Nothing is asked of your team" in words(client.get("/en/me/plans/"))


def test_others_find_neither_plans_nor_their_deeds(client, manager, team):
    client.post(new(team), filled())
    plan = LearningPlan.objects.get()
    beside = make_manager(make_team(root_of(team.organisation)))
    stranger = make_organisation_manager(make_organisation())
    adviser = team.memberships.filter(role="adviser").first().user
    for user in (beside, stranger, adviser):
        client.force_login(user)
        assert client.get(f"/en/teams/{team.pk}/plans/").status_code == 404
        assert client.get(new(team)).status_code == 404
        assert client.post(f"/en/teams/plans/{plan.pk}/withdraw/").status_code == 404
    plan.refresh_from_db()
    assert plan.ended_at is None


def test_an_adviser_sees_who_asks_and_why(client, manager, team, module):
    client.post(new(team), filled())
    adviser = team.memberships.filter(role="adviser").first().user
    client.force_login(adviser)
    for address in ("/en/me/", "/en/me/plans/"):
        shown = words(client.get(address))
        assert "Clients ask" in shown
        assert "asked by Hanne Maes" in shown


def test_nothing_is_asked_where_nothing_is_asked(client, manager, team):
    assert "Nothing is asked of this team" in words(client.get(f"/en/teams/{team.pk}/plans/"))
