"""Setting sufficiency rules and dealing with alerts: what is refused, what repeats harmlessly."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from assessments.domain.alert_states import NoSuchAct
from assessments.domain.sufficiency import (
    ActionInPast,
    PlaceTaken,
    PlannedAction,
    RuleEnded,
    RuleTerms,
    acknowledge,
    change_rule,
    end_rule,
    finish_action,
    plan_action,
)
from assessments.enums import AlertState, Evidence, SufficiencyDeed
from assessments.models import Alert, AlertAction, SufficiencyEvent, SufficiencyRule
from cms.accounts.models import Team
from tests.factories.people import make_organisation, make_team, make_user, root_of
from tests.factories.reports import NOW, make_advisers, make_framework
from tests.factories.sufficiency import BEFORE, make_sufficiency_rule, take_round

pytestmark = pytest.mark.django_db
TERMS = RuleTerms(4, 2, 12)


@pytest.fixture
def b1():
    return make_framework("A1", "B1")["B1"]


@pytest.fixture
def top():
    return root_of(make_organisation())


@pytest.fixture
def alert(b1, top) -> Alert:
    make_sufficiency_rule(top, b1)
    take_round(top, b1, dict.fromkeys(make_advisers(top, 12), 1))
    return Alert.objects.select_related("rule").get()


def action(days: int = 30) -> PlannedAction:
    return PlannedAction("Workshop", make_user(), NOW.date() + timedelta(days=days), 16)


def test_the_same_rule_is_made_once(b1, top):
    assert make_sufficiency_rule(top, b1) == make_sufficiency_rule(top, b1)
    assert SufficiencyEvent.objects.count() == 1


def test_parts_in_each_other_have_one_rule(b1, top):
    lower = make_team(top)
    beside = make_team(top)
    make_sufficiency_rule(lower, b1)
    for part in (Team.objects.get(pk=top.pk), lower, make_team(lower)):
        with pytest.raises(PlaceTaken) as taken:
            make_sufficiency_rule(part, b1, people=3)
        assert taken.value.team == lower
    make_sufficiency_rule(beside, b1)
    make_sufficiency_rule(top, b1, evidence=Evidence.TESTED)
    assert SufficiencyRule.objects.count() == 3


def test_another_organisation_is_no_part_of_it(b1, top):
    make_sufficiency_rule(top, b1)
    other = make_sufficiency_rule(root_of(make_organisation()), b1)
    assert other.organisation_id != top.organisation_id


def test_a_change_is_noted_once_and_an_ended_rule_is_not_changed(b1, top):
    rule, by = make_sufficiency_rule(top, b1), make_user()
    for _twice in (1, 2):
        change_rule(rule=rule, terms=RuleTerms(3, 5, 6), by=by, now=NOW)
    for _twice in (1, 2):
        end_rule(rule=rule, by=by, now=NOW)
    with pytest.raises(RuleEnded):
        change_rule(rule=rule, terms=TERMS, by=by, now=NOW)
    events = SufficiencyEvent.objects.order_by("pk").values_list("deed", "level", "people", "who")
    assert list(events) == [
        (SufficiencyDeed.MADE, 4, 2, rule.made_by_id),
        (SufficiencyDeed.CHANGED, 3, 5, by.pk),
        (SufficiencyDeed.ENDED, 3, 5, by.pk),
    ]


def test_a_place_is_free_again_after_its_rule_ended(b1, top):
    first = make_sufficiency_rule(top, b1)
    end_rule(rule=first, by=make_user(), now=NOW)
    assert make_sufficiency_rule(top, b1, now=NOW) != first


def test_ending_a_rule_closes_its_alert(alert):
    end_rule(rule=alert.rule, by=make_user(), now=NOW)
    alert.refresh_from_db()
    assert (alert.state, alert.closed_at) == (AlertState.CLOSED, NOW)
    with pytest.raises(NoSuchAct):
        acknowledge(alert=alert, by=make_user(), now=NOW)
    with pytest.raises(NoSuchAct):
        plan_action(alert=alert, action=action(), by=make_user(), now=NOW)


def test_acts_repeat_harmlessly(alert):
    by, planned = make_user(), action()
    for _twice in (1, 2):
        acknowledge(alert=alert, by=by, now=NOW)
    for _twice in (1, 2):
        plan_action(alert=alert, action=planned, by=by, now=NOW)
    for _twice in (1, 2):
        finish_action(alert=alert, by=by, now=NOW)
    assert AlertAction.objects.get().done_at == NOW
    assert SufficiencyEvent.objects.filter(who=by).count() == 3


def test_nothing_is_finished_before_it_is_planned_nor_planned_in_the_past(alert):
    with pytest.raises(NoSuchAct):
        finish_action(alert=alert, by=make_user(), now=NOW)
    with pytest.raises(ActionInPast):
        plan_action(alert=alert, action=action(-1), by=make_user(), now=NOW)
    assert AlertAction.objects.count() == 0


def test_the_trail_stays_when_who_did_it_has_left(alert):
    by = make_user()
    acknowledge(alert=alert, by=by, now=NOW)
    by.delete()
    event = SufficiencyEvent.objects.get(deed=SufficiencyDeed.ACKNOWLEDGED)
    assert (event.who, event.by_snapshot) == (None, False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": 0},
        {"level": 6},
        {"people": 0},
        {"people": 1001},
        {"months": 13},
        {"evidence": Evidence.PRACTICE},
        {"until": BEFORE.date() - timedelta(days=1)},
    ],
)
def test_the_database_refuses_terms_out_of_range(b1, top, wrong):
    make_sufficiency_rule(top, b1)
    with pytest.raises(IntegrityError), transaction.atomic():
        SufficiencyRule.objects.update(**wrong)


def test_the_database_keeps_one_active_rule_per_place_and_one_running_alert(alert):
    rule = SufficiencyRule.objects.get()
    rule.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        rule.save()
    alert.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        alert.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Alert.objects.update(state=AlertState.CLOSED)
