"""Practice, area test and adaptive test: from start to result, with the clock running."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from assessments.domain.attempts import (
    AlreadyAnswered,
    NothingAnswered,
    give_answer,
    submit_attempt,
    submit_overdue,
)
from assessments.domain.results import build_attempt_result
from assessments.domain.starting import keep_extra_time, minutes_for
from assessments.enums import Outcome
from assessments.models import Attempt, CurrentLevel, PersonPreference
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


def test_attempt_keeps_the_mode_it_began_with(user, bank):
    quiz = quiz_of("practice")
    attempt = start(user, quiz)
    type(quiz).objects.update(mode="check")
    attempt.refresh_from_db()
    assert attempt.mode == "practice"


# Practice


def test_practice_tells_how_it_went_right_away_and_scores_nothing_yet(visitor, adviser, bank):
    attempt = start(adviser, quiz_of("practice"), timezone.now())
    response = visitor.post(page_of(attempt, 1), WRONG | {"certainty": "certain"})
    assert response.url == page_of(attempt, 1)
    page = text(visitor.get(response.url))
    assert "Not right" in page
    assert "Misconception: not right, though you were certain" in page
    assert "Next question" in page
    assert attempt.answers.get(position=1).score is None


def test_practice_answer_stays_once_its_feedback_was_there(user, bank):
    attempt = start(user, quiz_of("practice"))
    give_answer(attempt=attempt, position=1, response=WRONG, now=NOW)
    with pytest.raises(AlreadyAnswered):
        give_answer(attempt=attempt, position=1, response=RIGHT, now=NOW + MINUTE)
    assert attempt.answers.get(position=1).response == WRONG


def test_practice_answer_sent_twice_is_one_answer(user, bank):
    attempt = start(user, quiz_of("practice"))
    first = give_answer(attempt=attempt, position=1, response=WRONG, now=NOW)
    again = give_answer(attempt=attempt, position=1, response=WRONG, now=NOW + MINUTE)
    assert (again.pk, again.answered_at) == (first.pk, NOW)


def test_practice_says_that_the_first_answer_stays(visitor, adviser, bank):
    attempt = start(adviser, quiz_of("practice"), timezone.now())
    visitor.post(page_of(attempt, 1), WRONG)
    page = text(visitor.post(page_of(attempt, 1), RIGHT, follow=True))
    assert "This question has an answer already; that one stays." in page


def test_check_gives_no_feedback_before_it_is_submitted(visitor, adviser, bank):
    attempt = start(adviser, quiz_of("check"), timezone.now())
    visitor.post(page_of(attempt, 1), WRONG)
    page = text(visitor.get(page_of(attempt, 1)))
    assert "Right answer" not in page
    assert "Why A1" not in page


# Area test


def test_area_test_draws_its_number_over_the_competences_in_turn(user, bank):
    attempt = start(user, quiz_of("area_test", items=17))
    codes = list(attempt.answers.values_list("version__question__competence__code", flat=True))
    assert (codes.count("A1"), codes.count("A2")) == (9, 8)


def test_time_limit_grows_with_the_persons_extra_time(user, bank):
    quiz = quiz_of("area_test", items=16, minutes=30)
    keep_extra_time(user=user, percent=50)
    assert start(user, quiz).ends_at == NOW + timedelta(minutes=45)
    assert start(make_user(), quiz).ends_at == NOW + timedelta(minutes=30)
    assert [minutes_for(quiz, percent) for percent in (0, 25, 100)] == [30, 38, 60]


def test_quiz_without_limit_has_no_end(user, bank):
    keep_extra_time(user=user, percent=50)
    assert start(user, quiz_of("check")).ends_at is None


def test_extra_time_is_asked_where_there_is_a_limit_and_kept(visitor, adviser, bank):
    quiz = quiz_of("area_test", items=16, minutes=30)
    page = text(visitor.get(reverse("quiz", args=(quiz.slug,))))
    assert "Do you need more time?" in page
    visitor.post(reverse("quiz_start", args=(quiz.slug,)), {"extra_time": "100"})
    attempt = Attempt.objects.get()
    assert attempt.ends_at - attempt.started_at == timedelta(minutes=60)
    assert PersonPreference.objects.get(user=adviser).extra_time == 100
    assert "60 minutes" in text(visitor.get(reverse("quiz", args=(quiz.slug,))))


@pytest.mark.parametrize(("mode", "links"), [("practice", 1), ("adaptive", 0)])
def test_overview_of_fixed_answers_does_not_speak_of_changing_them(
    visitor, adviser, bank, mode, links
):
    attempt = start(adviser, quiz_of(mode), timezone.now())
    give_answer(attempt=attempt, position=1, response=RIGHT, now=timezone.now())
    review = reverse("attempt_review", args=(attempt.pk,))
    page = text(visitor.get(review))
    assert "What you answered is fixed. Submit to see the result as a whole." in page
    assert "Look over your answers" not in page
    assert page.count(f'href="{page_of(attempt, 1)}"') == links


@pytest.mark.parametrize("sent", ["33", "-25", "x", ""])
def test_extra_time_that_is_not_offered_changes_nothing(visitor, adviser, bank, sent):
    quiz = quiz_of("area_test", items=16, minutes=30)
    visitor.post(reverse("quiz_start", args=(quiz.slug,)), {"extra_time": sent})
    assert Attempt.objects.get().ends_at - Attempt.objects.get().started_at == 30 * MINUTE
    assert not PersonPreference.objects.exists()


def test_every_page_says_how_much_time_is_left(visitor, adviser, bank):
    attempt = start(adviser, quiz_of("area_test", items=16, minutes=30), timezone.now())
    give_answer(attempt=attempt, position=1, response=RIGHT, now=timezone.now())
    for address in (page_of(attempt, 2), reverse("attempt_review", args=(attempt.pk,))):
        assert "About 30 minutes left." in text(visitor.get(address)), address


def test_answer_after_the_end_is_kept_and_does_not_count(user, bank):
    attempt = start(user, quiz_of("area_test", items=16, minutes=30))
    give_answer(attempt=attempt, position=1, response=RIGHT, now=NOW)
    give_answer(attempt=attempt, position=2, response=RIGHT, now=NOW + 31 * MINUTE)
    give_answer(attempt=attempt, position=1, response=WRONG, now=NOW + 31 * MINUTE)
    attempt = submit_attempt(attempt=attempt, now=NOW + 31 * MINUTE)
    rows = attempt.answers.filter(position__lte=2).values_list("response", "score")
    assert list(rows) == [(RIGHT, 1), (RIGHT, None)]
    assert CurrentLevel.objects.get().items == 1
    result = build_attempt_result(attempt=attempt, language="en")
    assert [row.came_late for row in result.questions[:3]] == [False, True, False]
    assert result.questions[1].outcome == Outcome.OPEN


def test_time_that_passes_mid_answer_submits_what_was_given(visitor, adviser, bank):
    attempt = start(adviser, quiz_of("area_test", items=16, minutes=30), timezone.now())
    give_answer(attempt=attempt, position=1, response=RIGHT, now=timezone.now())
    with time_machine.travel(timezone.now() + 31 * MINUTE):
        visitor.force_login(adviser)
        page = text(visitor.post(page_of(attempt, 2), RIGHT, follow=True))
    assert "The time is up." in page
    assert "This answer came after the end of the time" in page
    assert list(attempt.answers.filter(position__lte=2).values_list("score", flat=True)) == [
        1,
        None,
    ]


@pytest.mark.parametrize("name", ["attempt", "attempt_review"])
def test_opening_a_page_after_the_end_submits_nothing(visitor, adviser, bank, name):
    attempt = start(adviser, quiz_of("area_test", items=16, minutes=30), timezone.now())
    with time_machine.travel(timezone.now() + 31 * MINUTE):
        visitor.force_login(adviser)
        page = text(visitor.get(reverse(name, args=(attempt.pk,)), follow=True))
        assert "What you answered in time counts." in page
        assert not Attempt.objects.get().is_submitted
        submit = reverse("attempt_submit", args=(attempt.pk,))
        assert "You answered 0 of 16 questions." in text(visitor.post(submit, follow=True))
    assert Attempt.objects.get().is_submitted


def test_attempts_that_nobody_comes_back_to_are_submitted(user, bank):
    attempt = start(user, quiz_of("area_test", items=16, minutes=30))
    give_answer(attempt=attempt, position=1, response=RIGHT, now=NOW)
    assert submit_overdue(now=NOW + 30 * MINUTE) == 0
    assert submit_overdue(now=NOW + 31 * MINUTE) == 1
    assert submit_overdue(now=NOW + 32 * MINUTE) == 0
    assert Attempt.objects.get().submitted_at == NOW + 31 * MINUTE
    assert CurrentLevel.objects.get().items == 1


def test_nothing_answered_in_time_can_still_be_submitted(user, bank):
    attempt = start(user, quiz_of("area_test", items=16, minutes=30))
    with pytest.raises(NothingAnswered):
        submit_attempt(attempt=attempt, now=NOW + 30 * MINUTE)
    assert submit_attempt(attempt=attempt, now=NOW + 31 * MINUTE).is_submitted


def test_area_test_says_where_the_area_lies(visitor, adviser, bank):
    attempt = start(adviser, quiz_of("area_test", items=16), timezone.now())
    run_through(attempt, [RIGHT, RIGHT, RIGHT, WRONG], timezone.now())
    submit_attempt(attempt=attempt, language="en", now=timezone.now())
    area = build_attempt_result(attempt=Attempt.objects.get(), language="en").area
    assert (area.band, area.items, area.level) == ("well on the way", 16, 3.75)
    assert (area.is_indicative, area.is_estimated) == (False, False)
    assert "The area as a whole" in text(visitor.get(page_of(attempt)))
    assert Attempt.objects.get().language == "en"
