"""Organisations, teams and people; nothing here needs the framework."""

from datetime import date
from itertools import count

from django.utils.text import slugify

from assessments.domain.role_profiles import assign_role_profile
from assessments.models import RoleProfile
from cms.accounts.enums import Role
from cms.accounts.models import Membership, Organisation, Team, User

START = date(2025, 1, 1)
PASSWORD = "a-long-test-password"
_numbers = count(1)


def make_organisation(name: str = "", minimum_group_size: int = 5) -> Organisation:
    """Return an organisation with a root team of the same name: `organisation.teams.get()`."""
    name = name or f"Organisation {next(_numbers)}"
    organisation = Organisation.objects.create(
        name=name, slug=slugify(name), minimum_group_size=minimum_group_size
    )
    Team.add_root(organisation=organisation, name=name)
    return organisation


def root_of(organisation: Organisation) -> Team:
    return Team.objects.get(organisation=organisation, depth=1)


def make_team(parent: Team | Organisation, name: str = "") -> Team:
    """Return a new team below a team, or below the root of an organisation."""
    above = root_of(parent) if isinstance(parent, Organisation) else Team.objects.get(pk=parent.pk)
    return above.add_child(
        organisation_id=above.organisation_id, name=name or f"Team {next(_numbers)}"
    )


def make_user(email: str = "", **fields) -> User:
    return User.objects.create_user(
        email or f"person{next(_numbers)}@test.example", PASSWORD, **fields
    )


def make_role(
    user: User,
    role: Role,
    *,
    organisation: Organisation | None = None,
    team: Team | None = None,
    start: date = START,
    until: date | None = None,
) -> Membership:
    """Return a membership; of the team's organisation when only a team is given."""
    return Membership.objects.create(
        user=user,
        organisation=organisation or team.organisation,
        team=team,
        role=role,
        start=start,
        until=until,
    )


def make_adviser(team: Team, profile: RoleProfile | None = None, **fields) -> User:
    """Return an adviser in a team, with a role profile when one is given."""
    user = make_user(**fields)
    membership = make_role(user, Role.ADVISER, team=team)
    if profile is not None:
        assign_role_profile(membership=membership, profile=profile)
    return user


def make_manager(team: Team, **fields) -> User:
    user = make_user(**fields)
    make_role(user, Role.TEAM_MANAGER, team=team)
    return user


def make_organisation_manager(organisation: Organisation, **fields) -> User:
    user = make_user(**fields)
    make_role(user, Role.ORGANISATION_MANAGER, organisation=organisation)
    return user
