"""What a manager sees of a share: exactly the items, and only the fields that may be seen."""

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from assessments.domain.shared_page import (
    SharedAction,
    SharedActivity,
    SharedCompetence,
    SharedPage,
    SharedRating,
    SharedTested,
    page_of,
)
from assessments.domain.shares import chosen, make_share
from assessments.enums import Evidence
from assessments.models import CurrentLevel, Share
from tests.factories.campaigns import NOT_APPLICABLE, make_campaign, make_check_in
from tests.factories.evidence import give_answers
from tests.factories.shares import NOW, make_action, make_activity, share_with

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def rated(adviser, team):
    """The adviser with a check-in of two weeks ago."""
    when = NOW - timedelta(days=14)
    campaign = make_campaign(team, now=when, days=60)
    return make_check_in(
        campaign, adviser, {"A1": 4, "B1": 1, "C4": NOT_APPLICABLE}, now=when, frequency="never"
    )


def seen(share: Share, now=NOW) -> SharedPage:
    return page_of(share, language="en", now=now)


def test_no_field_could_hold_what_is_private():
    names = {
        field.name
        for kind in (SharedPage, SharedCompetence, SharedRating, SharedTested, SharedAction,
                     SharedActivity)
        for field in fields(kind)
    }  # fmt: skip
    assert names == {
        "person", "manager", "ends_at", "competences", "actions", "activities",
        "code", "name", "rating", "tested", "target", "target_label", "gap", "is_gap", "is_reached",
        "level", "label", "day", "age", "band", "items", "is_indicative", "low", "high",
        "competence", "what", "from_label", "to_label", "until", "state", "support",
        "title", "kind", "hours",
    }  # fmt: skip


def test_competence_shows_rating_target_and_gap(adviser, manager, framework, rated):
    row = seen(share_with(adviser, manager, framework, codes=("B1",))).competences
    assert [(r.code, r.level, r.rating.day, r.rating.age, r.target, r.gap) for r in row] == [
        ("B1", 1, date(2026, 2, 16), "2\xa0weeks ago", 3, "Gap: 2 levels")
    ]


def test_only_what_was_chosen_is_shown(adviser, manager, framework, rated):
    make_action(adviser, framework["A1"])
    make_activity(adviser)
    page = seen(share_with(adviser, manager, framework, codes=("A1", "B1")))
    assert [row.code for row in page.competences] == ["A1", "B1"]
    assert (page.actions, page.activities) == ((), ())


def test_not_applicable_has_no_target_and_no_gap(adviser, manager, framework, rated):
    (row,) = seen(share_with(adviser, manager, framework, codes=("C4",))).competences
    assert (row.level, row.rating.label, row.target, row.gap) == (
        None,
        "Not applicable in my role",
        None,
        "",
    )


def test_what_somebody_would_rather_not_say_looks_like_never_rated(
    adviser, manager, framework, rated
):
    CurrentLevel.objects.create(
        user=adviser,
        competence=framework["D1"],
        evidence=Evidence.SELF,
        answer="declined",
        given_at=NOW - timedelta(days=1),
    )
    page = seen(share_with(adviser, manager, framework, codes=("D1", "D2")))
    declined, never = page.competences
    assert (declined.rating, declined.gap) == (never.rating, never.gap) == (None, "Gap unknown")


def test_tested_knowledge_says_its_band_and_how_many_questions(adviser, manager, framework):
    give_answers(adviser, "B1", [1, 1, 1, 0], NOW - timedelta(days=3))
    (row,) = seen(share_with(adviser, manager, framework, codes=("B1",))).competences
    assert (row.tested.items, row.tested.is_indicative, row.tested.day) == (
        4,
        True,
        date(2026, 2, 27),
    )
    assert row.tested.band


def test_support_is_shown_only_when_it_was_to_be_told(adviser, manager, framework):
    told = make_action(adviser, framework["B1"], support="An hour a week", support_shared=True)
    kept = make_action(adviser, framework["B1"], support="Less pressure", until=date(2026, 5, 1))
    share = make_share(
        user=adviser,
        manager_id=manager.pk,
        items=chosen(actions=[told.pk, kept.pk]),
        now=NOW,
    )
    assert [action.support for action in seen(share).actions] == ["An hour a week", ""]


def test_action_shows_how_it_stands_now(adviser, manager, framework):
    action = make_action(adviser, framework["B1"])
    share = make_share(
        user=adviser, manager_id=manager.pk, items=chosen(actions=[action.pk]), now=NOW
    )
    action.state = "done"
    action.save()
    (row,) = seen(share).actions
    assert (row.what, row.state, row.until) == ("Check the source", "Done", date(2026, 4, 1))


def test_activity_shows_title_day_hours_and_kind(adviser, manager, framework):
    activity = make_activity(adviser, hours=Decimal("2.5"), note="Private thoughts")
    share = make_share(
        user=adviser, manager_id=manager.pk, items=chosen(activities=[activity.pk]), now=NOW
    )
    assert seen(share).activities == (
        SharedActivity("A visit", "Company visit", date(2026, 2, 1), Decimal("2.50")),
    )


def test_deleted_things_leave_an_empty_page(adviser, manager, framework):
    activity = make_activity(adviser)
    share = make_share(
        user=adviser, manager_id=manager.pk, items=chosen(activities=[activity.pk]), now=NOW
    )
    activity.delete()
    assert seen(share).is_empty


@pytest.mark.parametrize("codes", [("A1",), ("A1", "B1", "C4")])
def test_page_is_made_in_a_fixed_number_of_queries(
    codes, adviser, manager, framework, rated, django_assert_num_queries
):
    share_with(adviser, manager, framework, codes=codes)
    share = Share.objects.select_related("user", "manager", "organisation").get()
    with django_assert_num_queries(7):
        seen(share)


def test_later_rating_is_not_seen_before_it_was_given(adviser, manager, framework, rated):
    share = share_with(adviser, manager, framework, now=NOW - timedelta(days=20))
    (row,) = seen(share, datetime(2026, 2, 12, tzinfo=UTC)).competences
    assert row.rating is None
