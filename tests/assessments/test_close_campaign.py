"""Closing a round by hand and from the command line: when, once, whole."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.translation import override

from assessments.domain import snapshot_storing
from assessments.domain.snapshots import RoundNotBegun, close_campaign
from assessments.enums import CampaignState
from assessments.models import Campaign, Cell, Snapshot, SnapshotNode
from tests.factories.people import make_organisation, root_of
from tests.factories.reports import (
    NOW,
    OPENS,
    check_in,
    make_advisers,
    make_framework,
    make_round,
)

DAY = timedelta(days=1)
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


def test_closing_sets_state_and_moment_and_takes_the_snapshot(campaign):
    snapshot = close_campaign(campaign=campaign, now=NOW)
    stored = Campaign.objects.get()
    assert (stored.state, stored.closed_at) == (CampaignState.CLOSED, NOW)
    assert (campaign.state, campaign.closed_at) == (CampaignState.CLOSED, NOW)
    assert (snapshot.campaign, snapshot.organisation, snapshot.taken_at) == (
        stored,
        stored.organisation,
        NOW,
    )
    assert snapshot.minimum_group_size == 5
    assert Cell.objects.count() == 2 * 2  # two competences, two kinds of evidence


def test_closing_twice_returns_the_same_snapshot_and_changes_nothing(campaign):
    first = close_campaign(campaign=campaign, now=NOW)
    before = list(Cell.objects.order_by("pk").values())
    make_advisers(campaign.team, 3)
    again = close_campaign(campaign=campaign, now=NOW + DAY)
    assert again == first
    assert Campaign.objects.get().closed_at == NOW
    assert list(Cell.objects.order_by("pk").values()) == before


def test_closing_early_counts_the_people_of_that_day(campaign):
    close_campaign(campaign=campaign, now=NOW - 7 * DAY)
    assert Campaign.objects.get().closed_at == NOW - 7 * DAY
    assert SnapshotNode.objects.get().people == 6


def test_closing_late_counts_the_people_of_the_day_it_was_over(campaign):
    campaign.team.memberships.update(until=NOW.date())
    close_campaign(campaign=campaign, now=NOW + 7 * DAY)
    assert SnapshotNode.objects.get().people == 6


@pytest.mark.parametrize(
    ("state", "moment"),
    [(CampaignState.DRAFT, NOW), (CampaignState.ACTIVE, OPENS - DAY)],
    ids=["draft", "opens later"],
)
def test_a_round_that_has_not_begun_is_not_closed(campaign, state, moment):
    Campaign.objects.update(state=state)
    with pytest.raises(RoundNotBegun):
        close_campaign(campaign=campaign, now=moment)
    assert not Snapshot.objects.exists()
    assert Campaign.objects.get().state == state


def test_a_failure_halfway_leaves_an_open_round_without_a_snapshot(campaign, monkeypatch):
    def broken(*args):
        raise RuntimeError

    monkeypatch.setattr(snapshot_storing, "keep_people", broken)
    with pytest.raises(RuntimeError):
        close_campaign(campaign=campaign, now=NOW)
    assert not Snapshot.objects.exists()
    assert not SnapshotNode.objects.exists()
    assert Campaign.objects.get().state == CampaignState.ACTIVE
    monkeypatch.undo()
    close_campaign(campaign=campaign, now=NOW)
    assert Cell.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_two_at_once_take_one_snapshot(campaign):
    barrier, taken = Barrier(2), []

    def close() -> None:
        try:
            barrier.wait()
            taken.append(close_campaign(campaign=Campaign.objects.get(), now=NOW).pk)
        finally:
            connection.close()

    threads = [Thread(target=close) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert taken == [Snapshot.objects.get().pk] * 2
    assert Cell.objects.count() == 4


def test_command_close_campaign_prints_numbers_only(campaign, capsys):
    call_command("close_campaign", str(campaign.pk))
    snapshot = Snapshot.objects.get()
    assert capsys.readouterr().out == (f"Snapshot {snapshot.pk}: teams 1, cells 4, not shown 3.\n")


def test_command_close_campaign_refuses_what_it_cannot_close(campaign):
    with pytest.raises(CommandError, match="There is no round 999"):
        call_command("close_campaign", "999")
    Campaign.objects.update(state=CampaignState.DRAFT)
    with pytest.raises(CommandError, match="has not begun"):
        call_command("close_campaign", str(campaign.pk))
