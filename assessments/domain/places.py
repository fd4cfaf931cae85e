"""What the organisation says of an adviser: the role, its profile, how long evidence lasts."""

from typing import NamedTuple

from assessments.domain.freshness import Ages
from assessments.domain.targets import reporting_memberships
from assessments.models import RoleProfileText
from cms.accounts.models import User
from cms.drawn import for_a_minute


class Place(NamedTuple):
    """A role by name, the role profile by id, and the ages; of a membership that reports."""

    role: str = ""
    profile: int | None = None
    ages: Ages = Ages()


def place_of(user: User, language: str) -> Place:
    """Return the place of a person, its role named in a language.

    One query, and one more for the name where it was not read within the minute. Without a
    membership that reports there is no role, and the ages are the usual ones.
    """
    policy = "organisation__evidence_policy__"
    row = (
        reporting_memberships(user)
        .values_list(
            f"{policy}current_months", f"{policy}expired_months", "role_assignment__profile"
        )
        .first()
    )
    if row is None:
        return Place()
    current, expired, profile = row
    return Place(
        _name_of(profile, language), profile, Ages(current, expired) if current else Ages()
    )


def _name_of(profile: int | None, language: str) -> str:
    """Return the name of a role profile, in the other language where it has none in this one."""
    if profile is None:
        return ""
    rows = RoleProfileText.objects.filter(profile=profile).values_list("language", "name")
    names = for_a_minute("role names", profile, lambda: dict(rows))
    return names.get(language) or next((name for name in names.values() if name), "")
