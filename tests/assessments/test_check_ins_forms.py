"""What happens to what was typed: wrong, too long, stale, sent after the round."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from assessments.domain.checkins import submit_check_in
from assessments.models import Action, DraftRating, Reflection
from tests.factories.campaigns import (
    end_campaign,
    levels_of,
    make_campaign,
    make_check_in,
    save_levels,
)
from training.models import CompetenceVersion

CODES = ["A1", "A2", "B1"]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def campaign(adviser, team):
    return make_campaign(team, CODES)


@pytest.fixture
def check_in(campaign, adviser, client):
    client.force_login(adviser)
    return make_check_in(campaign, adviser, submitted=False)


def address(check_in, step="") -> str:
    return reverse("check_in", args=[check_in.pk]) + (f"?step={step}" if step else "")


def seen_of(client, check_in, step, code) -> str:
    """Return the mark that a page gives of what is stored."""
    rows = client.get(address(check_in, step)).context["form"].rows()
    return next(row.seen for row in rows if row.competence.code == code)


def text_of(response) -> str:
    return unescape(response.content.decode())


def test_a_text_that_is_too_long_comes_back_whole_with_the_rest(client, check_in):
    megabyte = "w" * 1_000_000
    fields = {"revision": 0, "A1-answer": "2", "A1-evidence_line": megabyte, "A2-answer": "4"}

    answer = client.post(address(check_in, "A"), fields)

    page = text_of(answer)
    assert answer.status_code == 200
    assert "Use at most 300 characters; these are 1000000." in page
    assert megabyte in page
    assert page.count(" checked") == 2
    assert not DraftRating.objects.exists()


def test_a_reflection_that_is_too_long_comes_back_whole(client, check_in):
    fields = {"revision": 0, "works": "x" * 4001, "why": "kept", "causes": ["time", "client"]}

    page = text_of(client.post(address(check_in, "reflection"), fields))

    assert "Use at most 4000 characters; these are 4001." in page
    assert "x" * 4001 in page
    assert "kept" in page
    assert page.count(" checked") == 2
    assert not Reflection.objects.exists()


def test_a_reflection_is_saved_with_plain_line_ends(client, check_in):
    fields = {"revision": 0, "works": "one\r\ntwo", "causes": ["time", "client"]}

    client.post(address(check_in, "reflection"), fields)
    client.post(address(check_in, "reflection"), fields)

    kept = Reflection.objects.get()
    assert (kept.works, kept.causes) == ("one\ntwo", ["client", "time"])
    assert "This stays with you, for ever." in text_of(client.get(address(check_in, "reflection")))


def test_choices_that_are_not_offered_are_refused(client, check_in):
    fields = {"revision": 0, "A1-answer": "6", "A2-answer": "-1", "A1-frequency": "hourly"}

    page = text_of(client.post(address(check_in, "A"), fields))

    assert page.count("Choose one of the answers that are offered.") >= 3
    assert not DraftRating.objects.exists()


def test_a_stale_form_is_saved_and_tells_what_it_replaced(client, check_in):
    opened = {name: seen_of(client, check_in, "A", name) for name in ("A1", "A2")}
    save_levels(check_in, {"A1": 0, "A2": 1}, now=timezone.now(), evidence_line="stored line")
    fields = {"A1-answer": "5", "A1-evidence_line": "typed line", "revision": 0}
    fields |= {f"{name}-seen": mark for name, mark in opened.items()}

    page = text_of(client.post(address(check_in, "A"), fields, follow=True))

    assert "A1 LMI concept was also saved on another device" in page
    assert "There it said: Not yet; stored line" in page
    assert "A2 Work environments was also saved" not in page
    assert 'value="typed line"' in page
    assert levels_of(DraftRating.objects) == {"A1": 5, "A2": 1}


def test_a_stale_form_stays_stale_while_it_has_other_errors(client, check_in):
    opened = seen_of(client, check_in, "A", "A1")
    save_levels(check_in, {"A1": 0}, now=timezone.now())
    wrong = {"revision": 0, "A1-answer": "5", "A1-evidence_line": "x" * 301, "A1-seen": opened}

    answer = client.post(address(check_in, "A"), wrong)

    assert answer.context["revision"] == 0
    assert f'name="A1-seen" value="{opened}"' in text_of(answer)


def test_a_form_without_a_revision_is_taken_for_a_stale_one(client, check_in):
    for number, revision in enumerate(({}, {"revision": "-1"}, {"revision": "9" * 30})):
        save_levels(check_in, {"A1": number}, now=timezone.now())
        page = text_of(
            client.post(address(check_in, "A"), {"A1-answer": "5"} | revision, follow=True)
        )
        assert "was also saved on another device" in page

    assert levels_of(DraftRating.objects) == {"A1": 5}


def test_the_same_form_sent_twice_is_saved_once(client, check_in):
    fields = {"revision": 0, "A1-answer": "5"}

    assert client.post(address(check_in, "A"), fields).status_code == 302
    assert client.post(address(check_in, "A"), fields).status_code == 302

    check_in.refresh_from_db()
    assert check_in.revision == 1


def test_sentences_that_changed_while_being_read_are_asked_again(client, check_in, framework):
    old = CompetenceVersion.objects.get(competence=framework["A1"], is_current=True)
    old.is_current = False
    old.save()
    new = CompetenceVersion.objects.create(competence=framework["A1"], number=2)
    for text in old.texts.all():
        new.texts.create(language=text.language, name=text.name, definition=text.definition)
    fields = {"revision": 0, "A1-answer": "5", "A1-version": old.pk}

    page = text_of(client.post(address(check_in, "A"), fields))

    assert "The sentences have changed since you read them. Choose once more." in page
    assert f'name="A1-version" value="{new.pk}"' in page
    assert not DraftRating.objects.exists()


def test_a_page_sent_after_the_round_keeps_the_draft_and_the_text(client, check_in, campaign):
    save_levels(check_in, {"A1": 1}, now=timezone.now())
    end_campaign(campaign, at=timezone.now())

    fields = {"revision": 1, "A1-answer": "5", "A1-evidence_line": "typed too late"}
    page = text_of(client.post(address(check_in, "A"), fields))

    assert "so this page was not saved. What you saved before is kept." in page
    assert "typed too late" in page
    assert levels_of(DraftRating.objects) == {"A1": 1}


def test_a_page_sent_after_submitting_elsewhere_says_so(client, check_in):
    save_levels(check_in, {"A1": 1}, now=timezone.now())
    submit_check_in(check_in=check_in, revision=1, now=timezone.now())

    page = text_of(client.post(address(check_in, "A"), {"revision": 1, "A1-answer": "5"}))

    assert "This check-in was submitted meanwhile." in page


def test_actions_are_planned_in_a_form_of_three_rows(client, check_in, framework):
    save_levels(check_in, {"A1": 2}, now=timezone.now())
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    a1 = framework["A1"].pk
    row = {"1-competence_id": a1, "1-to_level": 3, "1-what": "visit", "1-until": day}

    assert "now: With support" in text_of(client.get(address(check_in, "actions")))
    client.post(address(check_in, "actions"), row | {"revision": 1})

    kept = Action.objects.get()
    assert (kept.from_level, kept.to_level, kept.what) == (2, 3, "visit")
    assert 'value="visit"' in text_of(client.get(address(check_in, "actions")))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"1-to_level": "2"}, "Choose a level above where you are now: With support."),
        ({"1-until": "2020-01-01"}, "Choose a day that has not passed."),
        ({"1-until": ""}, "Fill this in, or empty the whole row."),
        ({"1-until": "soon"}, "Give a day, such as 31-12-2026."),
        ({"1-what": ""}, "Fill this in, or empty the whole row."),
        ({"1-competence_id": "0"}, "Choose one of the answers that are offered."),
    ],
)
def test_an_action_that_cannot_be_is_explained(client, check_in, framework, change, message):
    save_levels(check_in, {"A1": 2}, now=timezone.now())
    row = {
        "1-competence_id": framework["A1"].pk,
        "1-to_level": 3,
        "1-what": "visit",
        "1-until": (timezone.localdate() + timedelta(days=30)).isoformat(),
    }

    answer = client.post(address(check_in, "actions"), row | change | {"revision": 1})

    assert message in text_of(answer)
    assert not Action.objects.exists()
