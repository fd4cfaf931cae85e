"""Learning plans: asked once, seen by whom they ask, counted under the rules, ended in time."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override

from assessments.domain.learning_plan_rows import asked_of, plan_rows
from assessments.domain.learning_plans import (
    Asked,
    AskedAlready,
    make_plan,
    plan_items,
    withdraw_plan,
)
from assessments.domain.team_report import build_team_report
from assessments.models import LearningPlan, PlanResult
from cms.accounts.models import Team, User
from tests.factories.people import (
    make_adviser,
    make_manager,
    make_organisation,
    make_team,
    make_user,
    root_of,
)
from tests.factories.reports import NOW, make_advisers, make_framework
from tests.factories.sufficiency import take_round
from training.domain.progress import finish_lesson

pytestmark = pytest.mark.django_db
ASKED_AT = NOW - timedelta(days=40)
DUE = timezone.localdate(NOW) - timedelta(days=1)
LESSONS = (UUID(int=1), UUID(int=2))


@pytest.fixture
def framework():
    return make_framework("A1", "A2", "B1")


@pytest.fixture
def top() -> Team:
    return root_of(make_organisation())


def ask(team, competence, *, lessons=LESSONS, due: date = DUE, now=ASKED_AT, **fields):
    values = {"why": "Clients ask for it", "activity": "", **fields}
    asked = Asked(competence_id=competence.pk, lessons=lessons, due=due, **values)
    return make_plan(team=team, asked=asked, snapshot_id=None, by=make_user(), now=now)


def read(people: list[User], *lessons: UUID, now=NOW - timedelta(days=5)) -> None:
    for user in people:
        for lesson in lessons:
            finish_lesson(user=user, lesson=lesson, now=now)


def test_a_plan_asks_lessons_or_an_activity():
    with pytest.raises(ValueError, match="asks lessons or an activity"):
        Asked(competence_id=1, lessons=(), why="x", due=DUE)


def test_the_same_gap_is_asked_once_at_a_time(framework, top):
    plan = ask(top, framework["B1"])
    with pytest.raises(AskedAlready):
        ask(top, framework["B1"])
    assert ask(top, framework["A1"]).pk != plan.pk
    withdraw_plan(plan=plan, now=NOW)
    assert ask(top, framework["B1"]).ended_at is None


def test_a_lesson_named_twice_is_asked_once(framework, top):
    plan = ask(top, framework["B1"], lessons=(LESSONS[0], LESSONS[0]))
    assert [row.lesson for row in plan.lessons.all()] == [LESSONS[0]]


def test_withdrawing_again_changes_nothing(framework, top):
    plan = ask(top, framework["B1"])
    withdraw_plan(plan=plan, now=NOW)
    withdraw_plan(plan=plan, now=NOW + timedelta(days=1))
    plan.refresh_from_db()
    assert (plan.is_withdrawn, plan.ended_at) == (True, NOW)


def test_the_database_refuses_a_withdrawn_plan_that_runs(framework, top):
    plan = ask(top, framework["B1"])
    with pytest.raises(IntegrityError), transaction.atomic():
        LearningPlan.objects.filter(pk=plan.pk).update(is_withdrawn=True)


def test_who_works_at_the_team_or_below_it_is_asked(framework, top):
    team, beside = make_team(top), make_team(top)
    below = make_team(team)
    ask(team, framework["B1"])
    people = {name: make_adviser(at) for name, at in (("top", top), ("team", team),
              ("below", below), ("beside", beside))}  # fmt: skip
    people["manager"] = make_manager(team)
    people["stranger"] = make_adviser(root_of(make_organisation()))
    asked = {name for name, who in people.items() if asked_of(who, "en", DUE)}
    assert asked == {"team", "below"}
    assert asked_of(people["team"], "en", DUE + timedelta(days=1)) == []


def test_each_sees_only_how_far_they_are_themselves(framework, top):
    first, second = make_advisers(top, 2)
    ask(top, framework["B1"])
    read([first], *LESSONS)
    assert LearningPlan.objects.get().lessons.count() == 2
    assert [plan.is_done for plan in asked_of(second, "en", DUE)] == [False]


def test_the_first_snapshot_after_the_day_counts_a_plan_for_the_last_time(framework, top):
    people = make_advisers(top, 10)
    plan = ask(top, framework["B1"])
    read(people[:7], *LESSONS)
    read(people[7:9], LESSONS[0])
    take_round(top, framework["B1"], dict.fromkeys(people, 2))
    [result] = PlanResult.objects.all()
    assert (result.share_done, result.withheld) == ("60-80", "")
    plan.refresh_from_db()
    assert (plan.ended_at, plan.is_withdrawn) == (NOW, False)
    take_round(top, framework["B1"], dict.fromkeys(people, 2), now=NOW + timedelta(days=60))
    assert PlanResult.objects.count() == 1


def test_a_plan_that_is_not_due_is_counted_again(framework, top):
    people = make_advisers(top, 6)
    ask(top, framework["B1"], due=timezone.localdate(NOW) + timedelta(days=90))
    take_round(top, framework["B1"], dict.fromkeys(people, 2))
    read(people, *LESSONS)
    take_round(top, framework["B1"], dict.fromkeys(people, 3), now=NOW + timedelta(days=60))
    assert list(PlanResult.objects.values_list("share_done", flat=True)) == ["0-20", "80-100"]
    with override("en"):
        [row] = plan_rows(top, "en")
    assert [result.moved for result in row.results] == [
        "Self-rating: median 2",
        "Self-rating: median 3, 1 level higher than the round before",
    ]
    assert row.is_running


def test_a_report_tells_of_a_plan_what_its_own_snapshot_said(framework, top):
    people = make_advisers(top, 6)
    ask(top, framework["B1"], due=timezone.localdate(NOW) + timedelta(days=30))
    first = take_round(top, framework["B1"], dict.fromkeys(people, 2))
    read(people, *LESSONS)
    last = take_round(top, framework["B1"], dict.fromkeys(people, 3), now=NOW + timedelta(days=60))
    told = {}
    for snapshot in (first, last):
        report = build_team_report(team=top, language="en", snapshot=snapshot)
        told[snapshot.pk] = [
            (each.snapshot, each.read) for plan in report.plans for each in plan.results
        ]
    assert told == {
        first.pk: [(first.pk, "read everything: below 20%")],
        last.pk: [(last.pk, "read everything: 80% and over")],
    }


def test_a_plan_withdrawn_is_not_counted(framework, top):
    people = make_advisers(top, 6)
    withdraw_plan(plan=ask(top, framework["B1"]), now=NOW - timedelta(days=1))
    take_round(top, framework["B1"], dict.fromkeys(people, 2))
    assert not PlanResult.objects.exists()


def test_a_small_team_and_one_beside_it_are_told_nothing(framework, top):
    """Six of nine would leave three: the team of six is kept back as its figures are."""
    small, larger, four = make_team(top), make_team(top), make_team(top)
    people = [*make_advisers(small, 3), *make_advisers(larger, 6), *make_advisers(four, 4)]
    for team in (top, small, larger, four):
        ask(team, framework["B1"])
    read(people, *LESSONS)
    take_round(top, framework["B1"], dict.fromkeys(people, 2))
    told = {row.plan.team_id: (row.share_done, row.withheld) for row in PlanResult.objects.all()}
    assert told == {
        top.pk: ("80-100", ""),
        small.pk: ("", "minimum_size"),
        larger.pk: ("80-100", ""),
        four.pk: ("", "minimum_size"),
    }


def test_rule_two_holds_for_plans(framework, top):
    inner, rest = make_team(top), make_team(top)
    people = [*make_advisers(inner, 6), *make_advisers(rest, 3)]
    ask(top, framework["B1"])
    ask(inner, framework["B1"])
    take_round(top, framework["B1"], dict.fromkeys(people, 2))
    told = {row.plan.team_id: row.withheld for row in PlanResult.objects.all()}
    assert told == {top.pk: "", inner.pk: "complementary"}


def test_a_plan_without_lessons_ends_without_a_share(framework, top):
    people = make_advisers(top, 6)
    plan = ask(top, framework["B1"], lessons=(), activity="A workshop")
    take_round(top, framework["B1"], dict.fromkeys(people, 2))
    plan.refresh_from_db()
    assert (plan.ended_at, PlanResult.objects.count()) == (NOW, 0)


def test_a_round_elsewhere_leaves_a_plan_alone(framework, top):
    here, there = make_team(top), make_team(top)
    plan = ask(here, framework["B1"])
    take_round(there, framework["B1"], dict.fromkeys(make_advisers(there, 6), 2))
    plan.refresh_from_db()
    assert (plan.ended_at, PlanResult.objects.count()) == (None, 0)


def test_results_are_never_changed(framework, top):
    ask(top, framework["B1"])
    take_round(top, framework["B1"], dict.fromkeys(make_advisers(top, 6), 2))
    with pytest.raises(TypeError):
        PlanResult.objects.update(share_done="80-100")
    with pytest.raises(TypeError):
        PlanResult.objects.get().save()


def test_advisers_are_told_once_by_mail_in_the_first_week(framework, top):
    people = make_advisers(top, 2)
    make_adviser(root_of(make_organisation()))
    plan = ask(top, framework["B1"])
    day = timezone.localdate(ASKED_AT)
    for later in (0, 6):
        items = list(plan_items(day + timedelta(days=later)))
        assert [(item.user_id, item.subject, item.path) for item in items] == [
            (user.pk, f"plan:{plan.pk}", "me/plans/") for user in people
        ]
    assert "Clients ask for it" in items[0].words()
    assert list(plan_items(day + timedelta(days=9))) == []
    withdraw_plan(plan=plan, now=NOW)
    assert list(plan_items(day)) == []


@pytest.mark.parametrize("plans", [1, 3])
def test_what_is_asked_costs_four_queries_and_one_for_roles(
    framework, top, plans, drawn_once, django_assert_num_queries
):
    user = make_adviser(top)
    for competence in list(framework.values())[:plans]:
        ask(top, competence, lessons=(uuid4(),))
    asked_of(user, "en", DUE)  # what is kept for a minute
    del user.current_roles
    with django_assert_num_queries(5):
        assert len(asked_of(user, "en", DUE)) == plans


@pytest.mark.parametrize("plans", [1, 3])
def test_plans_of_a_team_cost_four_queries(
    framework, top, plans, drawn_once, django_assert_num_queries
):
    people = make_advisers(top, 6)
    first, *also = list(framework.values())[:plans]
    for competence in (first, *also):
        ask(top, competence, lessons=(uuid4(),))
    take_round(top, first, dict.fromkeys(people, 2), also=also)
    plan_rows(top, "en")
    with django_assert_num_queries(4):
        rows = plan_rows(top, "en")
    assert [len(row.results) for row in rows] == [1] * plans
