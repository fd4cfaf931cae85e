"""What the clock does to rounds: ends them, counts them after some days, makes the next."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain import snapshots
from assessments.domain.repeating import make_successor, months_later, next_dates
from assessments.domain.rounds_due import Due, run_due
from assessments.enums import CampaignKind, CampaignState, Repeat
from assessments.models import Campaign, EvidencePolicy, Snapshot
from tests.factories.people import make_organisation, root_of
from tests.factories.reports import (
    NOW,
    check_in,
    make_advisers,
    make_framework,
    make_profile,
    make_round,
)

DAY = timedelta(days=1)
FROM = datetime(2024, 1, 1, tzinfo=UTC)
BRUSSELS = ZoneInfo("Europe/Brussels")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def root():
    return root_of(make_organisation("Centre"))


@pytest.fixture
def competences():
    return make_framework("A1", "B1")


@pytest.fixture
def campaign(root, competences):
    campaign = make_round(root, competences)
    check_in(campaign, {who: {competences["B1"]: 3} for who in make_advisers(root, 6)})
    return campaign


def test_run_due_ends_what_is_over_and_nothing_else(root, competences, campaign):
    later = make_round(root, competences, closes_at=NOW + DAY)
    draft = make_round(root, competences, state=CampaignState.DRAFT)
    assert run_due(NOW) == Due(ended=1)
    assert run_due(NOW) == Due()
    assert dict(Campaign.objects.values_list("pk", "state")) == {
        campaign.pk: CampaignState.CLOSED,
        later.pk: CampaignState.ACTIVE,
        draft.pk: CampaignState.DRAFT,
    }


def test_snapshot_is_taken_two_days_after_the_end_where_nothing_else_is_set(campaign):
    run_due(NOW)
    assert run_due(NOW + 2 * DAY - timedelta(seconds=1)) == Due()
    assert not Snapshot.objects.exists()
    assert run_due(NOW + 2 * DAY) == Due(counted=1)
    assert run_due(NOW + 3 * DAY) == Due()
    assert Snapshot.objects.get().taken_at == NOW + 2 * DAY


@pytest.mark.parametrize(("days", "at_once"), [(0, 1), (5, 0)])
def test_an_organisation_sets_the_days_until_the_snapshot(campaign, days, at_once):
    EvidencePolicy.objects.create(organisation=campaign.organisation, snapshot_days=days)
    assert run_due(NOW) == Due(ended=1, counted=at_once)
    assert run_due(NOW + 5 * DAY) == Due(counted=1 - at_once)


def test_run_due_goes_on_after_a_round_that_fails(root, competences, campaign, monkeypatch, caplog):
    second = make_round(root, competences, closes_at=NOW - DAY)
    take = snapshots.store_snapshot

    def fails_for_the_second(locked, now):
        if locked == second:
            raise RuntimeError("adviser@peil.example")
        return take(locked, now)

    monkeypatch.setattr(snapshots, "store_snapshot", fails_for_the_second)
    run_due(NOW)
    assert run_due(NOW + 2 * DAY) == Due(counted=1, failed=1)
    assert Snapshot.objects.get().campaign == campaign
    assert [record.getMessage() for record in caplog.records] == [
        f"round {second.pk}: count failed: RuntimeError"
    ]
    monkeypatch.undo()
    assert run_due(NOW + 2 * DAY) == Due(counted=1)


def test_command_run_due_prints_numbers_only(campaign, capsys):
    call_command("run_due")
    assert capsys.readouterr().out == (
        "Rounds closed: 1. Group figures made: 0. Rounds that follow: 0. Mails: 0.\n"
    )


def test_command_run_due_says_how_many_failed(campaign, monkeypatch):
    EvidencePolicy.objects.create(organisation=campaign.organisation, snapshot_days=0)
    monkeypatch.setattr(snapshots, "store_snapshot", None)
    with pytest.raises(CommandError, match=r"^Rounds that failed: 1\.$"):
        call_command("run_due")


def test_the_next_round_asks_the_same_a_quarter_later_and_is_active(root, competences):
    people = make_advisers(root, 2)
    profile = make_profile(root.organisation, {})
    campaign = make_round(root, competences)
    campaign.kind, campaign.focus_size = CampaignKind.QUARTERLY, 1
    campaign.repeats, campaign.remind_days = Repeat.QUARTERLY, 3
    campaign.includes_below = False
    campaign.save()
    campaign.profiles.set([profile])
    campaign.people.set(people)

    assert run_due(NOW) == Due(ended=1, repeated=1)
    assert run_due(NOW) == Due()

    made = Campaign.objects.get(follows=campaign)
    same = ("organisation", "team", "purpose", "kind", "focus_size", "repeats", "remind_days",
            "includes_below", "reminds", "works_council_noted")  # fmt: skip
    assert {name: getattr(made, name) for name in same} == {
        name: getattr(campaign, name) for name in same
    }
    assert made.state == CampaignState.ACTIVE
    assert set(made.competences.all()) == set(competences.values())
    assert (set(made.profiles.all()), set(made.people.all())) == ({profile}, set(people))
    assert dict(made.texts.values_list("language", "name")) == {
        "en": "Spring en · June 2026",
        "nl": "Spring nl · juni 2026",
    }
    assert (made.opens_at, made.closes_at) == next_dates(
        campaign.opens_at, campaign.closes_at, Repeat.QUARTERLY, NOW
    )


def test_the_month_in_a_name_is_replaced_not_added(root, competences):
    make_advisers(root, 1)
    first = make_round(root, competences)
    first.repeats = Repeat.YEARLY
    first.save()
    second = make_successor(campaign=first, now=NOW)
    third = make_successor(campaign=second, now=NOW)
    assert third.texts.get(language="nl").name == "Spring nl · maart 2028"


def test_a_next_round_that_asks_nobody_waits_as_a_draft(root, competences):
    campaign = make_round(root, competences)
    campaign.repeats = Repeat.QUARTERLY
    campaign.save()
    assert run_due(NOW) == Due(ended=1, repeated=1)
    assert Campaign.objects.get(follows=campaign).state == CampaignState.DRAFT
    assert run_due(NOW + DAY) == Due()


def test_a_failure_while_repeating_leaves_no_half_round(campaign, monkeypatch):
    campaign.repeats = Repeat.QUARTERLY
    campaign.save()
    monkeypatch.setattr("assessments.domain.repeating.activate_campaign", None)
    assert run_due(NOW) == Due(ended=1, failed=1)
    assert Campaign.objects.count() == 1
    monkeypatch.undo()
    assert run_due(NOW) == Due(repeated=1)


def test_dates_keep_the_clock_of_the_place_over_a_clock_change():
    opens = datetime(2026, 9, 1, 9, tzinfo=BRUSSELS)  # summer time
    closes = datetime(2026, 9, 30, 17, tzinfo=BRUSSELS)
    after = next_dates(opens, closes, Repeat.QUARTERLY, closes)
    assert after == (
        datetime(2026, 12, 1, 9, tzinfo=BRUSSELS),
        datetime(2026, 12, 30, 17, tzinfo=BRUSSELS),
    )


def test_dates_that_are_over_are_passed_by():
    opens = datetime(2024, 1, 31, 9, tzinfo=BRUSSELS)
    closes = datetime(2024, 2, 10, 9, tzinfo=BRUSSELS)
    after, _closes = next_dates(opens, closes, Repeat.QUARTERLY, NOW)
    assert after == datetime(2026, 4, 30, 9, tzinfo=BRUSSELS)


@given(
    st.integers(0, 60 * 24 * 365 * 6).map(lambda minutes: FROM + timedelta(minutes=minutes)),
    st.integers(1, 60 * 24 * 80),
    st.sampled_from(Repeat.values),
)
def test_next_dates_lie_ahead_in_order_and_keep_the_hour(opens, minutes, repeats):
    closes = opens + timedelta(minutes=minutes)
    next_opens, next_closes = next_dates(opens, closes, repeats, closes)
    assert opens < next_opens < next_closes
    assert next_closes > closes
    local, moved = timezone.localtime(opens), timezone.localtime(next_opens)
    assert moved.date() == months_later(
        local.date(), {Repeat.QUARTERLY: 3, Repeat.YEARLY: 12}[repeats]
    )
    assert abs(moved.hour - local.hour) <= 1  # an hour later where a clock change skips it
