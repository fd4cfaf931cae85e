"""Who sees sufficiency rules, who sets them, and who manages a part of the tree; as querysets.

A manager sees the rules of the teams whose reports that manager may open, and deals with their
alerts. Setting rules is for the managers of the organisation: one rule keeps parts above and below
it without one.
"""

from collections.abc import Iterable
from datetime import date

from assessments.models import SufficiencyRule
from assessments.models.sufficiency import SufficiencyRuleQuerySet
from cms.accounts.enums import Role
from cms.accounts.models import Membership, MembershipQuerySet, Team, TeamQuerySet, User
from cms.accounts.permissions import first_or_404, roles_of, visible_teams

MANAGING = (Role.TEAM_MANAGER, Role.ORGANISATION_MANAGER)


def visible_rules(user: User) -> SufficiencyRuleQuerySet:
    """Return the sufficiency rules of the teams whose reports a person may open."""
    return SufficiencyRule.objects.filter(team__in=visible_teams(user).order_by())


def get_rule_or_404(user: User, pk: int) -> SufficiencyRule:
    """Return a sufficiency rule that the person may see.

    Raises:
        Http404: when there is none, or it is of another part of the tree.
    """
    return first_or_404(visible_rules(user).filter(pk=pk).select_related("team", "competence"))


def settable_teams(user: User) -> TeamQuerySet:
    """Return the teams for which a person may set rules: of the organisations managed."""
    roles = roles_of(user)
    whole = [role.organisation_id for role in roles if role.role == Role.ORGANISATION_MANAGER]
    return Team.objects.filter(organisation__in=whole)


def get_settable_rule_or_404(user: User, pk: int) -> SufficiencyRule:
    """Return a rule that the person may change or end; one that has ended is none.

    Raises:
        Http404: when there is none.
    """
    rules = SufficiencyRule.objects.active().filter(team__in=settable_teams(user).order_by())
    return first_or_404(rules.filter(pk=pk).select_related("team", "competence"))


def managing_roles(organisations: Iterable[int], day: date) -> MembershipQuerySet:
    """Return the roles of a day by which somebody manages organisations or teams in them."""
    return (
        Membership.objects.current(day)
        .filter(organisation__in=organisations, role__in=MANAGING, user__is_active=True)
        .select_related("user", "team")
        .order_by("user__first_name", "user__last_name", "user__email", "pk")
    )


def manages(role: Membership, team: Team) -> bool:
    """Return whether a managing role reaches a team: of it, of one above it, or of all."""
    if role.organisation_id != team.organisation_id:
        return False
    return role.team is None or team.path.startswith(role.team.path)


def managers_of_part(team: Team, day: date) -> list[User]:
    """Return who manages a team on a day, each once, by name."""
    roles = managing_roles([team.organisation_id], day)
    return list({role.user_id: role.user for role in roles if manages(role, team)}.values())
