"""Sharing: one manager, chosen items, until a day; who may open it is looked at each time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.shares import (
    LONGEST,
    NothingChosen,
    NotYourManager,
    NotYours,
    chosen,
    items_of,
    make_share,
    note_view,
    revoke_share,
    share_cycle,
)
from assessments.models import Share, ShareView
from assessments.share_permissions import managers_of, visible_shares
from cms.accounts.enums import Role
from cms.accounts.models import Membership
from tests.factories import people
from tests.factories.campaigns import make_campaign
from tests.factories.shares import NOW, make_action, make_activity, share_with

pytestmark = pytest.mark.django_db


def names(user, day=date(2026, 3, 2)) -> list[str]:
    return sorted({role.user.email for role in managers_of(user, day)})


def test_managers_are_those_who_see_the_team(adviser, manager, team, organisation):
    people.make_manager(people.root_of(organisation), email="above@test.example")
    people.make_organisation_manager(organisation, email="lead@test.example")
    people.make_manager(people.make_team(team, "Gent-Noord"), email="below@test.example")
    people.make_manager(people.make_team(organisation, "Brugge"), email="beside@test.example")
    other = people.make_organisation("Elders")
    people.make_organisation_manager(other, email="foreign@test.example")
    assert names(adviser) == ["above@test.example", "lead@test.example", "manager@test.example"]


def test_nobody_is_their_own_manager(adviser, team):
    people.make_role(adviser, Role.TEAM_MANAGER, team=team)
    assert names(adviser) == []


def test_manager_of_before_or_later_is_not_offered(adviser, team):
    gone, coming, asleep = (people.make_user() for _ in range(3))
    people.make_role(gone, Role.TEAM_MANAGER, team=team, until=date(2026, 3, 1))
    people.make_role(coming, Role.TEAM_MANAGER, team=team, start=date(2026, 3, 3))
    people.make_role(asleep, Role.TEAM_MANAGER, team=team)
    asleep.is_active = False
    asleep.save()
    assert names(adviser) == []


def test_share_is_seen_by_its_manager_alone(adviser, manager, stranger, organisation, framework):
    lead = people.make_organisation_manager(organisation)
    second = people.make_manager(people.root_of(organisation))
    admin = people.make_user(is_superuser=True, is_staff=True)
    share = share_with(adviser, manager, framework)
    assert list(visible_shares(manager, NOW)) == [share]
    for other in (adviser, stranger, lead, second, admin):
        assert list(visible_shares(other, NOW)) == []


def test_same_choice_twice_is_one_share(adviser, manager, framework):
    first = share_with(adviser, manager, framework, codes=("A1", "B1"))
    again = share_with(adviser, manager, framework, codes=("B1", "A1", "A1"))
    assert again == first
    assert Share.objects.count() == 1


def test_choice_after_revoking_is_a_new_share(adviser, manager, framework):
    first = share_with(adviser, manager, framework)
    revoke_share(share=first, now=NOW)
    assert share_with(adviser, manager, framework) != first


def test_nothing_chosen_is_refused(adviser, manager):
    with pytest.raises(NothingChosen):
        make_share(user=adviser, manager_id=manager.pk, items=chosen(), now=NOW)


def test_somebody_who_does_not_manage_me_is_refused(adviser, stranger, framework):
    with pytest.raises(NotYourManager):
        share_with(adviser, stranger, framework)


def test_things_of_others_are_refused(adviser, manager, stranger, framework):
    action = make_action(stranger, framework["B1"])
    activity = make_activity(stranger)
    for items in (chosen(actions=[action.pk]), chosen(activities=[activity.pk]), chosen([10**6])):
        with pytest.raises(NotYours):
            make_share(user=adviser, manager_id=manager.pk, items=items, now=NOW)
    assert Share.objects.count() == 0


def test_action_that_is_over_is_refused(adviser, manager, framework):
    action = make_action(adviser, framework["B1"], state="done")
    with pytest.raises(NotYours):
        make_share(user=adviser, manager_id=manager.pk, items=chosen(actions=[action.pk]), now=NOW)


def test_share_ends_with_the_round_that_runs(adviser, manager, team, framework):
    later = make_campaign(team, now=NOW + timedelta(days=60))
    running = make_campaign(team, now=NOW)
    beside = people.make_team(team.organisation, "Brugge")
    people.make_adviser(beside)
    make_campaign(beside, now=NOW, days=3)
    share = share_with(adviser, manager, framework)
    assert (share.campaign, share.ends_at) == (running, running.closes_at)
    after = running.closes_at + timedelta(hours=1)
    assert list(visible_shares(manager, running.closes_at)) == []
    cycle = share_cycle(user=adviser, organisation=team.organisation, now=after)
    assert cycle == (later, later.closes_at)


def test_share_without_a_round_ends_after_twelve_months(adviser, manager, team, framework):
    make_campaign(team, now=NOW, activated=False)
    share = share_with(adviser, manager, framework)
    assert (share.campaign, share.ends_at) == (None, NOW + LONGEST)


def test_revoked_share_is_gone_at_once_and_keeps_its_moment(adviser, manager, framework):
    share = share_with(adviser, manager, framework)
    revoke_share(share=share, now=NOW)
    revoke_share(share=share, now=NOW + timedelta(hours=1))
    assert Share.objects.get().revoked_at == NOW
    assert list(visible_shares(manager, NOW)) == []


def test_manager_who_stops_sees_nothing_any_more(adviser, manager, framework):
    share_with(adviser, manager, framework)
    Membership.objects.filter(user=manager).update(until=date(2026, 3, 2))
    assert visible_shares(manager, NOW).count() == 1
    assert visible_shares(manager, NOW + timedelta(days=1)).count() == 0


def test_adviser_who_left_or_moved_is_not_seen(adviser, manager, team, framework):
    share_with(adviser, manager, framework)
    Membership.objects.filter(user=adviser).update(
        team=people.make_team(team.organisation, "Brugge")
    )
    assert visible_shares(manager, NOW).count() == 0
    Membership.objects.filter(user=adviser).update(team=team)
    assert visible_shares(manager, NOW).count() == 1
    Membership.objects.filter(user=adviser).update(until=date(2026, 3, 1))
    assert visible_shares(manager, NOW).count() == 0


def test_views_within_an_hour_count_once(adviser, manager, framework):
    share = share_with(adviser, manager, framework)
    for minutes in (0, 1, 59, 60, 61, 119, 121):
        note_view(share=share, now=NOW + timedelta(minutes=minutes))
    seen = ShareView.objects.order_by("viewed_at").values_list("viewed_at", flat=True)
    assert [(moment - NOW) // timedelta(minutes=1) for moment in seen] == [0, 60, 121]


def test_items_of_a_share_are_what_was_chosen(adviser, manager, framework):
    items = chosen(
        [framework["B1"].pk, framework["A1"].pk],
        [make_action(adviser, framework["B1"]).pk],
        [make_activity(adviser).pk],
    )
    share = make_share(user=adviser, manager_id=manager.pk, items=items, now=NOW)
    assert items_of(share) == items


@given(keys=st.lists(st.integers(1, 9), max_size=8))
def test_choice_does_not_depend_on_order_or_repeats(keys):
    assert chosen(keys) == chosen(sorted(set(keys), reverse=True))
    assert chosen(keys).is_empty == (not keys)
    assert chosen(keys).count == len(set(keys))
