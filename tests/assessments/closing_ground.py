"""A round of which everything that a snapshot can hold is stored, ready to be closed."""

from datetime import timedelta
from uuid import UUID

from assessments.domain.learning_plans import Asked, make_plan
from assessments.models import Reflection
from tests.factories.audit import log_activities
from tests.factories.people import make_user
from tests.factories.reports import (
    LOOPBAANHUIS,
    NOW,
    check_in,
    give_tested,
    make_advisers,
    make_framework,
    make_loopbaanhuis,
    make_profile,
    make_round,
)
from tests.factories.sufficiency import make_sufficiency_rule, take_round

EARLIER = NOW - timedelta(days=120)
LESSON = UUID(int=1)


def lay_ground() -> None:
    """Store an organisation whose second round is open.

    The first one left people who are forgotten now, an alert that closes now, and a plan that ends;
    another alert is raised.
    """
    competences = make_framework("A1", "B1")
    a1, b1 = competences.values()
    organisation, teams = make_loopbaanhuis()
    top = teams["Loopbaanhuis"]
    profile = make_profile(organisation, {a1: 3, b1: 4})
    people = [
        who
        for name, number in LOOPBAANHUIS.items()
        for who in make_advisers(teams[name], number, profile)
    ]
    make_sufficiency_rule(top, b1, now=EARLIER - timedelta(days=30))
    first = take_round(top, b1, dict.fromkeys(people, 1), now=EARLIER, also=(a1,))
    make_sufficiency_rule(top, a1)
    asked = Asked(a1.pk, (LESSON,), "Figures of the region", due=NOW.date())
    make_plan(team=top, asked=asked, snapshot_id=first.pk, by=make_user(), now=EARLIER)

    campaign = make_round(top, competences)
    check_in(campaign, {who: {a1: 2, b1: 4} for who in people})
    give_tested({who: {b1: 3} for who in people})
    Reflection.objects.bulk_create(
        Reflection(user_id=each.user_id, check_in=each, causes=["time"], written_at=NOW)
        for each in campaign.check_ins.all()
    )
    log_activities(people, day=NOW.date())
