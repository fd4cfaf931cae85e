"""An attempt from start to submission: what is kept, what is refused, what a repeat does."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from assessments.domain import starting
from assessments.domain.attempts import (
    AlreadySubmitted,
    InvalidResponse,
    NoSuchQuestion,
    NothingAnswered,
    answer_lesson_check,
    give_answer,
    submit_attempt,
)
from assessments.domain.question_bank import BankQuestion, store_questions
from assessments.domain.starting import NothingToDraw, start_attempt
from assessments.enums import QuestionState
from assessments.models import Answer, Attempt, CurrentLevel, Question, QuestionVersion
from tests.factories.people import make_user
from tests.factories.questions import (
    KINDS,
    NOW,
    RIGHT,
    WRONG,
    make_attempt,
    make_question,
    make_quiz,
)

LESSON = UUID("00000000-0000-4000-8000-000000000001")
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def user(db):
    return make_user()


@pytest.fixture
def quiz(framework):
    """Two questions each about A1 and A2, of which the bank has three each."""
    for code in ("A1", "A2"):
        for _number in range(3):
            make_question(competence=code)
    return make_quiz("A1", "A2")


def start(user, quiz, now=NOW, seed=1):
    return start_attempt(user=user, quiz=quiz, now=now, rng=Random(seed))


def state(attempt):
    """Everything of an attempt that a refused change must leave alone."""
    fields = ("position", "response", "is_dont_know", "certainty", "answered_at", "score")
    return Attempt.objects.get(pk=attempt.pk).submitted_at, list(
        attempt.answers.values_list(*fields)
    )


def test_start_draws_from_each_competence_in_positions_from_one(user, quiz):
    attempt = start(user, quiz)
    drawn = attempt.answers.values_list("position", "version__question__competence__code")
    assert list(drawn) == [(1, "A1"), (2, "A1"), (3, "A2"), (4, "A2")]
    assert attempt.started_at == NOW


def test_start_twice_returns_the_open_attempt_with_its_questions(user, quiz):
    first = start(user, quiz)
    second = start(user, quiz, LATER, seed=2)
    assert second == first
    assert Answer.objects.count() == 4


def test_start_draws_nothing_archived_expired_or_replaced(user, framework):
    make_question(competence="B1", identifier="B1-1")
    Question.objects.update(state=QuestionState.ARCHIVED)
    make_question(competence="B1", identifier="B1-2", valid_until=date(2026, 3, 1))
    make_question(competence="B1", identifier="B1-3", stem="old words")
    new = make_question(competence="B1", identifier="B1-3", stem="new words")
    last_day = make_question(competence="B1", identifier="B1-4", valid_until=date(2026, 3, 2))
    attempt = start(user, make_quiz("B1", per_competence=9))
    assert set(attempt.answers.values_list("version", flat=True)) == {new.pk, last_day.pk}


def test_start_without_questions_is_refused_and_leaves_nothing(user, framework):
    with pytest.raises(NothingToDraw):
        start(user, make_quiz("B2"))
    assert Attempt.objects.count() == 0


def test_next_attempt_avoids_the_last_ones_questions_where_it_can(user, quiz):
    first = make_attempt(user, quiz, right=4, submit=True)
    second = start(user, quiz, LATER)
    seen = [
        set(attempt.answers.values_list("version__question_id", flat=True))
        for attempt in (first, second)
    ]
    assert len(seen[0] & seen[1]) == 2  # three questions, two drawn: one of each must return


def test_another_persons_attempt_plays_no_part(user, quiz):
    theirs = make_attempt(make_user(), quiz, right=4)
    mine = start(user, quiz)
    assert mine != theirs
    assert mine.user == user


def test_database_refuses_a_second_open_attempt(user, quiz):
    start(user, quiz)
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.create(user=user, quiz=quiz, started_at=NOW)


def test_start_that_loses_the_race_returns_the_winners_attempt(user, quiz, monkeypatch):
    """The other tab starts after we have looked and before we write."""
    drawn = starting._drawn

    def meanwhile(*args):
        versions = drawn(*args)
        Attempt.objects.create(user=user, quiz=quiz, started_at=NOW)
        return versions

    monkeypatch.setattr(starting, "_drawn", meanwhile)
    attempt = start(user, quiz)
    assert Attempt.objects.get() == attempt
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_stored_and_scored(user, framework, kind):
    make_question(kind, "A1")
    make_question(kind, "A1")
    attempt = make_attempt(user, make_quiz("A1"), right=1, wrong=1, submit=True)
    stored = attempt.answers.values_list("response", "score")
    assert list(stored) == [(RIGHT[kind], Decimal(1)), (WRONG[kind], Decimal(0))]


def test_answer_can_be_changed_until_the_attempt_is_submitted(user, quiz):
    attempt = start(user, quiz)
    give_answer(attempt=attempt, position=1, response={"choice": "a"}, certainty="certain", now=NOW)
    give_answer(attempt=attempt, position=1, dont_know=True, certainty="certain", now=LATER)
    answer = attempt.answers.get(position=1)
    assert (answer.response, answer.is_dont_know, answer.certainty) == (None, True, "")
    assert (answer.answered_at, answer.score) == (LATER, None)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"response": {"choice": "z"}}, "unknown_key"),
        ({"response": {}}, "missing"),
        ({"response": None}, "missing"),
        ({"response": {"choice": ["a"]}}, "wrong_type"),
        ({"response": {"choice": "a"}, "certainty": "very"}, "unknown_certainty"),
    ],
)
def test_invalid_response_is_refused_and_changes_nothing(user, quiz, given, code):
    attempt = make_attempt(user, quiz, right=1)
    before = state(attempt)
    with pytest.raises(InvalidResponse) as refused:
        give_answer(attempt=attempt, position=1, now=LATER, **given)
    assert refused.value.code == code
    assert state(attempt) == before


@pytest.mark.parametrize("position", [0, 5, -1])
def test_position_outside_the_attempt_is_refused(user, quiz, position):
    attempt = start(user, quiz)
    with pytest.raises(NoSuchQuestion):
        give_answer(attempt=attempt, position=position, response={"choice": "b"}, now=NOW)


def test_late_second_tab_cannot_overwrite_a_submitted_attempt(user, quiz):
    stale = make_attempt(user, quiz, wrong=4)
    submit_attempt(attempt=stale, now=NOW)
    before = state(stale)
    assert stale.submitted_at is None  # as the second tab knows it
    with pytest.raises(AlreadySubmitted):
        give_answer(attempt=stale, position=1, response={"choice": "b"}, now=LATER)
    assert state(stale) == before


def test_submit_scores_what_was_answered_and_leaves_the_rest_open(user, quiz):
    attempt = make_attempt(user, quiz, right=1, wrong=1)
    give_answer(attempt=attempt, position=3, dont_know=True, now=NOW)
    submit_attempt(attempt=attempt, now=LATER)
    assert list(attempt.answers.values_list("score", flat=True)) == [1, 0, 0, None]
    assert Attempt.objects.get().submitted_at == LATER


def test_second_submit_changes_nothing(user, quiz):
    attempt = make_attempt(user, quiz, right=4, submit=True)
    before, levels = state(attempt), list(CurrentLevel.objects.values())
    again = submit_attempt(attempt=attempt, now=LATER)
    assert again.submitted_at == NOW
    assert (state(attempt), list(CurrentLevel.objects.values())) == (before, levels)


def test_submit_of_nothing_is_refused_and_stays_open(user, quiz):
    attempt = start(user, quiz)
    with pytest.raises(NothingAnswered):
        submit_attempt(attempt=attempt, now=NOW)
    assert not Attempt.objects.get().is_submitted


def test_submit_keeps_tested_knowledge_of_the_answered_competences_only(user, quiz):
    make_attempt(user, quiz, right=2, submit=True)
    kept = CurrentLevel.objects.values_list("competence__code", "points", "items", "level")
    assert list(kept) == [("A1", Decimal(2), 2, None)]


def test_edited_question_changes_no_old_attempt(user, framework):
    old = make_question("numeric", "B2", identifier="B2-1")
    attempt = make_attempt(user, make_quiz("B2"), right=1, submit=True)
    before = state(attempt)
    row = BankQuestion("B2-1", "true_false", {"options": []}, {})
    store_questions(questions=[row], now=LATER)
    assert state(attempt) == before
    assert attempt.answers.get().version == old
    versions = QuestionVersion.objects.values_list("number", "kind", "is_current")
    assert list(versions) == [(1, "numeric", False), (2, "true_false", True)]


def check(user, version, now=NOW, **given):
    return answer_lesson_check(user=user, lesson_key=LESSON, version=version, now=now, **given)


def test_lesson_check_is_an_attempt_of_one_answer_scored_at_once(user, framework):
    answer = check(user, make_question(), response={"choice": "b"}, certainty="unsure")
    attempt = Attempt.objects.get()
    assert (attempt.quiz, attempt.lesson, attempt.submitted_at) == (None, LESSON, NOW)
    assert list(attempt.answers.all()) == [answer]
    assert (answer.score, answer.certainty) == (1, "unsure")
    kept = CurrentLevel.objects.values_list("user", "competence__code", "points", "items")
    assert list(kept) == [(user.pk, "A1", 1, 1)]


def test_lesson_check_sent_twice_is_one_answer(user, framework):
    version = make_question()
    first = check(user, version, response={"choice": "a"})
    assert check(user, version, NOW + timedelta(seconds=5), response={"choice": "a"}) == first
    assert Answer.objects.count() == 1


def test_lesson_check_answered_again_is_a_second_attempt(user, framework):
    version = make_question()
    check(user, version, response={"choice": "a"})
    check(user, version, NOW + timedelta(seconds=5), response={"choice": "b"})
    check(user, version, LATER, dont_know=True)
    assert list(Answer.objects.order_by("pk").values_list("score", flat=True)) == [0, 1, 0]
    assert list(CurrentLevel.objects.values_list("points", "items")) == [(0, 1)]


def test_lesson_check_that_does_not_fit_leaves_nothing(user, framework):
    with pytest.raises(InvalidResponse):
        check(user, make_question(), response={"choice": "z"})
    assert (Attempt.objects.count(), CurrentLevel.objects.count()) == (0, 0)


def test_lesson_check_of_one_person_is_nobody_elses_click(user, framework):
    version = make_question()
    check(make_user(), version, response={"choice": "b"})
    check(user, version, response={"choice": "b"})
    assert set(Attempt.objects.values_list("user", flat=True)) == set(
        CurrentLevel.objects.values_list("user", flat=True)
    )
    assert Attempt.objects.count() == 2
