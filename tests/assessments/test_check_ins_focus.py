"""Rounds in which each person chooses, and check-ins on paper."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from assessments.domain.checkin_focus import focus_offer
from assessments.domain.checkin_rounds import rounds_of
from assessments.domain.checkin_rules import AlreadySubmitted, NotInCampaign, WrongFocus
from assessments.domain.checkins import choose_focus, start_check_in, submit_check_in
from assessments.models import CheckIn, DraftRating, Rating
from tests.factories import people
from tests.factories.campaigns import (
    end_campaign,
    levels_of,
    make_campaign,
    make_check_in,
    save_levels,
)

CODES = ["A1", "A2", "B1", "C1"]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def campaign(adviser, team):
    campaign = make_campaign(team, CODES)
    campaign.focus_size = 2
    campaign.save()
    return campaign


@pytest.fixture
def check_in(campaign, adviser, client):
    client.force_login(adviser)
    return start_check_in(campaign=campaign, user=adviser, now=timezone.now())


def address(check_in, step="") -> str:
    return reverse("check_in", args=[check_in.pk]) + (f"?step={step}" if step else "")


def text_of(response) -> str:
    return re.sub(r"\s+", " ", unescape(response.content.decode()))


def focus(check_in, framework, *codes):
    ids = [framework[code].pk for code in codes]
    return choose_focus(check_in=check_in, competence_ids=ids, now=timezone.now())


def test_choosing_comes_first_and_leads_to_what_was_chosen(client, check_in, framework):
    start = client.post(reverse("check_in_start", args=[check_in.campaign_id]))
    ids = [framework[code].pk for code in ("B1", "C1")]
    answer = client.post(address(check_in, "focus"), {"focus": ids})
    page = text_of(client.get(address(check_in, "B")))

    assert start.url == address(check_in, "focus")
    assert answer.url == address(check_in, "B")
    assert "step 2 of 6" in page
    assert "2 competences to rate · about 3 minutes left" in page
    assert client.get(address(check_in, "A")).status_code == 404


@pytest.mark.parametrize("codes", [[], ["A1"], ["A1", "A2", "B1"], ["A1", "D1"]])
def test_another_number_or_another_competence_is_refused(client, check_in, framework, codes):
    with pytest.raises(WrongFocus):
        focus(check_in, framework, *codes)
    ids = [framework[code].pk for code in codes]
    assert client.post(address(check_in, "focus"), {"focus": ids}).status_code == 200
    assert not check_in.focus.exists()


def test_the_choice_is_asked_for_and_not_called_optional(client, check_in, framework):
    page = text_of(client.get(address(check_in, "focus")))
    refused = text_of(client.post(address(check_in, "focus"), {}))

    assert re.findall("<legend>(.*?)</legend>", page) == ["Choose 2 competences"]
    said = "Choose exactly 2 competences; you chose 0."
    assert re.findall(r"</span>(Choose exactly[^<]*)</p>", refused) == [said]


def test_the_choice_can_change_until_submitted_and_nothing_is_lost(check_in, framework, adviser):
    now = timezone.now()
    with pytest.raises(NotInCampaign):
        save_levels(check_in, {"A1": 2}, now=now)
    focus(check_in, framework, "A1", "B1")
    save_levels(check_in, {"A1": 2, "B1": 3}, now=now)
    focus(check_in, framework, "B1", "C1")
    save_levels(check_in, {"C1": 1}, now=now)

    submit_check_in(check_in=check_in, revision=check_in.revision, now=now)

    assert levels_of(Rating.objects) == {"B1": 3, "C1": 1}
    assert levels_of(DraftRating.objects) == {"A1": 2, "B1": 3, "C1": 1}
    with pytest.raises(AlreadySubmitted):
        focus(check_in, framework, "A1", "B1")
    [round_] = rounds_of(adviser, "en", now).open
    assert (round_.answered, round_.total) == (2, 2)


def test_the_largest_gaps_are_suggested_and_not_chosen(client, check_in, adviser, team, framework):
    make_check_in(make_campaign(team, CODES), adviser, {"A1": 0, "A2": 5, "B1": 1, "C1": 5})

    offer = focus_offer(check_in, "en")
    page = text_of(client.get(address(check_in, "focus")))

    assert offer.suggested == {framework["A1"].pk, framework["B1"].pk}
    assert page.count("(suggested)") == 2
    assert " checked" not in page


def test_the_paper_form_asks_the_same_and_is_empty(client, check_in, framework):
    paper = reverse("check_in_paper", args=[check_in.pk])
    before = text_of(client.get(paper))
    focus(check_in, framework, "B1", "C1")
    save_levels(check_in, {"B1": 3}, now=timezone.now(), evidence_line="my own line")
    after = text_of(client.get(paper))

    assert "Choose 2 competences and fill in those alone." in before
    assert before.count('class="paper__item"') == 4
    assert after.count('class="paper__item"') == 2
    assert after.count("I'd rather not say") == 2
    assert "my own line" not in after
    assert "How often did you check publisher" in after


def test_a_paper_form_is_typed_in_on_one_page(client, check_in, framework):
    enter = reverse("check_in_paper_enter", args=[check_in.pk])
    assert client.get(enter).url == address(check_in, "focus")
    focus(check_in, framework, "B1", "C1")
    form = client.get(enter)
    data = {"revision": form.context["revision"], "B1-answer": "2", "C1-answer": "na"}

    answer = client.post(enter, data | {"C1-evidence_line": "line"})

    assert answer.url == address(check_in, "reflection")
    assert levels_of(DraftRating.objects) == {"B1": 2, "C1": None}
    assert CheckIn.objects.get().paper_entered_at is not None
    wrong = text_of(client.post(enter, {"revision": 2, "B1-answer": "9", "C1-answer": "1"}))
    assert "Choose one of the answers that are offered." in wrong


def test_a_paper_form_after_the_round_is_not_stored(client, check_in, framework, campaign):
    focus(check_in, framework, "B1", "C1")
    end_campaign(campaign, at=timezone.now())
    enter = reverse("check_in_paper_enter", args=[check_in.pk])

    page = text_of(client.post(enter, {"revision": 1, "B1-answer": "2"}))

    assert "so this page was not saved." in page
    assert client.get(enter).url == address(check_in)
    assert CheckIn.objects.get().paper_entered_at is None


def test_paper_pages_are_their_owners_alone(client, check_in, team, manager, stranger):
    for user in (manager, stranger, people.make_adviser(team)):
        client.force_login(user)
        for name in ("check_in_paper", "check_in_paper_enter"):
            page = reverse(name, args=[check_in.pk])
            assert client.get(page).status_code == 404
            assert client.post(page).status_code in (404, 405)


def test_the_receipt_says_who_can_see_what(client, check_in, framework):
    focus(check_in, framework, "B1", "C1")
    save_levels(check_in, {"B1": 3}, now=timezone.now())
    submit_check_in(check_in=check_in, revision=check_in.revision, now=timezone.now())

    page = text_of(client.get(address(check_in)))

    assert "Who can see what" in page
    assert page.count("only what was shared with this manager, while the share lives") == 1
    assert "Reflection, evidence line" in page
