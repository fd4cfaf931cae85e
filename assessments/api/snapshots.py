"""Snapshots: which there are, their teams, and the published figures of teams and role profiles."""

from django.http import Http404, HttpResponse
from ninja import P, PathEx, Query, Router

from assessments.api import schemas
from assessments.api.access import AccessToken, TokenRequest
from assessments.api.answers import language_of, listing
from assessments.api_permissions import (
    get_snapshot_or_404,
    opened_nodes,
    opened_profile_cells,
    opened_snapshots,
)
from assessments.domain.published import (
    published_cells,
    published_profile_cells,
    published_snapshots,
    published_teams,
)
from assessments.models import ApiScope
from cms.accounts.permissions import first_or_404
from training.models import Competence

SnapshotId = PathEx[int, P(ge=1, le=schemas.LARGEST_ID)]
router = Router(auth=AccessToken(ApiScope.SNAPSHOTS), tags=["snapshots"])


@router.get("/snapshots", response=schemas.Snapshots, summary="All snapshots, the newest first")
def snapshots(
    request: TokenRequest,
    response: HttpResponse,
    asked: Query[schemas.PagingInLanguage],
) -> schemas.Snapshots:
    """The snapshots of the organisation: one for each round that closed. Scope: snapshots."""
    page = published_snapshots(
        opened_snapshots(request.auth),
        language=language_of(request, response, asked.lang),
        after=asked.after,
        limit=asked.limit,
    )
    return listing(request, schemas.Snapshots, page)


@router.get("/snapshots/{snapshot_id}", response=schemas.Snapshot, summary="One snapshot")
def snapshot(
    request: TokenRequest,
    response: HttpResponse,
    snapshot_id: SnapshotId,
    asked: Query[schemas.InLanguage],
) -> schemas.Snapshot:
    """When it was taken, of which round, and from how many people a figure shows.

    Scope: snapshots.
    """
    page = published_snapshots(
        opened_snapshots(request.auth).filter(pk=snapshot_id),
        language=language_of(request, response, asked.lang),
        after="",
        limit=1,
    )
    if not page.rows:
        raise Http404
    return schemas.Snapshot.model_validate(page.rows[0])


@router.get("/snapshots/{snapshot_id}/teams", response=schemas.Teams, summary="Its teams")
def teams(
    request: TokenRequest, snapshot_id: SnapshotId, asked: Query[schemas.Paging]
) -> schemas.Teams:
    """The tree of teams as it stood then. Scope: snapshots."""
    found = get_snapshot_or_404(request.auth, snapshot_id)
    nodes = opened_nodes(request.auth).filter(snapshot=found)
    page = published_teams(nodes, after=asked.after, limit=asked.limit)
    return listing(request, schemas.Teams, page)


@router.get("/snapshots/{snapshot_id}/cells", response=schemas.Cells, summary="Its figures by team")
def cells(
    request: TokenRequest,
    snapshot_id: SnapshotId,
    asked: Query[schemas.CellChoice],
) -> schemas.Cells:
    """The published figures of teams, and for each withheld one the rule; as in the CSV.

    A team that is not in the snapshot, or a competence that is not in the framework, is not found.
    Scope: snapshots.
    """
    found = get_snapshot_or_404(request.auth, snapshot_id)
    nodes = opened_nodes(request.auth).filter(snapshot=found)
    if asked.team is not None:
        nodes = nodes.filter(pk=first_or_404(nodes.filter(team_key=asked.team)).pk)
    if asked.competence is not None:
        first_or_404(Competence.objects.filter(code=asked.competence))
    page = published_cells(
        nodes,
        snapshot=found,
        competence=asked.competence,
        evidence=asked.evidence,
        after=asked.after,
        limit=asked.limit,
    )
    return listing(request, schemas.Cells, page)


@router.get(
    "/snapshots/{snapshot_id}/profiles",
    response=schemas.ProfileCells,
    summary="Its figures by role profile",
)
def profiles(
    request: TokenRequest,
    response: HttpResponse,
    snapshot_id: SnapshotId,
    asked: Query[schemas.PagingInLanguage],
) -> schemas.ProfileCells:
    """The figures by role profile, over the organisation as a whole; as in the overview.

    Scope: snapshots.
    """
    found = get_snapshot_or_404(request.auth, snapshot_id)
    page = published_profile_cells(
        opened_profile_cells(request.auth).filter(snapshot=found),
        language=language_of(request, response, asked.lang),
        after=asked.after,
        limit=asked.limit,
    )
    return listing(request, schemas.ProfileCells, page)
