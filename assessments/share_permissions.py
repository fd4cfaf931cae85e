"""Who may see what an adviser shared, and with whom an adviser may share; as querysets.

One rule serves both sides: a share is seen while it lives, the adviser still has a reporting team
in its organisation, and the manager still sees that team.
"""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from assessments.models import DataExport, Share
from assessments.models.shares import ShareQuerySet
from cms.accounts.enums import Role
from cms.accounts.models import Membership, MembershipQuerySet, User
from cms.accounts.permissions import first_or_404

MANAGING = (Role.TEAM_MANAGER, Role.ORGANISATION_MANAGER)


def managers_of(user: User, day: date) -> MembershipQuerySet:
    """Return the roles of those who see a person's reporting team on a day, the person excepted.

    They are the managers of that team or of a team above it, and the managers of its organisation.
    """
    own = Membership.objects.current(day).advisers().filter(user=user)
    own = own.filter(organisation=OuterRef("organisation"))
    return (
        _managing(day, own)
        .filter(user__is_active=True)
        .exclude(user=user)
        .select_related("user", "team", "organisation")
        .order_by("user__first_name", "user__last_name", "user__email", "pk")
    )


def shares_seen(now: datetime) -> ShareQuerySet:
    """Return the shares that somebody can open at a moment."""
    day = timezone.localdate(now)
    own = Membership.objects.current(day).advisers()
    own = own.filter(user=OuterRef(OuterRef("user")), organisation=OuterRef("organisation"))
    lines = _managing(day, own).filter(
        user=OuterRef("manager"), organisation=OuterRef("organisation")
    )
    return Share.objects.living_at(now).filter(Exists(lines), manager__is_active=True)


def visible_shares(user: User, now: datetime) -> ShareQuerySet:
    """Return what others share with a person at a moment; being an administrator adds nothing."""
    return shares_seen(now).filter(manager=user.pk)


def get_visible_share_or_404(user: User, pk: int, now: datetime) -> Share:
    """Return a share that the person may open as its manager.

    Raises:
        Http404: when there is none, or it is over, revoked, or somebody else's.
    """
    return first_or_404(_whole(visible_shares(user, now).filter(pk=pk)))


def own_shares(user: User) -> ShareQuerySet:
    """Return the shares that a person made, living or not."""
    return Share.objects.filter(user=user.pk)


def get_own_share_or_404(user: User, pk: int) -> Share:
    """Return a share that the person made.

    Raises:
        Http404: when there is none, or it is somebody else's.
    """
    return first_or_404(_whole(own_shares(user).filter(pk=pk)))


def get_export_or_404(user: User, token: str, now: datetime) -> DataExport:
    """Return a finished export of the person's own data, by the token of its address.

    Raises:
        Http404: when there is none, it is somebody else's, not finished, or expired.
    """
    ready = DataExport.objects.filter(user=user.pk, ready_at__isnull=False, expires_at__gt=now)
    return first_or_404(ready.filter(token=token))


def _managing(day: date, own: MembershipQuerySet) -> MembershipQuerySet:
    """Return the managing roles of a day that reach one of the adviser memberships.

    A role for the whole organisation has no team (a constraint says so): its reach is any path.

    Args:
        own: adviser memberships of one person, tied to the organisation of the role.
    """
    reach = Coalesce(OuterRef("team__path"), Value(""))
    return Membership.objects.current(day).filter(
        Exists(own.filter(team__path__startswith=reach)), role__in=MANAGING
    )


def _whole(shares: ShareQuerySet) -> ShareQuerySet:
    return shares.select_related("user", "manager", "organisation")
