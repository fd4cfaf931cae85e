"""The pages of actions: planning one outside a check-in, and ending one."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from assessments.enums import ActionState
from assessments.models import Action
from tests.factories.campaigns import make_campaign, make_check_in


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def text_of(response) -> str:
    return re.sub(r"\s+", " ", unescape(response.content.decode()))


def row(framework, code="A1", **changes) -> dict:
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    fields = {"competence_id": framework[code].pk, "to_level": 3, "what": "visit", "until": day}
    return {f"1-{name}": value for name, value in (fields | changes).items()}


def test_an_action_is_planned_outside_a_check_in(client, adviser, framework):
    client.force_login(adviser)
    extras = {"kind": "workshop", "support": "two hours", "support_shared": "on", "evidence": "x"}

    empty = text_of(client.get(reverse("actions")))
    answer = client.post(reverse("action_new"), row(framework, **extras), follow=True)

    assert "No action is planned" in empty
    assert answer.redirect_chain == [(reverse("actions"), 302)]
    kept = Action.objects.get()
    assert (kept.state, kept.kind, kept.support, kept.support_shared, kept.evidence) == (
        ActionState.OPEN, "workshop", "two hours", True, "x",
    )  # fmt: skip
    page = text_of(answer)
    assert "I need: two hours" in page
    assert "goes along when you share this action" in page
    assert "Workshop" in page


def test_an_action_that_is_not_whole_or_is_the_fourth_is_explained(client, adviser, framework):
    client.force_login(adviser)
    nothing = text_of(client.post(reverse("action_new"), {}))
    for what in ("a", "b", "c"):
        client.post(reverse("action_new"), row(framework, what=what))
    fourth = text_of(client.post(reverse("action_new"), row(framework, what="d")))

    assert "Fill this in, or empty the whole row." in nothing
    assert "Three actions run already." in fourth
    assert Action.objects.count() == 3
    assert "Plan an action" not in text_of(client.get(reverse("actions")))


def test_an_action_starts_above_where_one_stands(client, adviser, team, framework):
    make_check_in(make_campaign(team, ["A1"]), adviser, {"A1": 3})
    client.force_login(adviser)

    page = text_of(client.post(reverse("action_new"), row(framework)))

    assert "Choose a level above where you are now: " in page
    assert not Action.objects.exists()


def test_letting_go_asks_why_and_done_keeps_what_shows_it(client, adviser, framework, stranger):
    client.force_login(adviser)
    for what in ("a", "b"):
        client.post(reverse("action_new"), row(framework, what=what))
    first, second = Action.objects.order_by("pk")
    move = reverse("action_move", args=[first.pk])

    refused = text_of(client.post(move, {"state": "let_go"}, follow=True))
    long = text_of(client.post(move, {"state": "let_go", "reason": "x" * 301}, follow=True))
    client.post(move, {"state": "let_go", "reason": "other work"})
    done = reverse("action_move", args=[second.pk])
    page = text_of(client.post(done, {"state": "done", "evidence": "checklist"}, follow=True))

    assert "Say in a few words why you let it go." in refused
    assert "Use at most 300 characters." in long
    assert "Let go because: other work" in page
    assert "Shown by: checklist" in page
    client.force_login(stranger)
    assert client.post(done, {"state": "busy"}).status_code == 404
    assert "checklist" not in text_of(client.get(reverse("actions")))
