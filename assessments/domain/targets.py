"""Targets: the levels that a person's role asks for, from the role profile of the membership."""

from django.db.models import Subquery

from assessments.models import Target
from cms.accounts.models import Membership, MembershipQuerySet, Organisation, User
from cms.drawn import for_a_minute

REPORTING = Membership.objects.advisers().order_by("start", "pk")


def reporting_memberships(
    user: User,
    organisation: Organisation | None = None,
    *,
    among: MembershipQuerySet = REPORTING,
) -> MembershipQuerySet:
    """Return the memberships that give a person a reporting team today, the oldest first.

    Args:
        organisation: only in this one; any when left out.
        among: REPORTING itself, or with the columns that are wanted.
    """
    memberships = among.current().filter(user=user)
    if organisation is not None:
        memberships = memberships.filter(organisation=organisation)
    return memberships


def reporting_membership(user: User, organisation: Organisation | None = None) -> Membership | None:
    """Return the membership that gives a person a reporting team today; the oldest when several.

    Args:
        organisation: only in this one; any when left out.
    """
    memberships = reporting_memberships(user, organisation)
    return memberships.select_related("organisation", "team").first()


def targets_of(user: User, organisation: Organisation | None = None) -> dict[int, int]:
    """Return {competence id: target level} of one person; empty without a role profile; one query.

    Args:
        organisation: the role in this one counts; any when left out.
    """
    membership = Subquery(reporting_memberships(user, organisation).values("pk")[:1])
    return dict(
        Target.objects.filter(profile__assignments__membership=membership).values_list(
            "competence_id", "level"
        )
    )


def targets_of_profile(profile: int | None) -> dict[int, int]:
    """Return {competence id: target level} of a role profile; empty without one.

    One query, none where they were read within the minute.

    Args:
        profile: its id.
    """
    if profile is None:
        return {}
    return for_a_minute("targets", profile, lambda: _targets(profile))


def _targets(profile: int) -> dict[int, int]:
    rows = Target.objects.filter(profile=profile)
    return dict(rows.values_list("competence_id", "level"))
