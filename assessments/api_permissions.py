"""Who makes access tokens, and what a token opens, as querysets."""

from django.db.models import F, Q, QuerySet

from assessments.models import ApiToken, ProfileCell, Snapshot, SnapshotNode
from assessments.models.api_tokens import ApiTokenQuerySet
from cms.accounts.models import User
from cms.accounts.permissions import first_or_404, kept_organisations


def visible_tokens(user: User) -> ApiTokenQuerySet:
    """Return the tokens that a person sees and may revoke, whoever made them.

    Those of organisations kept by role: a token reads figures that a superuser opens through no
    screen.
    """
    return ApiToken.objects.filter(organisation__in=kept_organisations(user))


def opened_snapshots(token: ApiToken) -> QuerySet[Snapshot]:
    """Return the snapshots that a token opens: of its organisation."""
    return Snapshot.objects.filter(organisation_id=token.organisation_id)


def get_snapshot_or_404(token: ApiToken, pk: int) -> Snapshot:
    """Return a snapshot that a token opens.

    Raises:
        Http404: when there is none, or it is another organisation's.
    """
    return first_or_404(opened_snapshots(token).filter(pk=pk))


def opened_nodes(token: ApiToken) -> QuerySet[SnapshotNode]:
    """Return the teams of snapshots that a token opens: those that a manager of the whole may open.

    A team that has since gone to another organisation is left out, one that is gone stays.
    """
    return SnapshotNode.objects.filter(
        Q(team__isnull=True) | Q(team__organisation_id=F("snapshot__organisation_id")),
        snapshot__organisation_id=token.organisation_id,
    )


def opened_profile_cells(token: ApiToken) -> QuerySet[ProfileCell]:
    """Return the figures by role profile that a token opens: of its organisation."""
    return ProfileCell.objects.filter(snapshot__organisation_id=token.organisation_id)
