"""The adaptive test from start to result; and what goes wrong halfway in every mode."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from assessments.domain.attempts import (
    AlreadyAnswered,
    AlreadySubmitted,
    give_answer,
    submit_attempt,
)
from assessments.domain.question_editing import archive_question
from assessments.domain.results import build_attempt_result
from assessments.models import CurrentLevel
from tests.assessments.quiz_sitting import (
    RIGHT,
    WRONG,
    fill_bank,
    page_of,
    quiz_of,
    run_through,
    start,
    text,
)
from tests.factories.people import make_user
from tests.factories.questions import NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def user(db):
    return make_user()


@pytest.fixture
def visitor(client, adviser):
    client.force_login(adviser)
    return client


@pytest.fixture
def bank(framework):
    fill_bank("A1", "A2")


def test_adaptive_test_adds_a_question_per_answer_and_stops(user, bank):
    attempt = start(user, quiz_of("adaptive"))
    assert attempt.answers.count() == 1
    given = run_through(attempt, [WRONG])
    assert given == attempt.answers.count() == 8
    questions = attempt.answers.values_list("version__question_id", flat=True)
    assert len(set(questions)) == 8


def test_adaptive_answer_sent_twice_adds_one_question(user, bank):
    attempt = start(user, quiz_of("adaptive"))
    for _time in range(2):
        give_answer(attempt=attempt, position=1, response=RIGHT, now=NOW)
    assert attempt.answers.count() == 2
    with pytest.raises(AlreadyAnswered):
        give_answer(attempt=attempt, position=1, response=WRONG, now=NOW)


def test_adaptive_test_can_be_submitted_early_without_what_was_drawn_ahead(user, bank):
    attempt = start(user, quiz_of("adaptive"))
    give_answer(attempt=attempt, position=1, response=RIGHT, now=NOW)
    submit_attempt(attempt=attempt, now=NOW)
    assert list(attempt.answers.values_list("position", "score")) == [(1, 1)]


def test_adaptive_result_has_the_same_format_and_leaves_tested_knowledge_alone(user, bank):
    attempt = start(user, quiz_of("adaptive"))
    given = run_through(attempt, [RIGHT, RIGHT, WRONG])
    attempt = submit_attempt(attempt=attempt, now=NOW)
    result = build_attempt_result(attempt=attempt, language="en")
    assert (result.area.items, result.area.is_estimated) == (given, True)
    assert result.area.low <= result.area.level <= result.area.high
    assert [row.code for row in result.competences] == ["A1", "A2"]
    assert len(result.questions) == given
    assert not CurrentLevel.objects.exists()


def test_adaptive_pages_go_on_to_the_open_question(visitor, adviser, bank):
    attempt = start(adviser, quiz_of("adaptive"), timezone.now())
    assert visitor.post(page_of(attempt, 1), RIGHT).url == page_of(attempt)
    page = text(visitor.get(page_of(attempt)))
    assert "<h1>Question 2</h1>" in page
    assert visitor.get(page_of(attempt, 1)).url == page_of(attempt)
    quiz = text(visitor.get(reverse("quiz", args=(attempt.quiz.slug,))))
    assert "8 to 24 questions about A1, A2" in quiz


def test_adaptive_test_avoids_the_questions_of_the_last_attempt_while_it_can(user, bank, framework):
    fill_bank("A1", each=20)
    quiz = quiz_of("adaptive")
    seen = []
    for turn in range(2):
        attempt = start(user, quiz, NOW + turn * MINUTE)
        run_through(attempt, [WRONG], NOW + turn * MINUTE)
        submit_attempt(attempt=attempt, now=NOW + turn * MINUTE)
        seen.append(set(attempt.answers.values_list("version__question_id", flat=True)))
    assert seen[0] & seen[1] == set()


@pytest.mark.parametrize("mode", ["check", "practice", "area_test", "adaptive"])
def test_attempt_outlives_the_retirement_of_its_questions(user, bank, mode):
    attempt = start(user, quiz_of(mode))
    version = attempt.answers.first().version
    archive_question(version.question)
    give_answer(attempt=attempt, position=1, response=RIGHT, now=NOW + MINUTE)
    attempt = submit_attempt(attempt=attempt, now=NOW + MINUTE)
    answer = attempt.answers.get(position=1)
    assert (answer.version, answer.score) == (version, 1)
    assert build_attempt_result(attempt=attempt, language="en").questions[0].outcome == "right"


@pytest.mark.parametrize("mode", ["practice", "area_test", "adaptive"])
def test_late_second_tab_changes_nothing_in_any_mode(user, bank, mode):
    attempt = start(user, quiz_of(mode))
    give_answer(attempt=attempt, position=1, response=WRONG, now=NOW)
    submit_attempt(attempt=attempt, now=NOW)
    before = list(attempt.answers.values())
    with pytest.raises(AlreadySubmitted):
        give_answer(attempt=attempt, position=1, response=RIGHT, now=NOW)
    assert list(attempt.answers.values()) == before
