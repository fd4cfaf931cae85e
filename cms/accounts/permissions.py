"""Who may see which organisation and team, as querysets; yes or no follows from them."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from cms.accounts.enums import Role
from cms.accounts.models import Membership, Organisation, Team, TeamQuerySet, User

Row = TypeVar("Row", bound=Model)


def first_or_404(rows: QuerySet[Row]) -> Row:
    """Return the first of the rows that a person may see.

    Raises:
        Http404: when there is none; why is not told.
    """
    row = rows.first()
    if row is None:
        raise Http404
    return row


def roles_of(user: User) -> list[Membership]:
    """Return the roles that a person has today, kept on the user for this request."""
    if not user.is_authenticated:
        return []
    if not hasattr(user, "current_roles"):
        roles = Membership.objects.current().filter(user=user)
        user.current_roles = list(roles.select_related("team"))
    return user.current_roles


def has_role(user: User, *roles: Role) -> bool:
    """Return whether a person has one of these roles today, in any organisation."""
    return any(membership.role in roles for membership in roles_of(user))


def visible_teams(user: User) -> TeamQuerySet:
    """Return the teams whose reports a person may open.

    A team manager: the managed teams and all below them. An organisation manager: every team of the
    organisation. Nobody else, superusers included: results are not an administrator's business.
    """
    roles = roles_of(user)
    managed = [role.team for role in roles if role.role == Role.TEAM_MANAGER and role.team]
    whole = [role.organisation_id for role in roles if role.role == Role.ORGANISATION_MANAGER]
    reach = Q(organisation__in=whole)
    for team in managed:
        reach |= Q(path__startswith=team.path)
    return Team.objects.filter(reach)


def get_team_or_404(user: User, pk: int) -> Team:
    """Return a team that the person may see.

    Raises:
        Http404: when there is none, or it is somebody else's.
    """
    return first_or_404(visible_teams(user).filter(pk=pk).select_related("organisation"))


def get_led_team_or_404(user: User) -> Team:
    """Return the whole organisation that a person manages; of several the first by name.

    Raises:
        Http404: when the person manages none as a whole.
    """
    roles = roles_of(user)
    led = [role.organisation_id for role in roles if role.role == Role.ORGANISATION_MANAGER]
    tops = Team.objects.filter(organisation__in=led, depth=1)
    return first_or_404(tops.order_by("organisation__name"))


def get_led_organisation_or_404(user: User) -> Organisation:
    """Return the organisation that a person manages as a whole; of several the first by name.

    Raises:
        Http404: when the person manages none as a whole.
    """
    roles = roles_of(user)
    led = [role.organisation_id for role in roles if role.role == Role.ORGANISATION_MANAGER]
    return first_or_404(Organisation.objects.filter(pk__in=led).order_by("name"))


def kept_organisations(user: User) -> QuerySet[Organisation]:
    """Return the organisations that a person keeps by role; a superuser has none so."""
    ids = [m.organisation_id for m in roles_of(user) if m.role == Role.ORGANISATION_ADMINISTRATOR]
    return Organisation.objects.filter(pk__in=ids)


def administered_organisations(user: User) -> QuerySet[Organisation]:
    """Return the organisations whose people and rounds a person keeps; all for a superuser."""
    return Organisation.objects.all() if user.is_superuser else kept_organisations(user)
