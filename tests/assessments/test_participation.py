"""How many have checked in: counts of large groups alone, of the morning, for who manages them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessments.domain.participation import participation
from assessments.domain.snapshots import close_campaign, end_campaign
from tests.factories import people
from tests.factories.reports import check_in, make_advisers, make_framework, make_round

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Brussels"))
DAY = timedelta(days=1)


@pytest.fixture
def competences(db):
    return make_framework("A1")


def running(team, competences, **fields):
    dates = {"opens_at": NOW - 9 * DAY, "closes_at": NOW + 9 * DAY}
    return make_round(team, competences, **dates | fields)


def submit(campaign, users, competences, *, at=NOW - DAY) -> None:
    check_in(campaign, {who: {competences["A1"]: 3} for who in users}, at=at)


def counts(campaign, now=NOW) -> dict:
    return {row.name: (row.asked, row.submitted) for row in participation(campaign, now)}


def test_counts_of_an_open_round_are_of_the_morning(team, competences):
    advisers = make_advisers(team, 8)
    campaign = running(team, competences)
    submit(campaign, advisers[:5], competences)
    submit(campaign, advisers[5:6], competences, at=NOW - timedelta(hours=1))
    assert counts(campaign) == {"Gent": (8, 5)}
    assert counts(campaign, NOW + DAY) == {"Gent": (8, 6)}
    end_campaign(campaign=campaign, now=NOW)
    assert counts(campaign) == {"Gent": (8, 6)}


def test_small_teams_and_what_would_give_them_away_do_not_show(organisation, competences):
    root = people.root_of(organisation)
    for name, number in (("Kortrijk", 4), ("Gent", 7), ("Antwerpen", 9)):
        make_advisers(people.make_team(root, name), number)
    found = counts(running(root, competences))
    assert found["Loopbaanhuis"][0] == 20
    assert found["Kortrijk"] == (None, None)
    shown = [asked for name, (asked, _s) in found.items() if name != "Loopbaanhuis" and asked]
    assert 20 - sum(shown) >= 5


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_a_manager_shows_the_own_teams(client, team, competences, number, stranger,
                                               django_assert_max_num_queries):  # fmt: skip
    beside = people.make_team(team.organisation, "Antwerpen")
    make_advisers(beside, 6)
    for index in range(number):
        make_advisers(people.make_team(team, f"Ploeg {index}"), 6)
    running(people.root_of(team.organisation), competences)
    running(people.root_of(stranger.memberships.get().organisation), competences, name="Other")
    client.force_login(people.make_manager(team))
    with time_machine.travel(NOW, tick=False), django_assert_max_num_queries(20):
        page = client.get(reverse("participation")).content.decode()
    assert page.count("Ploeg") == number
    assert "Spring nl" in page
    assert "Antwerpen" not in page
    assert "Other" not in page


def test_page_without_a_running_round_says_so(client, team, competences):
    make_advisers(team, 6)
    close_campaign(campaign=running(team, competences), now=NOW)
    client.force_login(people.make_manager(team))
    with time_machine.travel(NOW, tick=False):
        page = client.get(reverse("participation")).content.decode()
    assert "Er loopt geen ronde voor je teams" in page
    assert "Spring" not in page


def test_page_is_not_known_to_advisers(client, adviser):
    client.force_login(adviser)
    assert client.get(reverse("participation")).status_code == 404


class NoSmallGroup(TestCase):
    @settings(max_examples=30, deadline=None)
    @given(
        sizes=st.lists(st.integers(0, 8), min_size=2, max_size=5),
        shares=st.lists(st.floats(0, 1), min_size=5, max_size=5),
    )
    def test_what_shows_never_leaves_a_small_group(self, sizes, shares):
        competences = make_framework("A1")
        root = people.root_of(people.make_organisation())
        campaign = running(root, competences)
        for size, share in zip(sizes, shares, strict=False):
            users = make_advisers(people.make_team(root), size)
            submit(campaign, users[: int(size * share)], competences)
        top, *teams = participation(campaign, NOW)
        for name in ("asked", "submitted"):
            whole = getattr(top, name)
            shown = [getattr(team, name) for team in teams if getattr(team, name) is not None]
            assert all(count >= 5 for count in shown)
            if whole is not None:
                rest = whole - sum(shown)
                assert rest == 0 or rest >= 5
