"""How many people checked in, per snapshot and team, as far as that is published."""

from typing import Annotated

from ninja import Query, Router
from pydantic import Field

from assessments.api import schemas
from assessments.api.access import AccessToken, TokenRequest
from assessments.api.answers import listing
from assessments.api.schemas import Absent
from assessments.api_permissions import get_snapshot_or_404, opened_nodes
from assessments.domain.published import published_participation
from assessments.models import ApiScope
from cms.accounts.permissions import first_or_404

SnapshotId = Annotated[
    int, Field(ge=1, le=schemas.LARGEST_ID, description="Of this snapshot alone.")
]
TeamId = Annotated[int, Field(ge=1, le=schemas.LARGEST_ID, description="Of this team alone.")]
router = Router(auth=AccessToken(ApiScope.PARTICIPATION), tags=["participation"])


@router.get("/participation", response=schemas.Participations, summary="How many people checked in")
def participation(
    request: TokenRequest,
    paging: Query[schemas.Paging],
    snapshot: SnapshotId | Absent = None,
    team: TeamId | Absent = None,
) -> schemas.Participations:
    """Per snapshot and team, the oldest snapshot first: both counts, or neither.

    A snapshot or a team of which there is nothing is not found. Scope: participation.
    """
    nodes = opened_nodes(request.auth)
    if snapshot is not None:
        nodes = nodes.filter(snapshot=get_snapshot_or_404(request.auth, snapshot))
    if team is not None:
        nodes = nodes.filter(team_key=team)
        first_or_404(nodes)
    page = published_participation(nodes, after=paging.after, limit=paging.limit)
    return listing(request, schemas.Participations, page)
