"""What a submitted attempt shows, and how many queries the pages of quizzes take."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from assessments.domain.attempts import give_answer, submit_attempt
from assessments.domain.results import build_attempt_result
from assessments.enums import Evidence, Outcome
from assessments.models import CurrentLevel
from tests.factories.questions import (
    KINDS,
    RIGHT,
    WRONG,
    make_attempt,
    make_question,
    make_quiz,
)
from tests.factories.training import lesson, make_module

DAY = timedelta(days=1)
LINES = {
    "single_choice": (["first"], ["second"]),
    "situational": (["third"], ["second"]),
    "true_false": (["True"], ["False"]),
    "multiple_response": (["third"], ["first", "second"]),
    "matching": (
        ["left one → right a", "left two → right c"],
        ["left one → right b", "left two → right a"],
    ),
    "ordering": (["item a", "item c", "item b"], ["item b", "item c", "item a"]),
    "numeric": (["7"], ["4.0 (from 3.95 to 4.05)"]),
}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def visitor(client, adviser):
    client.force_login(adviser)
    return client


def text(response):
    return " ".join(response.content.decode().split())


def open_attempt(user, quiz, **done):
    return make_attempt(user, quiz, now=timezone.now(), **done)


def result_page(visitor, attempt):
    return text(visitor.get(reverse("attempt", args=(attempt.pk,))))


@pytest.mark.parametrize("kind", KINDS)
def test_result_tells_what_was_answered_and_what_is_right(visitor, adviser, framework, kind):
    make_question(kind, "A1")
    attempt = open_attempt(adviser, make_quiz("A1"), wrong=1, submit=True)
    result = build_attempt_result(attempt=attempt, language="en").questions[0]
    assert (result.given, result.right) == LINES[kind]
    assert result.outcome == Outcome.WRONG
    page = result_page(visitor, attempt)
    for line in (*result.given, *result.right, *result.why, "Bron en"):
        assert line.replace("'", "&#x27;") in page


@pytest.mark.parametrize(
    ("kind", "response", "outcome", "why"),
    [
        ("single_choice", {"choice": "b"}, Outcome.RIGHT, []),
        ("single_choice", {"choice": "a"}, Outcome.WRONG, ["Not quite."]),
        ("situational", {"choice": "a"}, Outcome.PARTLY, ["Not quite."]),
        ("multiple_response", {"choices": ["a"]}, Outcome.PARTLY, ["Not quite."]),
        ("matching", {"pairs": {"1": "b", "2": "c"}}, Outcome.PARTLY, []),
        ("numeric", {"value": "9"}, Outcome.WRONG, ["Count again."]),
    ],
)
def test_outcome_and_feedback_follow_the_answer(adviser, framework, kind, response, outcome, why):
    make_question(kind, "A1", identifier="A1-1")
    attempt = open_attempt(adviser, make_quiz("A1"))
    give_answer(attempt=attempt, position=1, response=response, now=timezone.now())
    attempt = submit_attempt(attempt=attempt, now=timezone.now())
    result = build_attempt_result(attempt=attempt, language="en").questions[0]
    assert (result.outcome, result.why) == (outcome, [*why, "Why A1-1 (en)"])


def test_attempt_that_is_not_submitted_has_no_result(adviser, framework):
    make_question(competence="A1")
    attempt = open_attempt(adviser, make_quiz("A1"), right=1)
    with pytest.raises(ValueError, match="submitted"):
        build_attempt_result(attempt=attempt, language="en")


def test_dont_know_and_open_questions_are_two_things(visitor, adviser, framework):
    for _number in range(2):
        make_question(competence="A1")
    attempt = open_attempt(adviser, make_quiz("A1"))
    give_answer(attempt=attempt, position=1, dont_know=True, now=timezone.now())
    attempt = submit_attempt(attempt=attempt, now=timezone.now())
    result = build_attempt_result(attempt=attempt, language="en")
    assert [q.outcome for q in result.questions] == [Outcome.DONT_KNOW, Outcome.OPEN]
    assert (result.answered, result.competences[0].tested.items) == (1, 1)
    assert "You answered 1 of 2 questions." in result_page(visitor, attempt)


def test_competence_has_a_band_with_its_number_of_questions_and_no_percentage(
    visitor, adviser, framework
):
    for code in ("A1", "A1", "B1", "B1"):
        make_question(competence=code)
    attempt = open_attempt(adviser, make_quiz("A1", "B1"), right=2, submit=True)
    rows = build_attempt_result(attempt=attempt, language="en").competences
    assert [(row.code, row.band, row.tested and row.tested.items) for row in rows] == [
        ("A1", "solid", 2),
        ("B1", "", None),
    ]
    page = result_page(visitor, attempt)
    assert "<strong>Solid</strong>: indicative, from 2 questions." in page
    assert "Nothing answered" in page
    assert "%" not in page.partition("<main")[2].partition("</main")[0]


def test_old_result_stays_as_it_was_when_more_is_answered(adviser, framework):
    for _number in range(4):
        make_question(competence="A1")
    quiz = make_quiz("A1")
    first = make_attempt(adviser, quiz, right=2, submit=True, now=timezone.now() - DAY)
    before = build_attempt_result(attempt=first, language="en")
    second = open_attempt(adviser, quiz, wrong=2, submit=True)
    assert build_attempt_result(attempt=first, language="en") == before
    assert build_attempt_result(attempt=second, language="en").competences[0].tested.items == 4


def test_self_rating_stands_beside_and_nobody_elses(visitor, adviser, stranger, framework):
    make_question(competence="A1")
    attempt = open_attempt(adviser, make_quiz("A1"), right=1, submit=True)
    for user, level in ((adviser, 3), (stranger, 5)):
        CurrentLevel.objects.create(
            user=user,
            competence=framework["A1"],
            evidence=Evidence.SELF,
            level=level,
            given_at=timezone.now(),
        )
    rows = build_attempt_result(attempt=attempt, language="en").competences
    assert [row.self_level for row in rows] == [3]
    assert "Self-rating: 3 of 5." in result_page(visitor, attempt)


def test_result_links_to_the_lesson_section_in_the_readers_language(visitor, adviser, framework):
    make_question(competence="A1", lesson="m1/one#second")
    make_question(competence="A1", lesson="m9/none#second")
    make_module("m1")
    pages = {language: lesson("m1/one", language) for language in ("en", "nl")}
    attempt = open_attempt(adviser, make_quiz("A1"), right=2, submit=True)
    for language in ("en", "nl"):
        result = build_attempt_result(attempt=attempt, language=language)
        links = [q.read for q in result.questions if q.read]
        assert [(link.title, link.address) for link in links] == [
            (pages[language].title, f"{pages[language].url}#second")
        ]
    assert f'href="{pages["en"].url}#second"' in result_page(visitor, attempt)


def test_lesson_that_is_not_live_is_not_linked(adviser, framework):
    make_question(competence="A1", lesson="m1/one#second")
    make_module("m1")
    for language in ("en", "nl"):
        lesson("m1/one", language).unpublish()
    attempt = open_attempt(adviser, make_quiz("A1"), right=1, submit=True)
    assert build_attempt_result(attempt=attempt, language="en").questions[0].read is None


def queries(call):
    with CaptureQueriesContext(connection) as captured:
        assert call().status_code in (200, 302)
    return len(captured)


def test_pages_take_the_same_few_queries_for_one_item_and_for_three(visitor, adviser, framework):
    """Budget per page; each is walked with 1 and with 3 quizzes, competences and questions."""
    budget = {"list": 12, "quiz": 12, "question": 12, "saving": 14, "overview": 12, "result": 14}
    make_module("m1")
    counts = []
    for codes in (["A1"], ["A1", "B1", "C1"]):
        for code in codes:
            make_question("matching", code, lesson="m1/one#second")
        quiz = make_quiz(*codes, per_competence=1)
        for _number in range(len(codes) - 1):
            make_quiz(*codes)
        counts.append(walk(visitor, adviser, quiz))
    assert counts[0] == counts[1]
    assert {name: count for name, count in counts[0].items() if count > budget[name]} == {}


def walk(visitor, adviser, quiz):
    """Take a quiz from its list to its result and count the queries of each page."""
    attempt = open_attempt(adviser, quiz)
    page = reverse("attempt", args=(attempt.pk,))
    answer = {"left-1": "b", "left-2": "a"}
    counts = {
        "list": queries(lambda: visitor.get(reverse("quizzes"))),
        "quiz": queries(lambda: visitor.get(reverse("quiz", args=(quiz.slug,)))),
        "question": queries(lambda: visitor.get(f"{page}?q=1")),
        "saving": queries(lambda: visitor.post(f"{page}?q=1", answer)),
        "overview": queries(lambda: visitor.get(reverse("attempt_review", args=(attempt.pk,)))),
    }
    for row in attempt.answers.all():
        right = row.position == 1
        response = (RIGHT if right else WRONG)["matching"]
        give_answer(attempt=attempt, position=row.position, response=response, now=timezone.now())
    submit_attempt(attempt=attempt, now=timezone.now())
    counts["result"] = queries(lambda: visitor.get(page))
    return counts
