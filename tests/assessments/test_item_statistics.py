"""Figures of questions: against values worked out by hand, without people, from 30 answers up."""

from datetime import timedelta
from uuid import uuid4

import numpy as np
import pandas as pd
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.domain.item_figures import (
    alpha_of,
    discriminations,
    flags_of,
    omega_of,
    reliability,
)
from assessments.domain.item_statistics import compute_statistics
from assessments.models import Answer, AreaReliability, Attempt, QuestionStatistics
from tests.assessments.question_desk import at, signed_in, text_of
from tests.factories.people import make_user
from tests.factories.questions import NOW, make_question

LATER = NOW + timedelta(days=1)


def one_factor(loadings, uniqueness):
    loadings = np.array(loadings)
    return np.outer(loadings, loadings) + np.diag(uniqueness)


def test_alpha_of_a_matrix_worked_out_by_hand():
    cov = np.array([[1.0, 0.5], [0.5, 1.0]])
    assert alpha_of(cov) == pytest.approx(2 * (1 - 2 / 3))


def test_alpha_and_omega_agree_when_all_loadings_are_equal():
    cov = one_factor([0.6, 0.6, 0.6, 0.6], [0.64] * 4)
    expected = 2.4**2 / (2.4**2 + 4 * 0.64)
    assert omega_of(cov) == pytest.approx(expected, abs=1e-4)
    assert alpha_of(cov) == pytest.approx(expected, abs=1e-4)


def test_omega_finds_the_loadings_that_a_matrix_was_made_of():
    loadings, uniqueness = [0.9, 0.7, 0.5, 0.3], [0.3, 0.5, 0.6, 0.9]
    cov = one_factor(loadings, uniqueness)
    expected = 2.4**2 / (2.4**2 + 2.3)
    assert omega_of(cov) == pytest.approx(expected, abs=1e-3)
    assert alpha_of(cov) < omega_of(cov)


def test_no_figure_where_there_is_no_spread():
    assert omega_of(np.zeros((3, 3))) is None
    assert alpha_of(np.zeros((3, 3))) is None
    assert alpha_of(np.ones((1, 1))) is None


@settings(max_examples=40, deadline=None)
@given(
    loadings=st.lists(st.floats(0.2, 0.9), min_size=3, max_size=12),
    rest=st.floats(0.1, 1.0),
)
def test_omega_lies_between_0_and_1(loadings, rest):
    assert 0 <= omega_of(one_factor(loadings, [rest] * len(loadings))) <= 1


def test_discrimination_is_the_correlation_with_the_other_questions():
    rng = np.random.default_rng(1)
    points = rng.integers(0, 2, size=(60, 4)).astype(float)
    frame = pd.DataFrame(
        {
            "attempt": np.repeat(np.arange(60), 4),
            "area": 1,
            "version": np.tile(np.arange(4), 60),
            "points": points.ravel(),
        }
    )
    found = discriminations(frame)
    for item in range(4):
        rest = np.delete(points, item, axis=1).mean(axis=1)
        assert found[item] == pytest.approx(np.corrcoef(points[:, item], rest)[0, 1])


def test_reliability_leaves_out_questions_that_few_pairs_have():
    rng = np.random.default_rng(1)
    ability = rng.normal(size=(80, 1))
    points = (rng.normal(size=(80, 4)) < ability).astype(float)
    attempts, versions = np.repeat(np.arange(80), 4), np.tile(np.arange(4), 80)
    rare = ([1, 2, 3], [9, 9, 9], [1.0, 0.0, 1.0])
    found = reliability(
        np.concatenate([attempts, rare[0]]),
        np.concatenate([versions, rare[1]]),
        np.concatenate([points.ravel(), rare[2]]),
    )
    assert (found.n, found.items) == (80, 4)
    assert found.alpha == pytest.approx(alpha_of(np.cov(points, rowvar=False)))


def options(*, wrong, right):
    return [{"share": wrong, "points": 0}, {"share": right, "points": 1}]


@pytest.mark.parametrize(
    ("changes", "flag"),
    [
        ({"facility": 0.97}, "too_easy"),
        ({"facility": 0.1}, "too_hard"),
        ({"discrimination": -0.1}, "negative"),
        ({"discrimination": 0.05}, "weak"),
        ({"guess_rate": 0.4}, "guessed"),
        ({"dont_know": 0.5}, "unknown"),
        ({"options": options(wrong=0.6, right=0.4)}, "wrong_preferred"),
        ({"options": options(wrong=0.0, right=0.9)}, "never_chosen"),
    ],
)
def test_each_flag_has_its_bound(changes, flag):
    sound = {
        "facility": 0.6,
        "discrimination": 0.3,
        "guess_rate": 0.1,
        "dont_know": 0.1,
        "options": options(wrong=0.3, right=0.7),
    }
    assert flags_of(**sound) == []
    assert flags_of(**{**sound, **changes}) == [flag]


def answered(version, n, *, right, language="nl", certainty="", dont_know=0):
    """Give n people an answer each: the first right, the last "I don't know", the rest wrong."""
    for number in range(n):
        is_right, unknown = number < right, number >= n - dont_know
        attempt = Attempt.objects.create(
            user=make_user(), lesson=uuid4(), language=language, started_at=NOW, submitted_at=NOW
        )
        Answer.objects.create(
            attempt=attempt,
            position=1,
            version=version,
            response=None if unknown else {"choice": "b" if is_right else "a"},
            is_dont_know=unknown,
            certainty="" if unknown else certainty,
            answered_at=NOW,
            score=int(is_right),
        )


def test_figures_of_a_version_by_language_and_in_all(framework):
    version = make_question()
    answered(version, 30, right=15, language="nl", certainty="unsure", dont_know=6)
    answered(version, 10, right=10, language="en")
    made = compute_statistics(now=LATER)
    assert (made.answers, made.versions) == (40, 3)
    rows = {row.language: row for row in QuestionStatistics.objects.all()}
    assert (rows[""].n, rows[""].facility, rows[""].dont_know) == (40, 0.625, 0.15)
    assert (rows["nl"].n, rows["nl"].facility, rows["nl"].dont_know) == (30, 0.5, 0.2)
    assert rows["nl"].options == [
        {"key": "a", "n": 9, "points": 0.0, "share": 0.3},
        {"key": "b", "n": 15, "points": 1.0, "share": 0.5},
        {"key": "c", "n": 0, "points": 0.0, "share": 0.0},
    ]
    assert rows["nl"].guess_rate is None  # 24 said how sure they were
    assert rows["nl"].flags == ["never_chosen"]
    assert rows[""].computed_at == LATER


def test_below_thirty_answers_only_their_number_is_kept(framework):
    answered(make_question(), 29, right=20, certainty="unsure")
    compute_statistics(now=LATER)
    for row in QuestionStatistics.objects.all():
        figures = (row.facility, row.discrimination, row.guess_rate, row.dont_know)
        assert (row.n, figures, row.options, row.flags) == (29, (None,) * 4, [], [])


def test_guess_rate_counts_right_though_unsure(framework):
    version = make_question()
    answered(version, 20, right=10, certainty="unsure")
    answered(version, 20, right=20, certainty="certain")
    compute_statistics(now=LATER)
    assert QuestionStatistics.objects.get(language="").guess_rate == 0.25


def test_regraded_score_counts(framework):
    version = make_question()
    answered(version, 30, right=0)
    Answer.objects.update(regraded_score=1)
    compute_statistics(now=LATER)
    assert QuestionStatistics.objects.get(language="").facility == 1


def test_computing_again_replaces_what_was_there(framework):
    answered(make_question(), 30, right=15)
    for moment in (NOW, LATER):
        compute_statistics(now=moment)
    assert set(QuestionStatistics.objects.values_list("computed_at", flat=True)) == {LATER}
    assert QuestionStatistics.objects.count() == 2
    assert AreaReliability.objects.count() == 2


def test_answers_that_are_not_submitted_play_no_part(framework):
    answered(make_question(), 3, right=3)
    Answer.objects.update(score=None)
    assert compute_statistics(now=LATER).answers == 0
    assert not QuestionStatistics.objects.exists()


def test_command_says_what_it_did(framework, capsys):
    answered(make_question(), 3, right=3)
    call_command("compute_statistics")
    assert "3 answers: 2 rows of questions, 2 of areas" in capsys.readouterr().out


def test_page_shows_stored_figures_and_nobody(client, framework):
    version = make_question(identifier="A1-1")
    answered(version, 30, right=15)
    compute_statistics(now=LATER)
    people = set(Attempt.objects.values_list("user__email", flat=True))
    signed_in(client, "view_question")
    page = text_of(client.get(at("statistics", version)))
    assert "50%" in page
    assert "second" in page
    assert [email for email in people if email in page] == []


def test_page_says_how_many_answers_are_missing(client, framework):
    version = make_question(identifier="A1-1")
    answered(version, 12, right=12)
    signed_in(client, "view_question")
    assert "Not yet: 0 of 30 answers" in text_of(client.get(at("statistics", version)))
    compute_statistics(now=LATER)
    page = text_of(client.get(at("statistics", version)))
    assert "Not yet: 12 of 30 answers." in page
    assert "100%" not in page


def test_page_takes_the_same_queries_for_one_version_and_three(client, framework):
    version = make_question(identifier="A1-1")
    answered(version, 30, right=15)
    compute_statistics(now=LATER)
    signed_in(client, "view_question")
    client.get(at("statistics", version))
    with CaptureQueriesContext(connection) as one:
        client.get(at("statistics", version))
    for stem in ("two", "three"):
        answered(make_question(identifier="A1-1", stem=stem), 30, right=15)
    compute_statistics(now=LATER)
    with CaptureQueriesContext(connection) as three:
        client.get(at("statistics", version))
    assert len(three) == len(one)
