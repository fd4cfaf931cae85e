"""A snapshot answers the sufficiency rules once: the same people, the same evidence, no count."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from assessments.domain.snapshots import close_campaign, take_snapshot
from assessments.domain.sufficiency import (
    PlannedAction,
    RuleTerms,
    acknowledge,
    change_rule,
    end_rule,
    finish_action,
    plan_action,
)
from assessments.enums import (
    AlertState,
    Evidence,
    SufficiencyDeed,
    SufficiencyState,
    WhyUnknown,
)
from assessments.models import Alert, Cell, SufficiencyEvent, SufficiencyStatus
from cms.accounts.models import Team
from tests.factories.people import make_organisation, make_team, make_user, root_of
from tests.factories.reports import (
    NOW,
    check_in,
    give_tested,
    make_advisers,
    make_framework,
    make_round,
)
from tests.factories.sufficiency import make_sufficiency_rule, take_round

pytestmark = pytest.mark.django_db
QUARTER = timedelta(days=91)


@pytest.fixture
def b1():
    return make_framework("A1", "B1")["B1"]


@pytest.fixture
def top():
    return root_of(make_organisation())


def levels(people, high: int, level: int = 4) -> dict:
    """Return a level per person: so many at a level, the others at 1."""
    return {who: level if place < high else 1 for place, who in enumerate(people)}


def told(rule) -> list[tuple[str, str]]:
    return list(rule.statuses.values_list("status", "why_unknown"))


@pytest.mark.parametrize(
    ("high", "status", "more"),
    [
        (0, SufficiencyState.INSUFFICIENT, (3, 4)),
        (1, SufficiencyState.INSUFFICIENT, (3, 4)),
        (3, SufficiencyState.FRAGILE, (1, 2)),
        (4, SufficiencyState.SUFFICIENT, (None, None)),
    ],
)
def test_the_answer_is_stored_with_the_terms_and_without_the_count(b1, top, high, status, more):
    rule = make_sufficiency_rule(top, b1)
    snapshot = take_round(top, b1, levels(make_advisers(top, 12), high))
    stored = SufficiencyStatus.objects.get()
    assert (stored.rule, stored.snapshot, stored.status) == (rule, snapshot, status)
    assert (stored.level, stored.people, stored.months) == (4, 2, 12)
    assert (stored.more_from, stored.more_to) == more


def test_people_below_a_part_count_in_it(b1, top):
    team = make_team(top)
    rule = make_sufficiency_rule(top, b1)
    people = [*make_advisers(top, 6), *make_advisers(team, 6)]
    take_round(top, b1, levels(people[::-1], 4))
    assert told(rule) == [(SufficiencyState.SUFFICIENT, "")]


def test_of_rules_in_each_other_the_higher_alone_is_answered(b1, top):
    first, second = make_team(top), make_team(top)
    lower, other = make_sufficiency_rule(first, b1), make_sufficiency_rule(second, b1)
    second.refresh_from_db()
    second.move(first, pos="first-child")  # moved after its rule was made
    people = [*make_advisers(first, 12), *make_advisers(second, 12)]
    take_round(top, b1, levels(people, 5))
    assert told(lower) == [(SufficiencyState.SUFFICIENT, "")]
    assert told(other) == [(SufficiencyState.UNKNOWN, WhyUnknown.NESTED)]


def test_a_small_group_has_no_answer_and_raises_nothing(b1, top):
    rule = make_sufficiency_rule(top, b1)
    take_round(top, b1, levels(make_advisers(top, 9), 0))
    assert told(rule) == [(SufficiencyState.UNKNOWN, WhyUnknown.FEW)]
    assert Alert.objects.count() == 0


def test_a_withheld_cell_has_no_answer(b1, top):
    part = make_team(top)
    rule = make_sufficiency_rule(part, b1)
    people = [*make_advisers(part, 12), *make_advisers(top, 2)]
    take_round(top, b1, levels(people, 0))
    assert not Cell.objects.exclude(withheld="").filter(node__team=top, evidence="self").exists()
    assert told(rule) == [(SufficiencyState.UNKNOWN, WhyUnknown.WITHHELD)]


@pytest.mark.parametrize(
    ("old", "months", "status", "why"),
    [
        (0, 6, SufficiencyState.SUFFICIENT, ""),
        (5, 6, SufficiencyState.FRAGILE, ""),
        (5, 12, SufficiencyState.SUFFICIENT, ""),
        (2, 6, SufficiencyState.UNKNOWN, WhyUnknown.OLD),
        (9, 6, SufficiencyState.UNKNOWN, WhyUnknown.OLD),
    ],
)
def test_evidence_that_is_too_old_does_not_count(b1, top, old, months, status, why):
    rule = make_sufficiency_rule(top, b1, months=months, evidence=Evidence.TESTED)
    people = make_advisers(top, 18)
    give_tested(
        {who: {b1: level} for who, level in levels(people[:old], 2).items()},
        at=NOW - timedelta(days=250),
    )
    recent = levels(people[old:], 3 if old == 5 else 4)
    give_tested({who: {b1: level} for who, level in recent.items()})
    take_round(top, b1, levels(people, 0))
    assert told(rule) == [(status, why)]


def test_self_ratings_of_a_long_round_grow_old(b1, top):
    rule = make_sufficiency_rule(top, b1, months=1)
    people = make_advisers(top, 12)
    campaign = make_round(top, {"B1": b1}, opens_at=NOW - timedelta(days=80), closes_at=NOW)
    check_in(campaign, {who: {b1: 4} for who in people}, at=NOW - timedelta(days=60))
    close_campaign(campaign=campaign, now=NOW)
    assert told(rule) == [(SufficiencyState.UNKNOWN, WhyUnknown.OLD)]


def test_other_terms_rest_after_an_answer_and_count_a_quarter_later(b1, top):
    rule = make_sufficiency_rule(top, b1)
    people = make_advisers(top, 12)
    take_round(top, b1, levels(people, 2))
    change_rule(rule=rule, terms=RuleTerms(4, 4, 12), by=make_user(), now=NOW)
    take_round(top, b1, levels(people, 2), now=NOW + timedelta(days=30))
    take_round(top, b1, levels(people, 2), now=NOW + QUARTER)
    assert told(rule) == [
        (SufficiencyState.FRAGILE, ""),
        (SufficiencyState.UNKNOWN, WhyUnknown.RESTING),
        (SufficiencyState.INSUFFICIENT, ""),
    ]


def test_a_part_rests_after_an_answer_about_the_whole(b1, top):
    team = make_team(top)
    people = make_advisers(team, 12)
    whole = make_sufficiency_rule(top, b1)
    take_round(top, b1, levels(people, 2))
    end_rule(rule=whole, by=make_user(), now=NOW)
    part = make_sufficiency_rule(Team.objects.get(pk=team.pk), b1, now=NOW)
    take_round(top, b1, levels(people, 2), now=NOW + timedelta(days=30))
    assert told(part) == [(SufficiencyState.UNKNOWN, WhyUnknown.RESTING)]
    assert whole.statuses.count() == 1


def test_a_rule_that_ended_or_is_of_another_competence_is_not_answered(b1, top):
    a1 = make_framework("A2")["A2"]
    ended, other = make_sufficiency_rule(top, b1), make_sufficiency_rule(top, a1)
    end_rule(rule=ended, by=make_user(), now=NOW)
    take_round(top, b1, levels(make_advisers(top, 12), 0))
    assert told(ended) == told(other) == []


def test_a_snapshot_answers_once(b1, top):
    make_sufficiency_rule(top, b1)
    snapshot = take_round(top, b1, levels(make_advisers(top, 12), 0))
    take_snapshot(campaign=snapshot.campaign, now=NOW + timedelta(days=1))
    assert SufficiencyStatus.objects.count() == Alert.objects.count() == 1


def test_an_alert_is_raised_taken_up_and_settled_by_the_next_snapshots(b1, top):
    rule = make_sufficiency_rule(top, b1)
    people, by = make_advisers(top, 12), make_user()
    first = take_round(top, b1, levels(people, 0))
    alert = Alert.objects.get()
    assert (alert.rule, alert.state, alert.raised_in) == (rule, AlertState.OPEN, first)
    acknowledge(alert=alert, by=by, now=NOW)
    due = NOW.date() + timedelta(days=120)
    plan_action(alert=alert, action=PlannedAction("Workshop", by, due, 40), by=by, now=NOW)
    take_round(top, b1, levels(people, 2), now=NOW + QUARTER)
    alert.refresh_from_db()
    assert alert.state == AlertState.PLANNED  # the action runs
    finish_action(alert=alert, by=by, now=NOW + QUARTER)
    third = take_round(top, b1, levels(people, 2), now=NOW + 2 * QUARTER)
    alert.refresh_from_db()
    assert (alert.state, alert.raised_in) == (AlertState.REOPENED, third)
    take_round(top, b1, levels(people, 6), now=NOW + 3 * QUARTER)
    alert.refresh_from_db()
    assert (alert.state, alert.closed_at) == (AlertState.CLOSED, NOW + 3 * QUARTER)
    deeds = SufficiencyEvent.objects.order_by("pk").values_list("deed", "who", "by_snapshot")
    maker = rule.made_by_id
    assert list(deeds) == [
        (SufficiencyDeed.MADE, maker, False),
        (SufficiencyDeed.RAISED, None, True),
        (SufficiencyDeed.ACKNOWLEDGED, by.pk, False),
        (SufficiencyDeed.PLANNED, by.pk, False),
        (SufficiencyDeed.RECHECKED, None, True),
        (SufficiencyDeed.DONE, by.pk, False),
        (SufficiencyDeed.REOPENED, None, True),
        (SufficiencyDeed.CLOSED, None, True),
    ]


def test_after_an_alert_closed_a_new_fall_raises_another(b1, top):
    make_sufficiency_rule(top, b1)
    people = make_advisers(top, 12)
    for number, high in enumerate((0, 6, 1)):
        take_round(top, b1, levels(people, high), now=NOW + number * QUARTER)
    states = Alert.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [AlertState.CLOSED, AlertState.OPEN]


def test_queries_do_not_grow_with_rules_or_people(b1):
    asked = [b1, *(make_framework(code)[code] for code in ("C1", "C2"))]
    costs = []
    for rules, number in ((1, 12), (3, 15)):
        top = root_of(make_organisation())
        people = make_advisers(top, number)
        for competence in asked[:rules]:
            make_sufficiency_rule(top, competence)
        with CaptureQueriesContext(connection) as queries:
            take_round(top, b1, levels(people, 0), also=asked[1:])
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert Alert.objects.count() == 4


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": SufficiencyState.UNKNOWN},
        {"why_unknown": WhyUnknown.FEW},
        {"more_from": 3},
        {"more_from": 2, "more_to": 2},
        {"status": SufficiencyState.SUFFICIENT, "more_from": 1, "more_to": 2},
    ],
)
def test_the_database_refuses_an_impossible_status(b1, top, wrong):
    rule = make_sufficiency_rule(top, b1)
    snapshot = take_round(top, b1, levels(make_advisers(top, 6), 0))
    SufficiencyStatus.objects.all().delete()
    fields = {"status": SufficiencyState.FRAGILE, "level": 4, "people": 2, "months": 12}
    with pytest.raises(IntegrityError), transaction.atomic():
        SufficiencyStatus.objects.create(rule=rule, snapshot=snapshot, **(fields | wrong))


def test_statuses_and_the_trail_are_never_changed(b1, top):
    make_sufficiency_rule(top, b1)
    take_round(top, b1, levels(make_advisers(top, 6), 0))
    for model in (SufficiencyStatus, SufficiencyEvent):
        with pytest.raises(TypeError):
            model.objects.update(level=1)
        with pytest.raises(TypeError):
            model.objects.first().save()
