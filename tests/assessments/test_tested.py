"""Tested knowledge: the latest answer per question of a year, kept as it would be rebuilt."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from uuid import UUID

import pytest

from assessments.domain import measurement, tested
from assessments.domain.attempts import answer_lesson_check, submit_attempt
from assessments.enums import Evidence
from assessments.models import Answer, Attempt, CurrentLevel, Question, QuestionVersion
from tests.factories.people import make_user
from tests.factories.questions import NOW, RIGHT, WRONG, make_attempt, make_question, make_quiz

DAY = timedelta(days=1)
LESSON = UUID("00000000-0000-4000-8000-000000000001")


@pytest.fixture
def user(framework):
    return make_user()


def answer(user, version, score, now=NOW):
    """Put a scored answer into history as it is."""
    attempt = Attempt.objects.create(user=user, lesson=LESSON, started_at=now, submitted_at=now)
    return Answer.objects.create(
        attempt=attempt, position=1, version=version, response={}, answered_at=now, score=score
    )


def rebuilt(now, **only):
    return [row(level) for level in tested.kept_levels(now=now, **only)]


def kept():
    levels = CurrentLevel.objects.filter(evidence=Evidence.TESTED)
    return [row(level) for level in levels.order_by("user_id", "competence_id")]


def row(level):
    return (
        level.user_id,
        level.competence_id,
        level.level,
        level.answer,
        level.points,
        level.items,
        level.version_id,
        level.given_at,
    )


def test_latest_answer_to_a_question_counts_whatever_its_version(user):
    first = make_question(identifier="A1-1", stem="old")
    answer(user, first, 1, NOW - DAY)
    second = make_question(identifier="A1-1", stem="new")
    answer(user, second, 0, NOW)
    answer(user, make_question(identifier="A1-2"), Decimal("0.5"), NOW - 2 * DAY)
    level = tested.tested_levels(now=NOW)[0]
    assert (level.points, level.items, level.given_at) == (Decimal("0.5"), 2, NOW)


def test_answer_counts_for_365_days_and_no_longer(user):
    old, young = make_question(), make_question()
    answer(user, old, 1, NOW - measurement.EVIDENCE_LIFE)
    answer(user, young, 0, NOW - measurement.EVIDENCE_LIFE + timedelta(seconds=1))
    level = tested.tested_levels(now=NOW)[0]
    assert (level.points, level.items) == (0, 1)


def test_what_came_later_plays_no_part(user):
    answer(user, make_question(), 1, NOW)
    answer(user, make_question(), 1, NOW + DAY)
    assert tested.tested_levels(now=NOW)[0].items == 1


def test_open_and_unsubmitted_answers_do_not_count(user):
    for _number in range(2):
        make_question()
    make_attempt(user, make_quiz("A1"), right=2)
    assert tested.tested_levels(now=NOW + DAY) == []


def test_no_level_below_four_questions(user):
    for _number in range(3):
        answer(user, make_question(), 1)
    assert [level.level for level in tested.tested_levels(now=NOW)] == [None]
    answer(user, make_question(), 0)
    assert [level.level for level in tested.tested_levels(now=NOW)] == [4]


def test_thirds_add_up_to_a_whole_point(user):
    """Three thirds of five are a fifth, the lower edge of level 2; 0.9999 would fall below."""
    for score in ("0.3333", "0.3333", "0.3333", "0", "0"):
        answer(user, make_question(), Decimal(score))
    level = tested.tested_levels(now=NOW)[0]
    assert (level.points, level.items, level.level) == (1, 5, 2)


@pytest.mark.parametrize("denominator", range(1, 61))
def test_rounded_fraction_is_found_again(denominator):
    for numerator in range(denominator + 1):
        exact = Fraction(numerator, denominator)
        stored = (Decimal(numerator) / denominator).quantize(Decimal("0.0001"))
        assert measurement.exact(stored) == exact


def test_users_and_competences_can_be_named(user):
    other = make_user()
    for person in (user, other):
        for code in ("A1", "B1"):
            answer(person, make_question(competence=code), 1)
    mine = tested.tested_levels(user_ids=[user.pk], now=NOW)
    assert {level.user_id for level in mine} == {user.pk}
    assert len(mine) == 2
    code = Question.objects.get(identifier=Question.objects.last().identifier).competence_id
    both = tested.tested_levels(competence_ids=[code], now=NOW)
    assert {(level.user_id, level.competence_id) for level in both} == {
        (user.pk, code),
        (other.pk, code),
    }


def test_keep_removes_what_history_no_longer_bears(user):
    given = answer(user, make_question(), 1, NOW)
    competence = given.version.question.competence_id
    tested.keep_tested(user=user, competence_ids=[competence], now=NOW)
    assert len(kept()) == 1
    given.delete()
    tested.keep_tested(user=user, competence_ids=[competence], now=NOW)
    assert kept() == []


def test_what_is_kept_does_not_change_as_time_passes(user):
    """Five years later it says what it said, with its own date; and only of its own year."""
    answer(user, make_question(), 1, NOW - measurement.EVIDENCE_LIFE)
    given = answer(user, make_question(), 0, NOW)
    competence = given.version.question.competence_id
    tested.keep_tested(user=user, competence_ids=[competence], now=NOW)
    once = kept()
    later = NOW + 5 * measurement.EVIDENCE_LIFE
    tested.keep_tested(user=user, competence_ids=[competence], now=later)
    assert kept() == once == rebuilt(later)
    assert [(level[5], level[7]) for level in once] == [(1, NOW)]
    assert tested.tested_levels(now=later) == []


def test_keep_leaves_other_people_competences_and_evidence_alone(user, framework):
    other = make_user()
    for person, code in ((user, "A1"), (user, "B1"), (other, "A1")):
        CurrentLevel.objects.create(
            user=person, competence=framework[code], evidence=Evidence.TESTED, given_at=NOW
        )
    CurrentLevel.objects.create(
        user=user, competence=framework["A1"], evidence=Evidence.SELF, level=3, given_at=NOW
    )
    tested.keep_tested(user=user, competence_ids=[framework["A1"].pk], now=NOW)
    left = CurrentLevel.objects.values_list("user", "competence__code", "evidence")
    assert set(left) == {
        (user.pk, "B1", "tested"),
        (other.pk, "A1", "tested"),
        (user.pk, "A1", "self"),
    }
    assert len(left) == 3


@pytest.mark.parametrize("seed", range(8))
def test_rebuilding_equals_keeping(framework, seed):
    """Quizzes and lesson checks of three people in some order, over years, seen much later."""
    rng = Random(seed)
    for code in ("A1", "A2", "B1"):
        for _number in range(4):
            make_question(rng.choice(["single_choice", "matching", "ordering"]), code)
    people = [make_user() for _number in range(3)]
    quizzes = [make_quiz("A1", "A2"), make_quiz("A2", "B1", per_competence=3)]
    versions = list(QuestionVersion.objects.all())
    now = NOW
    for _step in range(12):
        now += timedelta(days=rng.randint(1, 250))
        person = rng.choice(people)
        if rng.random() < 0.5:
            right = rng.randint(0, 3)
            attempt = make_attempt(person, rng.choice(quizzes), right=right, wrong=1, now=now)
            submit_attempt(attempt=attempt, now=now)
        else:
            version = rng.choice(versions)
            response = rng.choice([RIGHT, WRONG])[version.kind]
            answer_lesson_check(
                user=person, lesson_key=LESSON, version=version, response=response, now=now
            )
    assert kept() == rebuilt(now) == rebuilt(now + 3 * measurement.EVIDENCE_LIFE)
    assert kept() != []


def test_summary_lies_on_the_scale_of_the_gauge(user, framework):
    for score in (1, 1, 1, 0):
        answer(user, make_question(), score)
    ids = [framework["A1"].pk, framework["B1"].pk]
    summary = tested.tested_summary(user=user, competence_ids=ids, now=NOW)
    assert len(summary) == 1
    figures = summary[0]
    assert (figures.competence_id, figures.band, figures.items) == (ids[0], "on_the_way", 4)
    assert (figures.low, figures.level, figures.high) == (1.5, 3.75, 4.77)


@pytest.mark.parametrize(("score", "band"), [(0, "review"), (1, "solid")])
def test_summary_at_the_ends_keeps_its_level_inside_its_range(user, framework, score, band):
    answer(user, make_question(), score)
    figures = tested.tested_summary(user=user, competence_ids=[framework["A1"].pk], now=NOW)[0]
    assert figures.low <= figures.level <= figures.high
    assert (figures.level, figures.band) == (5 * score, band)


def test_summary_of_another_kind_of_evidence_is_refused(framework):
    with pytest.raises(ValueError, match="tested"):
        tested.summary_of(CurrentLevel(level=3))
