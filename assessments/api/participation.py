"""How many people checked in, per snapshot and team, as far as that is published."""

from ninja import Query, Router

from assessments.api import schemas
from assessments.api.access import AccessToken, TokenRequest
from assessments.api.answers import listing
from assessments.api_permissions import get_snapshot_or_404, opened_nodes
from assessments.domain.published import published_participation
from assessments.models import ApiScope
from cms.accounts.permissions import first_or_404

router = Router(auth=AccessToken(ApiScope.PARTICIPATION), tags=["participation"])


@router.get("/participation", response=schemas.Participations, summary="How many people checked in")
def participation(
    request: TokenRequest, asked: Query[schemas.ParticipationChoice]
) -> schemas.Participations:
    """Per snapshot and team, the oldest snapshot first: both counts, or neither.

    A snapshot or a team of which there is nothing is not found. Scope: participation.
    """
    nodes = opened_nodes(request.auth)
    if asked.snapshot is not None:
        nodes = nodes.filter(snapshot=get_snapshot_or_404(request.auth, asked.snapshot))
    if asked.team is not None:
        nodes = nodes.filter(team_key=asked.team)
        first_or_404(nodes)
    page = published_participation(nodes, after=asked.after, limit=asked.limit)
    return listing(request, schemas.Participations, page)
