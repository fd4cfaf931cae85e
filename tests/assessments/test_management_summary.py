"""The management summary: the report's figures in a budget holder's words, and nothing else."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.domain.management_summary import build_management_summary
from assessments.domain.snapshots import close_campaign
from assessments.domain.team_report import build_team_report
from assessments.models import EvidencePolicy
from cms.accounts.models import Team
from tests.factories.people import make_organisation, make_team, root_of
from tests.factories.reports import (
    NOW,
    check_in,
    close_a_round,
    give_tested,
    make_advisers,
    make_framework,
    make_profile,
    make_round,
)
from tests.factories.training import lesson_data, load, make_module, module_data

pytestmark = pytest.mark.django_db
QUARTER = timedelta(days=91)


@pytest.fixture
def competences():
    return make_framework("A1", "B1", "Z9")


@pytest.fixture
def root(competences):
    return root_of(make_organisation("Centre"))


def count(team, competences, answers, moment=NOW):
    campaign = make_round(team, competences, opens_at=moment - timedelta(days=20), closes_at=moment)
    check_in(campaign, answers, at=moment - timedelta(days=1))
    return close_campaign(campaign=campaign, now=moment)


def people_of(team, competences, number, target=3):
    targets = dict.fromkeys(competences.values(), target)
    return make_advisers(team, number, make_profile(team.organisation, targets))


def summary_of(team, language="en", **more):
    found = Team.objects.select_related("organisation").get(pk=team.pk)
    return build_management_summary(team=found, language=language, now=NOW, **more)


def levels(people, competences, *given):
    chosen = [
        level for level in zip(competences.values(), given, strict=True) if level[1] is not None
    ]
    return {who: dict(chosen) for who in people}


def test_needs_are_those_of_the_report_with_a_sentence_each(root, competences):
    people = people_of(root, competences, 6)
    give_tested({who: {competences["B1"]: 3} for who in people})
    count(root, competences, levels(people, competences, 2, 1, 3))
    summary = summary_of(root)
    report = build_team_report(team=root, language="en")
    assert [need.row for need in summary.needs] == list(report.needs)
    assert [need.sentence for need in summary.needs] == [
        "At least half of the 6 people rate themselves at level 1 (Aware) or lower: 2 levels "
        "below the target of 3. Tested knowledge: 3 (Independent).",
        "At least half of the 6 people rate themselves at level 2 (With support) or lower: one "
        "level below the target of 3. Tested knowledge is not shown. Fewer than 5 people have a "
        "level here.",
    ]
    assert (summary.headline, summary.participation) == (report.headline, report.participation)
    assert summary.withheld.startswith("2 figures are not shown. Fewer than 5 people")


def test_a_competence_without_a_text_says_nothing_of_clients(root, competences):
    people = people_of(root, competences, 6)
    count(root, competences, levels(people, competences, 1, 3, 1))
    a1, z9 = summary_of(root).needs
    assert (a1.row.code, z9.row.code) == ("A1", "Z9")
    assert a1.consequence.text.startswith("Clients get stray facts")
    assert a1.consequence.source == ""  # the work is not in the bibliography here
    assert z9.consequence is None
    assert z9.cost == "No module is published for this yet."


def test_cost_counts_people_of_the_figure_and_each_lesson_once(root, competences):
    make_module("m1", lessons=3)
    load(module_data("m2", [lesson_data("m2/one", competences=("A1", "B1"), minutes=12)]), "m1")
    people = people_of(root, competences, 8)
    answers = levels(people, competences, 1, 2, 3)
    answers[people[0]].pop(competences["A1"])
    count(root, competences, answers)
    summary = summary_of(root)
    assert [need.cost for need in summary.needs] == [
        "42 minutes a person, 5 hours for 7 people",
        "12 minutes a person, 2 hours for 8 people",
    ]
    assert summary.cost == "5.5 hours for at most 8 people"  # 30 x 7 + 12 x 8 minutes
    assert summary.cost_note.endswith("Your organisation has not said what an hour costs.")


def test_cost_is_money_where_an_hour_has_a_price(root, competences):
    make_module("m1", lessons=3)
    EvidencePolicy.objects.create(organisation=root.organisation, hourly_cost=Decimal("52.50"))
    people = people_of(root, competences, 8)
    count(root, competences, levels(people, competences, 1, 3, 3))
    summary = summary_of(root)
    assert summary.cost == "30 minutes a person, 4 hours for 8 people: €210 at €52.50 an hour"
    assert "has not said" not in summary.cost_note
    assert summary.decisions[0].why.endswith("for 8 people: €210 at €52.50 an hour.")
    assert summary_of(root, "nl").cost.endswith("€\u00a0210, aan €\u00a052,50 per uur")


@pytest.mark.parametrize("cost", [0, Decimal("-1")])
def test_an_hour_costs_something_or_nothing_is_said(root, cost):
    with pytest.raises(ValidationError):
        EvidencePolicy(organisation=root.organisation, hourly_cost=cost).full_clean()


def test_first_figures_have_nothing_to_compare_with(root, competences):
    people = people_of(root, competences, 6)
    count(root, competences, levels(people, competences, 2, 2, 2))
    assert summary_of(root).since == (
        "These are the first figures: the next round shows whether something helps.",
    )


def test_since_last_time_says_who_took_part_and_how_the_gaps_moved(root, competences):
    people = people_of(root, competences, 7)
    count(root, competences, levels(people[:6], competences, 1, 2, 3))
    count(root, competences, levels(people[:6], competences, 2, 3, 3), NOW + QUARTER)
    assert summary_of(root).since == (
        "Changes are counted from the figures of 31 March 2026.",
        "6 of 7 checked in then, 6 of 7 this time.",
        "A1: 1 level higher than the round before.",
        "Competences whose change may be told: three. Below target: two then, one now. That is "
        "progress.",
    )


def test_a_count_that_few_took_part_in_is_not_called_progress(root, competences):
    people = people_of(root, competences, 12)
    count(root, competences, levels(people[:7], competences, 1, 2, 3))
    count(root, competences, levels(people[:7], competences, 2, 3, 3), NOW + QUARTER)
    since = summary_of(root).since
    assert since[1] == "7 of 12 checked in then, 7 of 12 this time."
    assert since[-1] == (
        "Competences whose change may be told: three. Below target: two then, one now."
    )


def test_a_change_that_may_not_be_told_is_in_no_count(root, competences):
    people = people_of(root, competences, 7)
    count(root, competences, levels(people[:6], competences, 1, 1, 1))
    count(root, competences, levels(people[1:], competences, 2, 3, 3), NOW + QUARTER)
    since = summary_of(root).since
    assert since[2:] == (
        "A1: change not shown. Fewer than 5 people joined or left: the change would tell about "
        "them.",
        "Whether fewer competences lie below target than before may not be told.",
    )
    assert "Below target" not in " ".join(since)


def test_a_team_too_small_to_show_has_no_needs_and_names_the_team_above(root, competences):
    small = make_team(root, "Small")
    people = people_of(root, competences, 6) + people_of(small, competences, 4)
    count(root, competences, levels(people, competences, 1, 1, 1))
    summary = summary_of(small)
    assert summary.needs == ()
    assert summary.no_needs == "No self-rating of this team can be shown, so no gap is known."
    assert "fewer than 5" in summary.participation.sentence
    assert [decision.what for decision in summary.decisions] == [
        "Decide with the summary of Centre.",
        "Set the day of the next check-in round now.",
    ]
    assert summary.cost == ""


def test_a_team_without_figures_has_an_empty_summary(root):
    summary = summary_of(root)
    assert (summary.snapshot, summary.needs, summary.decisions) == (None, (), ())
    assert summary.headline == "There are no figures of this team yet."


def test_an_older_snapshot_can_be_asked_for(root, competences):
    people = people_of(root, competences, 6)
    first = count(root, competences, levels(people, competences, 1, 2, 3))
    count(root, competences, levels(people, competences, 3, 3, 3), NOW + QUARTER)
    assert summary_of(root).needs == ()
    assert summary_of(root).no_needs == "Of what is shown, nothing lies below target."
    assert [need.row.code for need in summary_of(root, snapshot=first).needs] == ["A1", "B1"]


def test_summary_takes_the_same_queries_for_any_number_of_people_and_teams(competences):
    def queries(people: int, below: int) -> int:
        root = root_of(make_organisation())
        teams = [root, *(make_team(root) for _ in range(below))]
        everybody = [who for team in teams for who in people_of(team, competences, people)]
        count(root, competences, levels(everybody, competences, 1, 2, 3))
        count(root, competences, levels(everybody, competences, 1, 2, 3), NOW + QUARTER)
        with CaptureQueriesContext(connection) as captured:
            assert len(summary_of(root).since) == 4
        return len(captured)

    counts = [queries(6, 1), queries(60, 1), queries(6, 3)]
    assert len(set(counts)) == 1
    assert counts[0] <= 20


def test_summary_of_the_demo_round_names_no_person(competences):
    teams = close_a_round(competences)
    assert "@test.example" not in repr(summary_of(teams["Gent"]))
