"""The dashboard: one sentence, one thing to do, three cards; and the actions behind the last."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from assessments.enums import ActionState
from assessments.models import Action
from tests.factories import people
from tests.factories.campaigns import end_campaign, make_campaign, make_check_in
from tests.factories.training import lesson, lesson_data, load, module_data
from training.domain.progress import see_section

ALL = dict.fromkeys(["A1", "A2", "A3", "B1", "B2", "C1", "C2", "C3", "C4", "D1", "D2", "D3"], 1)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def text_of(response) -> str:
    return " ".join(unescape(response.content.decode()).split())


def page_of(client, user, name="me") -> str:
    client.force_login(user)
    return text_of(client.get(reverse(name)))


def make_action(check_in, what: str, state=ActionState.OPEN, **fields) -> Action:
    competence = check_in.campaign.competences.first()
    until = fields.pop("until", timezone.localdate() + timedelta(days=30))
    return Action.objects.create(
        user=check_in.user,
        check_in=check_in,
        competence=competence,
        to_level=3,
        what=what,
        until=until,
        state=state,
        **fields,
    )


def submitted(user, team, levels):
    """Return a submitted check-in of a round that is over."""
    before = timezone.now() - timedelta(days=60)
    campaign = make_campaign(team, now=before)
    check_in = make_check_in(campaign, user, levels, now=before)
    end_campaign(campaign, at=before + timedelta(days=5))
    return check_in


def test_an_open_check_in_comes_first(client, adviser, team):
    submitted(adviser, team, ALL)
    campaign = make_campaign(team, days=10)

    page = page_of(client, adviser)

    assert "Your check-in “Autumn 2026” is open until" in page
    assert "about 8 minutes." in page
    assert page.count('class="button"') == 1
    assert reverse("check_in_start", args=[campaign.pk]) in page


def test_the_round_that_closes_first_is_named(client, adviser, team):
    make_campaign(team, ["A1"], days=20, names={"nl": "Later", "en": "Later"})
    make_campaign(team, ["A1"], days=5, names={"nl": "Eerst", "en": "Sooner"})

    page = page_of(client, adviser)

    assert "“Sooner”" in page
    assert "“Later”" not in page


def test_a_begun_check_in_says_how_far_it_is(client, adviser, team):
    make_check_in(make_campaign(team), adviser, {"A1": 1, "A2": 1}, submitted=False)

    page = page_of(client, adviser)

    assert "2 of 12 competences answered." in page
    assert "Go on with the check-in" in page
    assert "about 7 minutes" in page


def test_after_submitting_the_largest_gap_is_the_thing_to_do(client, adviser, team):
    load(module_data("m1", [lesson_data("m1/one", competences=("C1", "A1"))]))
    make_check_in(make_campaign(team), adviser, {"A1": 2, "C1": 0, "B1": 1})

    page = page_of(client, adviser)

    assert "C1 Select for client groups is where you can gain most." in page
    assert page.count('class="button"') == 1
    assert 'class="button" href="/en/toolkit/m1-en/one-en/#first"' in page
    assert "Gap: 4 levels" in page
    assert "Gap: 2 levels" in page
    assert "Gap: 1 level" not in page


def test_without_a_round_or_levels_a_module_is_offered(client, adviser):
    page = page_of(client, adviser)

    assert "No check-in is open yet. Begin with a module of ten minutes." in page
    assert "Gaps show once you have checked in." in page


def test_a_manager_is_led_to_the_reports(client, manager, adviser, team):
    submitted(adviser, team, ALL)
    make_campaign(team)

    page = page_of(client, manager)

    assert f'class="button" href="{reverse("teams")}"' in page
    assert "Autumn 2026" not in page
    assert "Gap:" not in page


def test_reading_goes_on_where_it_stopped(client, adviser):
    load(module_data("m1", [lesson_data("m1/one")]))
    key = lesson("m1/one").translation_key
    see_section(user=adviser, lesson=key, section="second", now=timezone.now())

    page = page_of(client, adviser)

    assert "You were at: Second" in page
    assert "one-en/#second" in page


def test_actions_show_what_runs_and_waits_but_no_draft_in_the_making(client, adviser, team):
    done = submitted(adviser, team, {"A1": 1})
    make_action(done, "running one", until=timezone.localdate() - timedelta(days=1))
    make_action(done, "waiting one", ActionState.DRAFT)
    make_action(done, "finished one", ActionState.DONE)
    unfinished = make_check_in(make_campaign(team), adviser, {"A1": 1}, submitted=False)
    make_action(unfinished, "being planned", ActionState.DRAFT)
    colleague = people.make_adviser(team)
    make_action(submitted(colleague, team, {"A1": 1}), "theirs")

    dashboard, log = page_of(client, adviser), page_of(client, adviser, "actions")

    assert "running one" in dashboard
    assert "(passed)" in dashboard
    assert "waiting one" in dashboard
    assert "finished one" not in dashboard
    assert "finished one" in log
    for page in (dashboard, log):
        assert "being planned" not in page
        assert "theirs" not in page


def test_an_action_is_moved_by_its_buttons(client, adviser, team):
    action = make_action(submitted(adviser, team, {"A1": 1}), "one")
    client.force_login(adviser)
    move = reverse("action_move", args=[action.pk])

    client.post(move, {"state": "busy"})
    done = text_of(client.post(move, {"state": "done"}, follow=True))
    late = text_of(client.post(move, {"state": "open"}, follow=True))
    odd = client.post(move, {"state": "nonsense"})

    assert "Saved." in done
    assert "That is not possible any more" in late
    assert odd.status_code == 302
    assert Action.objects.get().state == ActionState.DONE
    assert client.get(move).status_code == 405


def test_a_fourth_action_waits(client, adviser, team):
    check_in = submitted(adviser, team, {"A1": 1})
    for what in ("one", "two", "three"):
        make_action(check_in, what)
    fourth = make_action(check_in, "four", ActionState.DRAFT)
    client.force_login(adviser)

    page = text_of(
        client.post(reverse("action_move", args=[fourth.pk]), {"state": "open"}, follow=True)
    )

    assert "Three actions run already." in page
    assert Action.objects.get(pk=fourth.pk).state == ActionState.DRAFT


def test_the_action_of_somebody_else_is_404(client, adviser, team, manager, stranger):
    action = make_action(submitted(adviser, team, {"A1": 1}), "one")
    for user in (manager, stranger, people.make_adviser(team)):
        client.force_login(user)
        move = reverse("action_move", args=[action.pk])
        assert client.post(move, {"state": "done"}).status_code == 404
    client.logout()
    assert client.post(move, {"state": "done"}).url == (
        f"{reverse('account_login')}?next={reverse('actions')}"
    )
    assert Action.objects.get().state == ActionState.OPEN


def test_the_dashboard_costs_the_same_with_one_and_three_rounds(client, adviser, team, drawn_once):
    load(module_data("m1", [lesson_data("m1/one", competences=("C1", "A1"))]))
    see_section(
        user=adviser, lesson=lesson("m1/one").translation_key, section="first", now=timezone.now()
    )
    counts = []
    for number in range(3):
        make_action(submitted(adviser, team, ALL), f"action {number}")
        make_campaign(team)
        client.force_login(adviser)
        client.get(reverse("me"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("me"))
        counts.append(len(captured))

    assert counts[0] == counts[1] == counts[2] <= 20
