"""Actions: planned in a check-in, opened when it is submitted, at most three."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assessments.domain.actions import (
    ActionDraft,
    ActionInPast,
    ActionNotUp,
    NoSuchMove,
    ReasonMissing,
    TooManyActions,
    add_action,
    levels_before,
    move_action,
)
from assessments.domain.checkin_rules import (
    NotInCampaign,
)
from assessments.domain.checkins import (
    save_actions,
    start_check_in,
    submit_check_in,
)
from assessments.enums import ActionState
from assessments.models import Action
from tests.factories.campaigns import (
    make_campaign,
    make_check_in,
    save_levels,
)

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Brussels"))
LATER = NOW + timedelta(hours=1)
TODAY = NOW.date()
CODES = ["A1", "A2", "B1", "C1"]


@pytest.fixture
def campaign(adviser, team):
    return make_campaign(team, CODES, now=NOW)


@pytest.fixture
def check_in(campaign, adviser):
    return start_check_in(campaign=campaign, user=adviser, now=NOW)


def save(check_in, levels, *, now=NOW, **fields):
    return save_levels(check_in, levels, now=now, **fields)


def plan(framework, *rows) -> list[ActionDraft]:
    return [
        ActionDraft(framework[code].pk, level, what, date(2026, 12, day))
        for code, level, what, day in rows
    ]


def test_actions_start_from_the_level_just_rated(check_in, framework):
    save(check_in, {"A1": 2})

    save_actions(
        check_in=check_in,
        actions=plan(framework, ("A1", 3, "visit VDAB", 20), ("B1", 1, "read", 24)),
        revision=check_in.revision,
        now=NOW,
    )

    rows = Action.objects.order_by("pk").values_list("from_level", "to_level", "what", "state")
    assert list(rows) == [
        (2, 3, "visit VDAB", ActionState.DRAFT),
        (None, 1, "read", ActionState.DRAFT),
    ]


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        ([("A1", 2, "sideways", 20)], ActionNotUp),
        ([("A1", 1, "down", 20)], ActionNotUp),
        ([("B1", 3, str(n), 20) for n in range(4)], TooManyActions),
        ([("D3", 3, "not asked", 20)], NotInCampaign),
    ],
)
def test_actions_that_break_a_rule_are_refused(check_in, framework, rows, refusal):
    save(check_in, {"A1": 2})

    with pytest.raises(refusal):
        save_actions(check_in=check_in, actions=plan(framework, *rows), revision=1, now=NOW)

    assert not Action.objects.exists()


def test_an_action_may_end_today_but_not_yesterday(check_in, framework):
    today = [ActionDraft(framework["A1"].pk, 3, "today", NOW.date())]
    save_actions(check_in=check_in, actions=today, revision=0, now=NOW)
    with pytest.raises(ActionInPast):
        save_actions(
            check_in=check_in,
            actions=[ActionDraft(framework["A1"].pk, 3, "late", NOW.date() - timedelta(1))],
            revision=1,
            now=NOW,
        )
    assert Action.objects.get().what == "today"


def test_only_three_actions_run_and_the_rest_stays_a_draft(check_in, framework, adviser, team):
    running = make_campaign(team, CODES, now=NOW)
    other = make_check_in(running, adviser, {"A1": 1}, submitted=False, now=NOW)
    two = plan(framework, ("A1", 3, "one", 1), ("B1", 3, "two", 2))
    save_actions(check_in=other, actions=two, revision=other.revision, now=NOW)
    submit_check_in(check_in=other, revision=other.revision, now=NOW)
    save(check_in, {"A1": 1})
    three = plan(framework, ("A1", 4, "x", 3), ("B1", 4, "y", 4), ("C1", 4, "z", 5))
    save_actions(check_in=check_in, actions=three, revision=1, now=NOW)

    done = submit_check_in(check_in=check_in, revision=2, now=NOW)

    assert (done.actions_opened, done.actions_kept) == (1, 2)
    states = dict(check_in.actions.values_list("what", "state"))
    assert states == {"x": ActionState.OPEN, "y": ActionState.DRAFT, "z": ActionState.DRAFT}


def test_an_action_goes_from_open_over_busy_to_done(check_in, framework):
    save(check_in, {"A1": 1})
    save_actions(check_in=check_in, actions=plan(framework, ("A1", 3, "x", 3)), revision=1, now=NOW)
    submit_check_in(check_in=check_in, revision=2, now=NOW)
    action = Action.objects.get()

    for state in (ActionState.BUSY, ActionState.DONE, ActionState.DONE):
        move_action(action=action, state=state, now=NOW, evidence="checklist")
    with pytest.raises(NoSuchMove):
        move_action(action=action, state=ActionState.OPEN, now=LATER)

    done = Action.objects.get()
    assert (done.state, done.evidence, done.ended_at) == (ActionState.DONE, "checklist", NOW)


def test_an_action_is_let_go_only_with_a_reason(check_in, framework, adviser):
    action = add_action(user=adviser, action=plan(framework, ("A1", 3, "x", 3))[0], today=TODAY)

    with pytest.raises(ReasonMissing):
        move_action(action=action, state=ActionState.LET_GO, now=NOW, reason=" ")
    assert Action.objects.get().state == ActionState.OPEN
    move_action(action=action, state=ActionState.LET_GO, now=NOW, reason="other work")

    gone = Action.objects.get()
    assert (gone.state, gone.reason, gone.ended_at) == (ActionState.LET_GO, "other work", NOW)


def test_an_action_outside_a_check_in_opens_at_once_and_three_is_most(adviser, framework):
    rows = [("A1", 2, "a", 3), ("B1", 3, "b", 3), ("C1", 3, "c", 3)]
    for action in [*plan(framework, *rows), *plan(framework, *rows)]:
        add_action(user=adviser, action=action, today=TODAY)

    assert [*Action.objects.values_list("what", "state", "check_in")] == [
        (what, ActionState.OPEN, None) for what in "abc"
    ]
    with pytest.raises(TooManyActions):
        add_action(user=adviser, action=plan(framework, ("A2", 3, "d", 3))[0], today=TODAY)


def test_an_action_outside_a_check_in_goes_up_from_where_one_stands(adviser, team, framework):
    make_check_in(make_campaign(team, CODES, now=NOW), adviser, {"A1": 3}, now=NOW)

    with pytest.raises(ActionNotUp):
        add_action(user=adviser, action=plan(framework, ("A1", 3, "x", 3))[0], today=TODAY)
    up = add_action(user=adviser, action=plan(framework, ("A1", 4, "x", 3))[0], today=TODAY)

    assert up.from_level == 3


def test_an_earlier_level_is_no_start_while_a_round_hides_it(adviser, team, framework):
    before = NOW - timedelta(days=90)
    past = make_campaign(team, CODES, now=before, days=5)
    make_check_in(past, adviser, {"A1": 4}, now=before)
    check_in = start_check_in(campaign=make_campaign(team, CODES, now=NOW), user=adviser, now=NOW)

    assert levels_before(check_in) == {}
    save(check_in, {"A1": 2})
    assert levels_before(check_in) == {framework["A1"].pk: 2}


def test_a_fourth_action_is_not_opened(check_in, framework):
    save(check_in, {"A1": 1})
    rows = [("A1", 2, "a", 3), ("B1", 3, "b", 3), ("C1", 3, "c", 3)]
    save_actions(check_in=check_in, actions=plan(framework, *rows), revision=1, now=NOW)
    submit_check_in(check_in=check_in, revision=2, now=NOW)
    waiting = Action.objects.create(
        user=check_in.user, check_in=check_in, competence=framework["A2"], to_level=3,
        what="d", until=date(2026, 12, 1),
    )  # fmt: skip

    with pytest.raises(TooManyActions):
        move_action(action=waiting, state=ActionState.OPEN, now=NOW)
    given_up = Action.objects.get(what="a")
    move_action(action=given_up, state=ActionState.LET_GO, now=NOW, reason="no time")
    move_action(action=waiting, state=ActionState.OPEN, now=NOW)

    assert Action.objects.filter(state=ActionState.OPEN).count() == 3
