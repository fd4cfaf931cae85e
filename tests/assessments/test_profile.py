"""The profile: kinds of evidence apart, unknown as unknown, and nobody else's."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from assessments.domain.gaps import Gap, GapState
from assessments.domain.measurement import Calibration
from assessments.domain.profile import build_profile
from cms.accounts.models import Membership
from tests.factories import people
from tests.factories.campaigns import make_campaign, make_check_in
from tests.factories.evidence import give_answers
from tests.factories.sources import make_activity
from tests.factories.training import lesson_data, load, module_data

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Brussels"))
BEFORE = NOW - timedelta(days=180)
CODES = ["A1", "A2", "A3", "B1", "B2", "C1", "C2", "C3", "C4", "D1", "D2", "D3"]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def rate(team, user, levels, now=NOW, **fields):
    return make_check_in(make_campaign(team, now=now), user, levels, now=now, **fields)


def row_of(user, code, now=NOW, language="en"):
    rows = build_profile(user, language, now).rows
    return next(row for row in rows if row.code == code)


def test_a_profile_has_four_areas_and_twelve_rows_in_the_order_of_the_framework(adviser):
    report = build_profile(adviser, "en", NOW)

    assert [area.code for area in report.areas] == ["A", "B", "C", "D"]
    assert [row.code for row in report.rows] == CODES
    assert report.role == "Experienced adviser"
    assert (report.framework_version, report.generated_at) == ("1.0", NOW)


def test_without_evidence_everything_is_unknown_and_nothing_is_zero(adviser):
    report = build_profile(adviser, "en", NOW)

    assert {(row.self_rating, row.level, row.tested, row.practice) for row in report.rows} == {
        (None, None, None, None)
    }
    assert {row.gap for row in report.rows} == {Gap(GapState.UNKNOWN)}
    assert report.headline == "No level is known yet: a check-in gives you the first."
    assert not report.has_evidence


def test_self_rating_shows_the_newest_with_the_earlier_one_beside_it(adviser, team):
    rate(team, adviser, {"A1": 1}, BEFORE, evidence_line="first")
    rate(team, adviser, {"A1": 2})

    row = row_of(adviser, "A1")

    assert (row.level, row.earlier, row.target, row.gap) == (2, 1, 3, Gap(GapState.BELOW, 1))
    assert [(r.level, r.label, r.evidence_line) for r in row.history] == [
        (2, "With support", ""),
        (1, "Aware", "first"),
    ]
    assert row.words.self_rating == ("Self-rating 2, With support, on 23 November 2026 (today).")
    assert row.words.gap == "Gap: 1 level"


def test_not_applicable_is_no_gap_no_zero_and_has_no_target_drawn(adviser, team):
    rate(team, adviser, {"A1": 1}, BEFORE)
    rate(team, adviser, {"A1": "na"})

    row = row_of(adviser, "A1")

    assert row.self_rating.is_not_applicable
    assert (row.level, row.earlier, row.notch, row.target) == (None, 1, None, 3)
    assert row.gap == Gap(GapState.NOT_APPLICABLE)
    assert row.words.target == row.words.gap == ""


def test_tested_knowledge_stands_apart_with_its_uncertainty(adviser, team):
    rate(team, adviser, {"B1": 4})
    give_answers(adviser, "B1", [1, 1, 0.5, 0, 0], NOW - timedelta(days=3))

    row = row_of(adviser, "B1")

    tested = row.tested
    assert (tested.points, tested.items, tested.fifth, tested.band) == (2.5, 5, 3, "on_the_way")
    assert (tested.low, tested.level, tested.high) == (0.85, 2.5, 4.15)
    assert tested.is_indicative
    assert row.words.tested == (
        "Tested: well on the way, 2.5 of 5 (between 0.9 and 4.2), from 5 questions until "
        "20 November 2026. Indicative: few questions."
    )
    assert (row.level, row.gap) == (4, Gap(GapState.REACHED))
    assert row.calibration == Calibration.UNTESTED


def test_tested_alone_makes_no_gap(adviser):
    give_answers(adviser, "B1", [0] * 12, NOW)

    row = row_of(adviser, "B1")

    assert (row.level, row.gap) == (None, Gap(GapState.UNKNOWN))
    assert (row.tested.fifth, row.tested.is_indicative) == (1, False)


def test_few_questions_give_no_fifth(adviser):
    give_answers(adviser, "B1", [1, 1, 1], NOW)

    assert row_of(adviser, "B1").tested.fifth is None


def test_calibration_is_said_only_where_both_are_known_well(adviser, team):
    rate(team, adviser, {"A1": 5, "A2": 1, "A3": 5, "B1": 5})
    give_answers(adviser, "A1", [1, 1, 0, 0, 0, 0, 0, 0], NOW)
    give_answers(adviser, "A2", [1] * 8, NOW)
    give_answers(adviser, "A3", [1] * 8, NOW)
    give_answers(adviser, "B1", [0] * 7, NOW)

    found = {row.code: row.calibration for row in build_profile(adviser, "en", NOW).rows}

    assert {code: note for code, note in found.items() if note} == {
        "A1": Calibration.BLIND_SPOT,
        "A2": Calibration.UNDER_CLAIM,
        "A3": Calibration.ALIGNED,
        "B1": Calibration.UNTESTED,
    }


def test_practice_counts_the_activities_that_are_not_expired(adviser, framework):
    today = NOW.date()
    for days in (10, 100, 800):
        activity = make_activity(adviser, date=today - timedelta(days=days))
        activity.competences.set([framework["C1"], framework["C2"]])

    practice = row_of(adviser, "C1").practice
    assert (practice.activities, practice.latest) == (2, today - timedelta(days=10))
    assert {item.source for item in practice.items} == {"learning log: Workshop"}
    assert row_of(adviser, "A1").practice is None


def test_a_gap_names_the_section_to_read_next(adviser, team):
    load(module_data("m1", [lesson_data("m1/one", competences=("A1",))]))
    rate(team, adviser, {"A1": 1, "B1": 3})

    rows = {row.code: row for row in build_profile(adviser, "en", NOW).rows}

    step = rows["A1"].next_step
    assert (step.title, step.heading, step.address) == (
        "One en",
        "First",
        "/en/toolkit/m1-en/one-en/#first",
    )
    assert rows["B1"].next_step is rows["C1"].next_step is None


def test_headline_counts_gaps_and_unknowns(adviser, team):
    rate(team, adviser, {"A1": 1, "A2": 3, "A3": "na", "B1": 0})

    assert build_profile(adviser, "en", NOW).headline == (
        "2 of the 3 competences that you rated lie below their target; the largest gap is B1. "
        "Of 8 competences your level is not known."
    )


def test_headline_without_targets(team, framework):
    user = people.make_adviser(team)
    rate(team, user, dict.fromkeys(CODES, 2))

    assert build_profile(user, "en", NOW).headline == (
        "Your role has no targets yet, so no gaps are known."
    )


def test_a_profile_speaks_the_language_that_is_asked(adviser, team):
    rate(team, adviser, {"A1": 2})

    with translation.override("nl"):
        row = row_of(adviser, "A1", language="nl")

    assert (row.name, row.history[0].label) == ("LMI-begrip", "Met steun")
    assert row.history[0].round == "Najaar 2026"


def test_an_extension_shows_only_where_something_is_known_of_it(adviser, team):
    assert "D4" not in [row.code for row in build_profile(adviser, "en", NOW).rows]

    make_check_in(make_campaign(team, ["D4"], now=NOW), adviser, {"D4": 1}, now=NOW)

    assert row_of(adviser, "D4").level == 1


def test_colleagues_and_other_organisations_never_leak_in(adviser, team, stranger, framework):
    colleague = people.make_adviser(team)
    theirs = Membership.objects.get(user=stranger).team
    for user, home in ((colleague, team), (stranger, theirs)):
        rate(home, user, {"A1": 5}, evidence_line="not yours")
        give_answers(user, "A1", [1] * 8, NOW)
        make_activity(user, date=NOW.date()).competences.set([framework["A1"]])

    row = row_of(adviser, "A1")

    assert (row.history, row.tested, row.practice) == ((), None, None)


def test_what_came_later_plays_no_part(adviser, team):
    rate(team, adviser, {"A1": 1}, BEFORE)
    rate(team, adviser, {"A1": 5})

    assert row_of(adviser, "A1", now=BEFORE).level == 1
