"""How long evidence is kept: told a month before, removed on the day, once, whole or not at all."""

from datetime import date, timedelta

import pytest
from django.db.models.signals import pre_delete
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessments.domain.levels import rebuild_levels
from assessments.domain.report_access import note_team_report
from assessments.domain.retention import (
    announce,
    clear,
    kept_months,
    kept_since,
    retention_items,
    run_retention,
)
from assessments.models import (
    Action,
    Attempt,
    CheckIn,
    CurrentLevel,
    EvidencePolicy,
    Rating,
    Reflection,
    ReportAccess,
    RetentionNotice,
    Snapshot,
    SnapshotPerson,
)
from assessments.report_enums import Report, ReportFormat
from cms.accounts.enums import Role
from tests.factories import people
from tests.factories.campaigns import make_campaign, make_check_in
from tests.factories.evidence import give_answers
from tests.factories.reports import make_round
from tests.factories.shares import NOW, make_action

pytestmark = pytest.mark.django_db
LONG_AGO = NOW - timedelta(days=3 * 365 + 60)
RECENT = NOW - timedelta(days=200)
MONTH = timedelta(days=30)


@pytest.fixture
def adviser(adviser):
    """The adviser, who has worked there for long."""
    adviser.memberships.update(start=date(2020, 1, 1))
    return adviser


@pytest.fixture
def veteran(adviser, team, framework):
    """The adviser with evidence of more than three years ago, and of this year."""
    for when, level in ((LONG_AGO, 1), (RECENT, 3)):
        check_in = make_check_in(
            make_campaign(team, now=when), adviser, {"A1": level, "B1": level}, now=when
        )
        Reflection.objects.create(user=adviser, check_in=check_in, works="w", written_at=when)
        give_answers(adviser, "A1", [1, 0, 1, 1], when)
    make_action(adviser, framework["B1"], until=LONG_AGO.date(), state="done", ended_at=LONG_AGO)
    make_action(adviser, framework["B1"])
    return adviser


def held(user) -> tuple[int, ...]:
    kinds = (Rating, Attempt, Reflection, Action, CheckIn)
    return tuple(kind.objects.filter(user=user).count() for kind in kinds)


def policy(organisation, months: int | None) -> None:
    EvidencePolicy.objects.update_or_create(
        organisation=organisation, defaults={"kept_months": months}
    )


def months_of(user) -> int | None:
    return kept_months([user.pk], NOW.date())[user.pk]


def test_period_is_the_organisations_or_the_general_one(adviser, organisation):
    assert months_of(adviser) == 36
    policy(organisation, 60)
    assert months_of(adviser) == 60
    policy(organisation, None)
    assert months_of(adviser) is None


def test_longest_period_of_two_organisations_holds(adviser, organisation):
    second = people.make_organisation("Werkhuis")
    people.make_role(adviser, Role.EDITOR, organisation=second)
    policy(organisation, 24)
    assert months_of(adviser) == 36
    policy(second, 30)
    assert months_of(adviser) == 30
    policy(second, None)
    assert months_of(adviser) is None


def test_whoever_left_stays_under_the_organisation_that_was_left(adviser, organisation):
    policy(organisation, 24)
    adviser.memberships.update(until=NOW.date() - timedelta(days=1))
    assert months_of(adviser) == 24
    assert months_of(people.make_user()) == 36


def test_months_are_counted_on_the_calendar():
    assert kept_since(36, date(2026, 3, 31)) == date(2023, 3, 31)
    assert kept_since(12, date(2024, 2, 29)) == date(2023, 2, 28)


def test_people_are_told_a_month_before_and_nothing_goes_yet(veteran):
    before = held(veteran)
    assert run_retention(NOW).told == 1
    notice = RetentionNotice.objects.get()
    assert (notice.user, notice.due_on, notice.before) == (
        veteran,
        date(2026, 4, 1),
        date(2023, 4, 1),
    )
    for day in (0, 1, 29):
        run = run_retention(NOW + timedelta(days=day))
        assert (run.told, run.cleared) == (0, 0)
    assert held(veteran) == before


def test_old_evidence_goes_on_the_day_and_the_rest_stays(veteran):
    run_retention(NOW)
    assert held(veteran) == (4, 2, 2, 2, 2)
    run = run_retention(NOW + MONTH)
    assert (run.cleared, run.failed) == (1, 0)
    assert held(veteran) == (2, 1, 1, 1, 1)
    assert run_retention(NOW + MONTH).cleared == 0


def test_levels_are_what_a_rebuild_makes(veteran, framework):
    run_retention(NOW)
    run_retention(NOW + MONTH)
    kept = list(CurrentLevel.objects.order_by("competence", "evidence").values_list(
        "user", "competence", "evidence", "level", "points", "items", "given_at"
    ))  # fmt: skip
    rebuild_levels(now=NOW + MONTH)
    again = list(CurrentLevel.objects.order_by("competence", "evidence").values_list(
        "user", "competence", "evidence", "level", "points", "items", "given_at"
    ))  # fmt: skip
    assert kept == again
    assert {row[3] for row in kept if row[2] == "self"} == {3}


def test_level_that_rested_on_old_evidence_alone_goes(adviser, team):
    make_check_in(make_campaign(team, now=LONG_AGO), adviser, {"A1": 2}, now=LONG_AGO)
    run_retention(NOW)
    run_retention(NOW + MONTH)
    assert held(adviser) == (0, 0, 0, 0, 0)
    assert CurrentLevel.objects.count() == 0


def test_period_that_was_made_longer_meanwhile_holds(veteran, organisation):
    before = held(veteran)
    run_retention(NOW)
    policy(organisation, None)
    assert run_retention(NOW + MONTH).cleared == 1
    assert held(veteran) == before


def test_period_that_was_made_shorter_meanwhile_waits_for_its_own_notice(veteran, organisation):
    policy(organisation, 36)
    run_retention(NOW)
    EvidencePolicy.objects.update(current_months=1, expired_months=2, kept_months=12)
    run_retention(NOW + MONTH)
    assert held(veteran) == (2, 1, 1, 1, 1)


def test_nobody_is_told_without_old_evidence(adviser, team):
    make_check_in(make_campaign(team, now=RECENT), adviser, {"A1": 2}, now=RECENT)
    assert announce(NOW) == 0


def test_evidence_of_others_stays(veteran, stranger, framework):
    give_answers(stranger, "A1", [1], LONG_AGO)
    run_retention(NOW)
    clear(notice=RetentionNotice.objects.get(user=veteran), now=NOW + MONTH)
    assert held(stranger)[1] == 1


def test_failure_changes_nothing_of_that_person_and_others_go_on(veteran, stranger, framework):
    give_answers(stranger, "A1", [1], LONG_AGO)
    run_retention(NOW)
    before = held(veteran)
    pre_delete.connect(refuse, sender=Reflection)
    try:
        run = run_retention(NOW + MONTH)
    finally:
        pre_delete.disconnect(refuse, sender=Reflection)
    assert (run.cleared, run.failed) == (1, 1)
    assert (held(veteran), held(stranger)) == (before, (0, 0, 0, 0, 0))
    assert run_retention(NOW + MONTH).cleared == 1
    assert held(veteran) == (2, 1, 1, 1, 1)


def refuse(**kwargs) -> None:
    raise OSError("the disk is full")


def test_mail_says_what_goes_and_when_until_the_day(veteran):
    announce(NOW)
    (item,) = retention_items(NOW.date())
    notice = RetentionNotice.objects.get()
    assert (item.user_id, item.subject, item.path) == (
        veteran.pk,
        f"retention:{notice.pk}",
        "me/data/",
    )
    with override("en"):
        assert item.words().startswith("On 1 April 2026 Peil removes")
        assert "from before 1 April 2023" in item.words()
    assert list(retention_items(notice.due_on)) == []


class AnyRun(TestCase):
    """Whatever the days on which the job runs, nothing goes unannounced or too early."""

    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=st.lists(st.integers(0, 45), min_size=1, max_size=8))
    def test_nothing_goes_within_thirty_days_of_the_notice(self, steps):
        user = people.make_user()
        days = [LONG_AGO + timedelta(days=20 * number) for number in range(10)]
        Reflection.objects.bulk_create(Reflection(user=user, works="w", written_at=d) for d in days)
        now = NOW
        told: dict[date, date] = {}
        for step in steps:
            now += timedelta(days=step)
            left = set(Reflection.objects.filter(user=user).values_list("written_at", flat=True))
            run_retention(now)
            gone = left - set(
                Reflection.objects.filter(user=user).values_list("written_at", flat=True)
            )
            for moment in gone:
                assert any(
                    moment.date() < before and day + MONTH <= now.date()
                    for before, day in told.items()
                )
            for notice in RetentionNotice.objects.filter(user=user):
                told.setdefault(notice.before, notice.told_at.date())


@pytest.mark.parametrize(("months", "kept"), [(36, False), (48, True), (None, True)])
def test_who_counted_goes_with_the_period_where_no_round_follows(
    organisation, team, adviser, stranger, months, kept
):
    policy(organisation, months)
    policy(stranger.memberships.get().organisation, None)
    for home, moment in ((team, LONG_AGO), (stranger.memberships.get().team, LONG_AGO)):
        snapshot = Snapshot.objects.create(
            campaign=make_round(home, {}),
            organisation_id=home.organisation_id,
            taken_at=moment,
            minimum_group_size=5,
        )
        SnapshotPerson.objects.create(
            snapshot=snapshot, user=adviser, team_key=home.pk, counted={"self": []}
        )
    run_retention(NOW)
    left = set(SnapshotPerson.objects.values_list("team_key", flat=True))
    assert left == {stranger.memberships.get().team_id} | ({team.pk} if kept else set())
    assert Snapshot.objects.count() == 2


@pytest.mark.parametrize(("months", "kept"), [(24, 1), (36, 2), (48, 3), (None, 2)])
def test_who_opened_reports_goes_with_the_period_and_never_stays_for_ever(
    organisation, team, manager, months, kept
):
    policy(organisation, months)
    for age in (1, 30, 40):
        note_team_report(
            user=manager,
            team=team,
            report=Report.TEAM,
            how=ReportFormat.PAGE,
            snapshot_id=None,
            now=NOW - age * MONTH,
        )
    for _twice in range(2):
        run_retention(NOW)
        assert ReportAccess.objects.count() == kept
