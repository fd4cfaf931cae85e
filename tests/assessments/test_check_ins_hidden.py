"""What may steer a rating stays out of every page until that rating is given and saved."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from assessments.domain.checkin_rules import ForeignEvidence
from assessments.domain.checkins import start_check_in, submit_check_in
from assessments.domain.reflections import ReflectionText, add_reflection
from assessments.domain.snapshot_people import gather
from assessments.enums import Evidence
from assessments.models import Campaign, CurrentLevel, Rating, Target
from tests.factories import people
from tests.factories.campaigns import (
    levels_of,
    make_campaign,
    make_check_in,
    save_levels,
)
from tests.factories.evidence import give_answers
from training.models import Activity, LevelText

CODES = ["A1", "A2", "B1"]
STEPS = ("", "A", "B", "reflection", "actions", "review")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def campaign(adviser, team):
    return make_campaign(team, CODES)


@pytest.fixture
def known(adviser, team, profiles):
    """An adviser with a target, an earlier rating and tested knowledge of A1, in other words."""
    before = timezone.now() - timedelta(days=90)
    past = make_campaign(team, CODES, now=before, days=5)
    make_check_in(past, adviser, {"A1": 1}, now=before)
    give_answers(adviser, "A1", [1] * 12, timezone.now() - timedelta(days=9))
    Target.objects.filter(competence__code="A1").update(level=5)
    for level in (1, 5):
        LevelText.objects.filter(level=level).update(label=f"secret-{level}")
    return adviser


@pytest.fixture
def check_in(known, campaign, client):
    client.force_login(known)
    return start_check_in(campaign=campaign, user=known, now=timezone.now())


def address(check_in, step="") -> str:
    return reverse("check_in", args=[check_in.pk]) + (f"?step={step}" if step else "")


def text_of(response) -> str:
    return re.sub(r"\s+", " ", unescape(response.content.decode()))


def pages_of(client, check_in) -> str:
    """Return every page of a check-in, the paper form and the list included."""
    paths = [address(check_in, step) for step in STEPS]
    paths += [reverse("check_in_paper", args=[check_in.pk])]
    paths += [reverse("check_in_paper_enter", args=[check_in.pk]), reverse("check_ins")]
    return " ".join(text_of(client.get(path)) for path in paths)


def told(text: str) -> set[str]:
    """Return which of the three is told; level labels are offered in the actions alone."""
    marks = {
        "target": ("Your role asks: secret-5", "Target: 5"),
        "earlier": ("Last time: secret-1", "Earlier: 1", "now: secret-1"),
        "tested": ("Tested: solid",),
    }
    return {name for name, words in marks.items() if any(word in text for word in words)}


def test_no_page_before_the_rating_holds_what_may_steer_it(client, check_in):
    before = told(pages_of(client, check_in))
    save_levels(check_in, {"A2": 2, "B1": 2}, now=timezone.now())
    others_rated = told(pages_of(client, check_in))
    save_levels(check_in, {"A1": 3}, now=timezone.now())
    after = told(pages_of(client, check_in))

    assert (before, others_rated) == (set(), set())
    assert after == {"target", "earlier", "tested"}


def test_it_is_told_beside_the_competence_on_its_own_step(client, check_in):
    save_levels(check_in, {"A1": 3}, now=timezone.now())

    page = text_of(client.get(address(check_in, "A")))

    assert told(page) == {"target", "earlier", "tested"}
    assert page.count("Change my answer") == 1
    assert page.index("A1-answer") < page.index("Change my answer") < page.index("A2-answer")


def test_a_round_that_hides_nothing_shows_it_at_once(client, check_in):
    Campaign.objects.filter(pk=check_in.campaign_id).update(hides_until_rated=False)

    assert told(text_of(client.get(address(check_in, "A")))) == {"target", "earlier", "tested"}


def test_the_first_answer_is_kept_in_draft_and_rating(client, check_in):
    save_levels(check_in, {"A1": 3}, now=timezone.now())
    save_levels(check_in, {"A1": 5}, now=timezone.now())
    draft = check_in.drafts.get()

    page = text_of(client.get(address(check_in)))
    submit_check_in(check_in=check_in, revision=2, now=timezone.now())

    assert (draft.level, draft.first_level) == (5, 3)
    assert "Your first answer, kept too:" in page
    rating = Rating.objects.get(check_in=check_in)
    assert (rating.level, rating.first_answer, rating.first_level) == (5, "level", 3)


def test_declining_is_apart_from_not_applicable_and_counts_as_missing(client, check_in, team):
    data = {"revision": 0, "A1-answer": "no", "A2-answer": "na"}
    client.post(address(check_in, "A"), data)
    receipt_before = text_of(client.get(address(check_in)))
    check_in.refresh_from_db()
    submit_check_in(check_in=check_in, revision=check_in.revision, now=timezone.now())

    answers = gather(check_in.campaign, timezone.now()).answers
    a1, a2 = (check_in.drafts.get(competence__code=code).competence_id for code in ("A1", "A2"))
    assert answers[Evidence.SELF, a1] == {}
    assert answers[Evidence.SELF, a2] == {check_in.user_id: "not_applicable"}
    assert "I'd rather not say" in receipt_before
    assert "Not applicable in my role" in receipt_before
    standing = CurrentLevel.objects.filter(evidence=Evidence.SELF)
    assert levels_of(standing) == {"A1": None, "A2": None}


def test_notes_after_saving_are_gentle_and_never_an_error(client, check_in):
    data = {
        "revision": 0,
        "A1-answer": "4",
        "A1-frequency": "never",
        "A2-answer": "0",
        "A2-frequency": "every_client",
    }
    page = text_of(client.post(address(check_in, "A"), data, follow=True))

    assert "did it never in the last four weeks. Is that right?" in page
    assert "You chose the first sentence, and do it with every client. Is that right?" in page
    assert "No example noted; only you see this remark." in page
    assert levels_of(check_in.drafts) == {"A1": 4, "A2": 0}


def test_frequency_is_asked_in_words_of_the_competence(client, check_in):
    english = text_of(client.get(address(check_in, "B")))
    with translation.override("nl"):
        dutch = text_of(client.get(address(check_in, "B")))

    assert "How often did you check publisher, date and method before using a figure?" in english
    assert "Hoe vaak controleerde je uitgever, datum en methode" in dutch


def test_where_one_was_a_year_ago_is_asked_once_rated(client, check_in):
    Campaign.objects.filter(pk=check_in.campaign_id).update(asks_then=True)
    unrated = text_of(client.get(address(check_in, "A")))
    save_levels(check_in, {"A1": 3}, now=timezone.now())
    rated = text_of(client.get(address(check_in, "A")))
    client.post(address(check_in, "A"), {"revision": 1, "A1-answer": "3", "A1-then": "2"})

    asks = "where were you a year ago, knowing what you know now?"
    assert asks not in unrated
    assert rated.count(asks) == 1
    check_in.refresh_from_db()
    submit_check_in(check_in=check_in, revision=check_in.revision, now=timezone.now())
    rating = Rating.objects.get(check_in=check_in)
    assert (rating.level, rating.then_level) == (3, 2)
    assert "A year ago, as you see it now: With support" in text_of(client.get(address(check_in)))


def test_an_example_may_be_something_of_ones_own_alone(client, check_in, stranger, team):
    activities = {
        user: Activity.objects.create(
            user=user, kind="workshop", title=f"Visit of {user.pk}", date=timezone.localdate()
        )
        for user in (check_in.user, stranger, people.make_adviser(team))
    }
    own = activities.pop(check_in.user)
    foreign = add_reflection(user=stranger, text=ReflectionText("not yours"), now=timezone.now())
    page = text_of(client.get(address(check_in, "A")))
    for value in (
        *(f"activity:{row.pk}" for row in activities.values()),
        f"reflection:{foreign.pk}",
    ):
        refused = client.post(address(check_in, "A"), {"revision": 0, "A1-evidence": value})
        assert "Choose one of the answers that are offered." in text_of(refused)
    with pytest.raises(ForeignEvidence):
        save_levels(check_in, {"A1": 4}, now=timezone.now(), evidence_reflection_id=foreign.pk)
    client.post(
        address(check_in, "A"),
        {"revision": 0, "A1-answer": "4", "A1-evidence": f"activity:{own.pk}"},
    )

    assert own.title in page
    assert all(row.title not in page for row in activities.values())
    assert "not yours" not in page
    assert check_in.drafts.get().evidence_activity == own
    review = text_of(client.get(address(check_in)))
    assert f"Shown by: {own.title}" in review
    assert "No example noted" not in review
