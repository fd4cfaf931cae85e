"""A wrong key put right: what changes, what never does, and who is told."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.domain.attempts import give_answer, submit_attempt
from assessments.domain.levels import rebuild_levels
from assessments.domain.question_bank import bank_question, store_questions
from assessments.domain.regrade import (
    RegradeRefused,
    apply_regrade,
    earlier_versions,
    preview_regrade,
)
from assessments.domain.results import build_attempt_result
from assessments.models import Answer, CurrentLevel, QuestionVersion, Regrade, RegradedAnswer
from tests.assessments.question_desk import at, signed_in, text_of
from tests.factories.people import make_user
from tests.factories.questions import NOW, make_attempt, make_question, make_quiz
from tests.random_cases import drawn

LATER = NOW + timedelta(days=1)
KEYS = {
    "a": {"options": [{"key": "a", "weight": 1.0}, {"key": "b", "weight": 0}]},
    "b": {"options": [{"key": "a", "weight": 0}, {"key": "b", "weight": 1.0}]},
    "half": {"options": [{"key": "a", "weight": 0.5}, {"key": "b", "weight": 1.0}]},
}


def with_key(version, structure):
    """Give the question a new version with another key."""
    content = bank_question(version)
    row = type(content)(**{**vars(content), "structure": structure})
    store_questions(questions=[row], now=NOW)
    return QuestionVersion.objects.get(question=version.question, is_current=True)


@pytest.fixture
def asked(framework):
    """One question whose key says b, and three people who answered a, b and "I don't know"."""
    version = make_question(identifier="A1-1")
    quiz = make_quiz("A1")
    people = [make_user(f"{name}@test.example") for name in ("a", "b", "unknown")]
    make_attempt(people[0], quiz, wrong=1, submit=True)
    make_attempt(people[1], quiz, right=1, submit=True)
    attempt = make_attempt(people[2], quiz)
    give_answer(attempt=attempt, position=1, dont_know=True, now=NOW)
    submit_attempt(attempt=attempt, now=NOW)
    return version, people


def regrade(version, by_version, now=LATER):
    return apply_regrade(
        version=version, by_version=by_version, made_by=None, reason="Key was wrong.", now=now
    )


def levels():
    return list(
        CurrentLevel.objects.order_by("user", "competence").values_list("user", "points", "items")
    )


def everything():
    answers = Answer.objects.order_by("pk").values()
    return list(answers), list(RegradedAnswer.objects.order_by("pk").values()), levels()


def test_preview_says_what_would_change_and_writes_nothing(asked):
    version, _people = asked
    found = preview_regrade(version=version, by_version=with_key(version, KEYS["a"]))
    assert (found.scored, found.up, found.down, found.unread) == (3, 1, 1, 0)
    assert (found.before, found.after) == (pytest.approx(1 / 3), pytest.approx(1 / 3))
    assert Regrade.objects.count() == RegradedAnswer.objects.count() == 0
    assert not Answer.objects.filter(regraded_score__isnull=False).exists()


def test_regrade_keeps_the_first_score_beside_what_counts_now(asked):
    version, _people = asked
    done = regrade(version, with_key(version, KEYS["a"]))
    rows = Answer.objects.order_by("attempt__user").values_list("score", "regraded_score")
    assert list(rows) == [(0, 1), (1, 0), (0, None)]
    assert done.changed == 2
    changed = RegradedAnswer.objects.order_by("answer__attempt__user")
    changed = changed.values_list("before", "after")
    assert list(changed) == [(0, 1), (1, 0)]
    assert [points for _user, points, _items in levels()] == [1, 0, 0]


def test_regrade_names_those_whose_band_changes(asked):
    version, people = asked
    done = regrade(version, with_key(version, KEYS["a"]))
    assert [(row.user, row.competence, row.before, row.after) for row in done.bands] == [
        (people[0], "A1", "review", "solid"),
        (people[1], "A1", "solid", "review"),
    ]


def test_second_regrade_changes_nothing_and_tells_nobody(asked):
    version, _people = asked
    new = with_key(version, KEYS["a"])
    regrade(version, new)
    before = everything()
    done = regrade(version, new, LATER + timedelta(days=1))
    assert (done.changed, done.bands) == (0, [])
    assert everything() == before
    assert Regrade.objects.get().made_at == LATER


def test_answer_that_the_new_key_cannot_read_keeps_its_points(asked):
    version, _people = asked
    only_b = {"options": [{"key": "b", "weight": 1.0}, {"key": "c", "weight": 0}]}
    new = with_key(version, only_b)
    assert preview_regrade(version=version, by_version=new).unread == 1
    assert regrade(version, new).changed == 0


def test_attempt_that_began_before_and_ends_after_gets_the_right_key(asked):
    version, _people = asked
    late = make_user()
    attempt = make_attempt(late, make_quiz("A1"), wrong=1)
    regrade(version, with_key(version, KEYS["a"]))
    submit_attempt(attempt=attempt, now=LATER)
    answer = attempt.answers.get()
    assert (answer.score, answer.regraded_score) == (0, 1)
    assert CurrentLevel.objects.get(user=late).points == 1


def test_only_the_current_version_of_the_same_question_can_regrade(asked):
    version, _people = asked
    other = make_question(identifier="A1-2")
    middle = with_key(version, KEYS["a"])
    with_key(version, KEYS["half"])
    for by_version in (other, middle, version):
        with pytest.raises(RegradeRefused):
            regrade(version, by_version)
    assert not Regrade.objects.exists()


def test_earlier_versions_are_those_with_answers(asked):
    version, _people = asked
    with_key(version, KEYS["a"])
    with_key(version, KEYS["half"])
    assert earlier_versions(version.question) == [version]


def test_result_tells_what_was_scored_again(asked):
    version, people = asked
    regrade(version, with_key(version, KEYS["a"]))
    attempt = people[0].attempts.get()
    result = build_attempt_result(attempt=attempt, language="en")
    assert [(row.position, row.before, row.after) for row in result.regraded] == [(1, 0.0, 1.0)]
    assert result.questions[0].outcome == "right"
    unchanged = build_attempt_result(attempt=people[2].attempts.get(), language="en")
    assert unchanged.regraded == []


@settings(
    max_examples=drawn(15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(keys=st.lists(st.sampled_from(sorted(KEYS)), min_size=1, max_size=4), twice=st.booleans())
def test_any_row_of_regrades_is_bounded_and_equals_rebuilding(framework, keys, twice):
    """Whatever keys follow one another: scores stay, and rebuilding agrees."""
    version = make_question()
    quiz = make_quiz("A1")
    for right in (0, 1):
        make_attempt(make_user(), quiz, right=right, wrong=1 - right, submit=True)
    scores = list(Answer.objects.order_by("pk").values_list("score", flat=True))
    for turn, key in enumerate(keys, 1):
        new = with_key(version, KEYS[key])
        if new == version:
            continue
        for _time in range(1 + twice):
            regrade(version, new, NOW + turn * timedelta(hours=1))
        assert preview_regrade(version=version, by_version=new).changed == 0
    answers = Answer.objects.order_by("pk")
    assert list(answers.values_list("score", flat=True)) == scores
    assert all(
        row is None or Decimal(0) <= row <= 1
        for row in answers.values_list("regraded_score", flat=True)
    )
    kept = levels()
    rebuild_levels(now=NOW + timedelta(days=2))
    assert levels() == kept


# In the administration


def test_editor_sees_before_and_after_applies_once_and_people_are_told(client, asked):
    version, people = asked
    people[1].language = "en"
    people[1].save(update_fields=["language"])
    signed_in(client, "change_question", "view_question")
    with_key(version, KEYS["a"])
    page = text_of(client.get(at("regrade", version)))
    assert "Score 2 answers again" in page
    sent = {"version": version.pk, "reason": "B was called right."}
    for _time in range(2):
        response = client.post(at("regrade", version), sent)
        assert response.url == at("statistics", version)
    assert sorted(message.to[0] for message in mail.outbox) == ["a@test.example", "b@test.example"]
    told = next(message for message in mail.outbox if message.to == ["b@test.example"])
    assert told.subject == "Your tested knowledge of A1 was corrected"
    assert "was: solid" in told.body
    assert "now is: to review" in told.body
    assert Regrade.objects.get().reason == "B was called right."


def test_regrade_asks_for_a_reason_and_a_version_of_this_question(client, asked):
    version, _people = asked
    signed_in(client, "change_question")
    with_key(version, KEYS["a"])
    assert client.post(at("regrade", version), {"version": version.pk}).status_code == 200
    other = make_question(identifier="A1-2")
    sent = {"version": other.pk, "reason": "x"}
    for wrong in (sent, {"version": "x", "reason": "x"}):
        assert client.post(at("regrade", version), wrong, follow=True).status_code == 404
    assert not Regrade.objects.exists()


def test_whoever_may_only_look_cannot_regrade(client, asked):
    version, _people = asked
    signed_in(client, "view_question")
    with_key(version, KEYS["a"])
    response = client.post(at("regrade", version), {"version": version.pk, "reason": "x"})
    assert response.status_code in (302, 403)
    assert not Regrade.objects.exists()
