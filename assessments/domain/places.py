"""What the organisation says of an adviser: the role, its profile, how long evidence lasts."""

from typing import NamedTuple

from assessments.domain.freshness import Ages
from assessments.domain.targets import reporting_memberships
from cms.accounts.models import User


class Place(NamedTuple):
    """A role by name, the role profile by id, and the ages; of a membership that reports."""

    role: str = ""
    profile: int | None = None
    ages: Ages = Ages()


def place_of(user: User, language: str) -> Place:
    """Return the place of a person, its role named in a language; one query.

    Without a membership that reports there is no role, and the ages are the usual ones.
    """
    policy, role = "organisation__evidence_policy__", "role_assignment__profile__texts__"
    rows = list(
        reporting_memberships(user).values_list(
            "pk",
            f"{policy}current_months",
            f"{policy}expired_months",
            "role_assignment__profile",
            f"{role}language",
            f"{role}name",
        )
    )
    if not rows:
        return Place()
    first, current, expired, profile, *_text = rows[0]
    names = {row[4]: row[5] for row in rows if row[0] == first and row[5]}
    name = names.get(language) or next(iter(names.values()), "")
    return Place(name, profile, Ages(current, expired) if current else Ages())
