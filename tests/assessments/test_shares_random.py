"""Whatever people do in whatever order, a share is seen exactly while it may be."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessments.domain.shares import NotYourManager, chosen, make_share, revoke_share
from assessments.models import Share
from assessments.share_permissions import shares_seen, visible_shares
from cms.accounts.models import Membership
from tests.factories import people
from tests.factories.reports import make_framework
from tests.factories.shares import NOW
from tests.random_cases import drawn

OVER = NOW.date() - timedelta(days=1)
DEEDS = ("share", "revoke", "move", "return", "leave", "rejoin", "resign", "appoint", "wait")


class AnyOrder(TestCase):
    """The manager of Gent, an adviser who may move or leave, and time."""

    @settings(max_examples=drawn(30), deadline=None, suppress_health_check=list(HealthCheck))
    @given(deeds=st.lists(st.sampled_from(DEEDS), min_size=1, max_size=12))
    def test_share_is_seen_exactly_while_it_may_be(self, deeds):
        organisation = people.make_organisation()
        gent, brugge = (people.make_team(organisation) for _name in range(2))
        adviser, manager = people.make_adviser(gent), people.make_manager(gent)
        stranger = people.make_organisation_manager(people.make_organisation())
        competence = make_framework("A1")["A1"]
        now, here, works, manages = NOW, True, True, True
        for deed in deeds:
            here = {"move": False, "return": True}.get(deed, here)
            works = {"leave": False, "rejoin": True}.get(deed, works)
            manages = {"resign": False, "appoint": True}.get(deed, manages)
            set_up(adviser, gent if here else brugge, None if works else OVER)
            set_up(manager, gent, None if manages else OVER)
            may_see = here and works and manages
            if deed == "wait":
                now += timedelta(days=150)
            elif deed == "revoke":
                for share in Share.objects.filter(user=adviser):
                    revoke_share(share=share, now=now)
            elif deed == "share":
                try:
                    make_share(
                        user=adviser,
                        manager_id=manager.pk,
                        items=chosen([competence.pk]),
                        now=now,
                    )
                except NotYourManager:
                    assert not may_see
                else:
                    assert may_see
            living = Share.objects.filter(
                user=adviser, revoked_at__isnull=True, ends_at__gt=now
            ).values_list("pk", flat=True)
            expected = set(living) if may_see else set()
            assert set(visible_shares(manager, now).values_list("pk", flat=True)) == expected
            assert set(shares_seen(now).values_list("pk", flat=True)) == expected
            assert not visible_shares(stranger, now).exists()
            assert len(expected) <= 1


def set_up(user, team, until: date | None) -> None:
    Membership.objects.filter(user=user).update(team=team, until=until)
