"""Quarters are counted once, of advisers alone, and nothing that comes later changes them."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.db.models.signals import pre_save
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessments.domain.audit_counting import (
    COUNTED_AFTER,
    MOST_BACK,
    count_quarter,
    count_quarters,
    quarters_due,
)
from assessments.domain.audit_rule import OTHER_KINDS
from assessments.domain.deletion import delete_account
from assessments.domain.quarters import Quarter
from assessments.domain.report_access import note_report
from assessments.models import Attempt, EvidencePolicy, QuarterCount, QuarterFigure
from assessments.report_enums import Report, ReportFormat
from cms.accounts.models import Membership, Organisation, User
from tests.factories.audit import MAY, finish_lessons, log_activities
from tests.factories.people import make_adviser, make_manager, make_organisation, root_of
from tests.factories.questions import make_quiz
from tests.factories.reports import make_advisers
from training.enums import ActivityKind, ProgressState

pytestmark = pytest.mark.django_db
Q2 = Quarter(2026, 2)
NOW = datetime(2026, 7, 20, 9, tzinfo=UTC)


@pytest.fixture
def root():
    return root_of(make_organisation("Centre"))


def figures(organisation: Organisation, quarter: Quarter = Q2) -> dict:
    """Return what a quarter shows, as {measure} or {measure: kind}; counted when it is not yet."""
    count_quarter(organisation=organisation, quarter=quarter, now=NOW)
    found = QuarterFigure.objects.filter(
        count__organisation=organisation, count__first_day=quarter.first_day
    )
    return {
        f"{figure.measure} {figure.kind}".strip(): figure.number for figure in found.order_by("pk")
    }


# Which quarters


def test_a_quarter_is_due_two_weeks_after_it_ended(root):
    before = quarters_due(Q2.last_day + COUNTED_AFTER)
    on_the_day = quarters_due(Q2.last_day + COUNTED_AFTER + timedelta(days=1))
    assert before[-1] == (root.organisation, Quarter(2026, 1))
    assert on_the_day[-1] == (root.organisation, Q2)
    assert len(on_the_day) == MOST_BACK


@pytest.mark.parametrize(
    ("months", "first"), [(24, Quarter(2024, 4)), (36, Quarter(2024, 3)), (None, Quarter(2024, 3))]
)
def test_quarters_of_which_some_is_gone_are_never_counted(root, months, first):
    EvidencePolicy.objects.create(organisation=root.organisation, kept_months=months)
    elsewhere = make_organisation()
    due = quarters_due(NOW.date())
    assert next(quarter for where, quarter in due if where == root.organisation) == first
    assert next(quarter for where, quarter in due if where == elsewhere) == Quarter(2024, 3)


# What counts


def test_every_measure_counts_what_advisers_did_in_the_quarter(root):
    people = make_advisers(root, 6)
    log_activities(people)
    log_activities(people[:5], hours=None)
    finish_lessons(people * 2)
    quiz = make_quiz()
    Attempt.objects.bulk_create(
        Attempt(user=user, quiz=quiz, started_at=MAY, submitted_at=MAY) for user in people[:5]
    )
    for manager in [make_manager(root) for _number in range(5)]:
        note_report(
            user=manager,
            organisation_ids=[root.organisation_id],
            report=Report.PARTICIPATION,
            how=ReportFormat.PAGE,
            now=MAY,
        )
    assert figures(root.organisation) == {
        "advisers": 6,
        "activities reading": 11,
        "hours": 9,
        "lessons": 12,
        "quizzes": 5,
        "reports": 5,
    }


def test_nothing_is_stored_of_fewer_than_five(root):
    people = make_advisers(root, 4)
    log_activities(people)
    finish_lessons(people)
    assert figures(root.organisation) == {}
    assert QuarterCount.objects.count() == 1


def test_an_organisation_may_ask_for_larger_groups(root):
    Organisation.objects.update(minimum_group_size=7)
    log_activities(make_advisers(root, 6))
    assert figures(root.organisation) == {}
    assert QuarterCount.objects.get().minimum_group_size == 7


def test_hours_of_few_are_not_shown_where_activities_are(root):
    people = make_advisers(root, 6)
    log_activities(people[:4])
    log_activities(people[4:], hours=None)
    assert figures(root.organisation) == {"advisers": 6, "activities reading": 6}


def test_small_kinds_are_stored_together(root):
    people = make_advisers(root, 8)
    log_activities(people)
    log_activities(people[:3], kind=ActivityKind.SEMINAR)
    log_activities(people[3:6], kind=ActivityKind.NETWORK)
    shown = figures(root.organisation)
    assert (shown["activities reading"], shown[f"activities {OTHER_KINDS}"]) == (8, 6)


def test_what_lies_outside_the_quarter_does_not_count(root):
    people = make_advisers(root, 6)
    for day in (Q2.first_day - timedelta(days=1), Q2.last_day + timedelta(days=1)):
        log_activities(people, day=day)
    # The last minutes of the quarter and the first ones after it, in Brussels
    finish_lessons(people, at=datetime(2026, 6, 30, 21, 59, tzinfo=UTC))
    finish_lessons(people, at=datetime(2026, 6, 30, 22, 0, tzinfo=UTC))
    finish_lessons(people, at=datetime(2026, 3, 31, 21, 59, tzinfo=UTC))
    finish_lessons(people, state=ProgressState.STARTED)
    assert figures(root.organisation) == {"advisers": 6, "lessons": 6}


def test_who_is_no_adviser_here_that_day_does_not_count(root):
    left, came, manager, elsewhere = (
        make_advisers(root, 5),
        make_advisers(root, 5),
        [make_manager(root) for _number in range(5)],
        make_advisers(root_of(make_organisation("Werkpunt")), 5),
    )
    members = Membership.objects.all()
    members.filter(user__in=left).update(until=MAY.date() - timedelta(days=1))
    members.filter(user__in=came).update(start=MAY.date() + timedelta(days=1))
    for people in (left, came, manager, elsewhere):
        log_activities(people)
        finish_lessons(people)
    assert figures(root.organisation) == {"advisers": 10}
    members.filter(user__in=left).update(until=MAY.date())
    QuarterCount.objects.all().delete()
    assert figures(root.organisation) == {
        "advisers": 10,
        "activities reading": 5,
        "hours": 8,  # 7.5, halves up
        "lessons": 5,
    }


# Once


def test_what_comes_after_the_count_changes_nothing(root):
    people = make_advisers(root, 6)
    log_activities(people)
    before = figures(root.organisation)
    log_activities(people)
    finish_lessons(people)
    delete_account(user=people[0])
    make_advisers(root, 5)
    assert not count_quarter(organisation=root.organisation, quarter=Q2, now=NOW)
    assert figures(root.organisation) == before


def test_run_counts_what_is_due_once(root):
    log_activities(make_advisers(root, 6))
    make_organisation("Werkpunt")
    assert count_quarters(NOW).counted == 2 * MOST_BACK
    assert count_quarters(NOW).counted == 0
    assert count_quarters(NOW + timedelta(days=92)).counted == 2
    assert figures(root.organisation)["activities reading"] == 6


def test_a_run_with_nothing_due_takes_three_queries(root, django_assert_num_queries):
    for _number in range(3):
        make_organisation()
        count_quarters(NOW)
        with django_assert_num_queries(3):
            count_quarters(NOW)


def test_a_count_that_breaks_off_leaves_nothing_and_the_rest_is_counted(root):
    log_activities(make_advisers(root, 6))

    def fail(sender, instance, **kwargs):
        if instance.first_day == Q2.first_day:
            raise DatabaseError("the disk is full")

    pre_save.connect(fail, sender=QuarterCount)
    try:
        run = count_quarters(NOW)
    finally:
        pre_save.disconnect(fail, sender=QuarterCount)
    assert (run.counted, run.failed) == (MOST_BACK - 1, 1)
    assert not QuarterCount.objects.filter(first_day=Q2.first_day).exists()
    assert count_quarters(NOW).counted == 1
    assert figures(root.organisation)["activities reading"] == 6


def test_the_nightly_command_counts_and_says_what_failed(root):
    with time_machine.travel(NOW, tick=False):
        call_command("run_due", stdout=StringIO())
        assert QuarterCount.objects.count() == MOST_BACK
        QuarterCount.objects.all().delete()

        def fail(sender, **kwargs):
            raise DatabaseError("the disk is full")

        pre_save.connect(fail, sender=QuarterCount)
        try:
            with pytest.raises(CommandError, match=str(MOST_BACK)):
                call_command("run_due", stdout=StringIO())
        finally:
            pre_save.disconnect(fail, sender=QuarterCount)


def test_counting_takes_the_same_queries_for_any_number_of_people(
    root, django_assert_max_num_queries
):
    for quarter, number in ((Quarter(2026, 1), 3), (Q2, 30)):
        people = make_advisers(root, number)
        log_activities(people, day=quarter.first_day)
        with django_assert_max_num_queries(14):
            count_quarter(organisation=root.organisation, quarter=quarter, now=NOW)


class AnyLog(TestCase):
    """Whatever people log, what is stored rests on five people for each figure."""

    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.tuples(
                st.integers(0, 7),
                st.sampled_from([ActivityKind.READING, ActivityKind.SEMINAR, ActivityKind.NETWORK]),
                st.sampled_from([Q2, Quarter(2026, 1)]),
            ),
            max_size=30,
        )
    )
    def test_every_stored_figure_rests_on_five_people(self, lines):
        root = root_of(make_organisation())
        people = [make_adviser(root) for _number in range(8)]
        for who, kind, quarter in lines:
            log_activities([people[who]], kind=kind, day=quarter.first_day)
        for quarter in (Q2, Quarter(2026, 1)):
            shown = figures(root.organisation, quarter)
            assert shown.pop("advisers") == 8
            shown.pop("hours", None)
            here = [(who, kind) for who, kind, when in lines if when == quarter]
            named = {name.partition(" ")[2] for name in shown} - {OTHER_KINDS}
            for name, number in shown.items():
                kind = name.partition(" ")[2]
                part = [
                    each
                    for each in here
                    if (each[1] == kind if kind != OTHER_KINDS else each[1] not in named)
                ]
                assert number == len(part)
                assert len({who for who, _kind in part}) >= 5
            assert bool(shown) == (len({who for who, _kind in here}) >= 5)


def test_no_figure_names_anybody():
    for model in (QuarterCount, QuarterFigure):
        related = {field.related_model for field in model._meta.get_fields() if field.is_relation}
        assert User not in related
