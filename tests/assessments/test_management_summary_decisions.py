"""The rules that turn figures into decisions, one by one, and in their order."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.domain.management_summary_decisions import decisions, is_low
from assessments.domain.sufficiency_rows import ActionRow, RuleRow, StatusTag
from assessments.domain.team_report import Participation, build_team_report
from assessments.domain.team_report_cells import AreaReport, CellReport, CompetenceRow
from assessments.domain.team_report_training import ModuleOffer, TrainingStep
from assessments.domain.training_cost import money
from assessments.enums import SufficiencyState
from tests.factories.people import make_organisation, root_of

pytestmark = pytest.mark.django_db
LAST = "Set the day of the next check-in round now."


def row(code, median=2, target=3, tested=None):
    rated = CellReport("self", "Self-rating", n=6, median=median, target=target)
    known = CellReport("tested", "Tested knowledge", n=6, median=tested, target=target)
    if tested is None:
        known = CellReport("tested", "Tested knowledge", withheld="minimum_size")
    return CompetenceRow(code, f"Name {code}", rated, known, "")


def step(row, *titles):
    modules = tuple(ModuleOffer(None, title, "/", 30, (), (), "") for title in titles)
    return TrainingStep(row, "", modules, "" if titles else "none")


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


@pytest.fixture
def empty():
    return report()


def report(*rows, training=(), took_part=(6, 6), strengths=()):
    empty = build_team_report(team=root_of(make_organisation()), language="en")
    return replace(
        empty,
        areas=(AreaReport("A", "A", rows),),
        needs=tuple(each for each in rows if each.self_rating.is_gap)[:3],
        training=training,
        participation=Participation(took_part[1], took_part[0], "Few checked in."),
        strengths=strengths,
    )


def whats(*args, **more):
    return [decision.what for decision in decisions(report(*args, **more), None)]


def test_low_participation_comes_first():
    first, *_rest = decisions(report(row("A1", tested=2), took_part=(5, 9)), None)
    assert (
        first.what == "Give everybody time for the check-in of the next round: about ten minutes."
    )
    assert first.why == "Few checked in. Below 60% the figures say little about the others."


def test_training_goes_to_the_gap_whose_knowledge_is_below_target_too():
    knows, lacks = row("A1", tested=3), row("B1", tested=2)
    training = (step(knows, "Basics"), step(lacks, "Quality", "Figures"))
    first, second, last = decisions(report(knows, lacks, training=training), Decimal(50))
    assert first.what == "Plan “Quality” and “Figures” before the next round, in working time."
    assert first.why == "B1 Name B1: 1 hour a person, 6 hours for 6 people: €300 at €50 an hour."
    assert second.what.startswith("Make room to practise A1:")
    assert last.what == LAST


def test_knowledge_behind_the_self_rating_is_looked_into_the_widest_first():
    small, wide = row("A1", median=3, tested=2), row("B1", median=4, tested=2)
    found = decisions(report(small, wide), None)
    assert (found[0].what, found[0].why) == (
        "Look into B1 Name B1 before you rely on it.",
        "People rate themselves at 4, their answers show 2.",
    )


def test_unknown_knowledge_and_missing_modules_are_named():
    bare = row("A1")
    assert whats(bare, training=(step(bare),)) == [
        "Let more people take the quiz on A1.",
        "Look for training in A1 elsewhere.",
        LAST,
    ]


def test_without_targets_these_come_first_and_a_strength_is_shared():
    assert whats(row("A1", target=None, tested=2))[0] == (
        "Give every adviser a role profile with targets."
    )
    good = row("A1", median=3, tested=3)
    assert whats(good, strengths=(good,)) == [
        "Let this team show others how it handles A1 Name A1.",
        LAST,
    ]


@given(st.integers(1, 500), st.integers(0, 500))
def test_participation_is_low_below_three_in_five(people, checked_in):
    assert is_low(people, checked_in) == (checked_in / people < 0.6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.integers(0, 5),
            st.none() | st.integers(0, 5),
            st.none() | st.integers(0, 5),
            st.booleans(),
        ),
        max_size=6,
    ),
    st.integers(0, 9),
)
def test_there_are_one_to_three_decisions_and_none_twice(empty, rows, checked_in):
    made = [row(f"A{n}", *figures[:3]) for n, figures in enumerate(rows)]
    gaps = [each for each in made if each.self_rating.is_gap][:3]
    training = tuple(
        step(each, *(["Module"] if rows[made.index(each)][3] else [])) for each in gaps
    )
    found = decisions(
        replace(
            empty,
            areas=(AreaReport("A", "A", tuple(made)),),
            needs=tuple(gaps),
            training=training,
            participation=Participation(9, checked_in, ""),
        ),
        None,
    )
    assert 1 <= len(found) <= 3
    assert len({decision.what for decision in found}) == len(found)
    assert len(found) == 3 or found[-1].what == LAST


@pytest.mark.parametrize(
    ("minutes", "hourly", "euros"),
    [(0, "50", 0), (30, "50", 25), (59, "60", 59), (60, "50", 50), (61, "50", 75), (100, "33", 66)],
)
def test_money_is_that_of_the_hours_that_are_shown(minutes, hourly, euros):
    assert money(minutes, Decimal(hourly)) == euros


def short_of(competence, action=None):
    tag = StatusTag(SufficiencyState.FRAGILE, "Fragile", "≈", date(2026, 3, 31))
    terms = "at least 4 people at level 3 or higher"
    return RuleRow(
        1, competence, "Gent", 1, terms, "Self-rating", tag, "Open", True, action, "", False
    )


def test_expertise_that_is_short_comes_before_training_until_an_action_is_planned():
    gap = row("A1")
    figures = report(gap, training=(step(gap, "Quality"),))
    planned = ActionRow("Course", "An", date(2026, 6, 1), 8, None, is_late=False, done_at=None)
    first, second, *_rest = decisions(figures, None, [short_of("B1", planned), short_of("B2")])
    assert first.what == "Decide who does what about B2 in Gent, by when."
    assert first.why == "Fragile. Self-rating: at least 4 people at level 3 or higher."
    assert second.what.startswith("Plan “Quality”")
    assert decisions(figures, None, [short_of("B1", planned)]) == decisions(figures, None)
