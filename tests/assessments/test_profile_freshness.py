"""A profile as time passes: ages of evidence, areas, and the private note with certainty."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from assessments.domain.freshness import Ages, ages_for
from assessments.domain.gaps import Gap, GapState
from assessments.domain.measurement import WrongAnswers
from assessments.domain.profile import build_profile
from assessments.enums import Freshness
from assessments.models import Answer, EvidencePolicy, Rating
from tests.factories.campaigns import make_campaign, make_check_in
from tests.factories.evidence import give_answers

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Brussels"))
BEFORE = NOW - timedelta(days=180)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def rate(team, user, levels, now=NOW):
    return make_check_in(make_campaign(team, now=now), user, levels, now=now)


def row_of(user, code):
    return next(row for row in build_profile(user, "en", NOW).rows if row.code == code)


def test_a_test_of_more_than_a_year_ago_is_ageing_and_still_shown(adviser):
    give_answers(adviser, "B1", [1] * 8, NOW - timedelta(days=400))

    row = row_of(adviser, "B1")

    assert (row.tested.items, row.tested.freshness) == (8, Freshness.AGEING)
    assert row.words.tested_age == "Ageing: 12 months or more old."
    assert row.tested_expired is None


def test_a_test_of_more_than_two_years_ago_is_expired_not_zero(adviser):
    give_answers(adviser, "B1", [1] * 8, NOW - timedelta(days=800))

    row = row_of(adviser, "B1")

    assert row.tested is None
    assert row.tested_expired == NOW - timedelta(days=800)
    assert row.words.tested.startswith("Tested too long ago: on 14 September 2024 (2\xa0years ago)")
    assert row.words.tested_age == "Expired: 24 months or more old. It no longer counts."


def test_an_expired_rating_is_said_and_makes_no_gap(adviser, team):
    EvidencePolicy.objects.create(
        organisation=team.organisation, current_months=2, expired_months=5
    )
    rate(team, adviser, {"A1": 1, "A2": 3}, BEFORE)
    rate(team, adviser, {"A2": 1})

    report = build_profile(adviser, "en", NOW)
    rows = {row.code: row for row in report.rows}

    assert (rows["A1"].level, rows["A1"].standing, rows["A1"].ring) == (1, None, 1)
    assert rows["A1"].gap == Gap(GapState.EXPIRED)
    assert rows["A1"].words.gap == "Gap unknown: your self-rating is too old"
    assert rows["A1"].next_step is None
    assert rows["A2"].self_rating.freshness == Freshness.CURRENT


def test_the_organisation_sets_the_ages(adviser, team, stranger):
    EvidencePolicy.objects.create(
        organisation=team.organisation, current_months=3, expired_months=9
    )
    rate(team, adviser, {"A1": 1}, BEFORE)

    assert ages_for(adviser) == Ages(3, 9)
    assert ages_for(stranger) == Ages(12, 24)
    assert row_of(adviser, "A1").self_rating.freshness == Freshness.AGEING


def test_an_area_is_tested_by_its_own_questions_and_firm_from_sixteen(adviser):
    """Fifteen right of one competence and one wrong of another: the pool, not the average."""
    give_answers(adviser, "B1", [1] * 14, NOW)
    give_answers(adviser, "B2", [0], NOW)

    area = {area.code: area for area in build_profile(adviser, "en", NOW).areas}["B"]
    assert (area.tested.points, area.tested.items, area.tested.band) == (14, 15, "solid")
    assert area.tested.is_indicative
    assert area.words.startswith("The whole area. Tested: solid, 4.7 of 5")

    give_answers(adviser, "B2", [0], NOW)
    areas = {area.code: area for area in build_profile(adviser, "en", NOW).areas}
    assert (areas["B"].tested.items, areas["B"].tested.is_indicative) == (16, False)
    assert areas["A"].tested is None


def test_certain_wrong_answers_are_told_from_a_gap(adviser, team):
    rate(team, adviser, {"A1": 5, "A2": 5})
    for code in ("A1", "A2"):
        give_answers(adviser, code, [0] * 8, NOW)
    Answer.objects.filter(version__question__competence__code="A1").update(certainty="certain")

    rows = {row.code: row for row in build_profile(adviser, "en", NOW).rows}

    assert rows["A1"].wrong_answers == WrongAnswers.MISCONCEPTION
    assert rows["A2"].wrong_answers == WrongAnswers.GAP
    assert "You were certain of wrong answers" in rows["A1"].words.calibration
    assert "there is something left to learn" in rows["A2"].words.calibration


def test_rather_not_say_is_no_level_and_not_said_to_be_inapplicable(adviser, team):
    check_in = rate(team, adviser, {"A1": 2})
    rating = check_in.ratings.get()
    Rating.objects.create(
        user=adviser,
        check_in=check_in,
        competence=rating.competence,
        version=rating.version,
        answer="declined",
        given_at=NOW,
    )

    row = row_of(adviser, "A1")

    assert row.self_rating.is_declined
    assert (row.level, row.gap) == (None, Gap(GapState.UNKNOWN))
    assert row.words.self_rating.startswith("You would rather not say, on 23 November 2026")
