"""Closing a round and taking its snapshot: once, whole, and never again.

Who counts is read in `snapshot_people.py`; what is published is decided in `snapshot_cells.py`.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assessments.domain.disclosure import Decision, decide
from assessments.domain.snapshot_cells import (
    CellOutcome,
    Parents,
    cells_of,
    decide_within,
    population,
)
from assessments.domain.snapshot_people import Gathered, gather, teams_of
from assessments.enums import CampaignState, Purpose
from assessments.models import Campaign, Cell, Snapshot, SnapshotNode
from cms.accounts.models import Team

BATCH = 500
logger = logging.getLogger("peil.snapshots")


class RoundNotBegun(ValueError):
    """A round that never took answers cannot be closed."""


@dataclass(frozen=True)
class Due:
    """What `run_due` did, in numbers of rounds."""

    closed: int
    failed: int


@transaction.atomic
def close_campaign(*, campaign: Campaign, now: datetime) -> Snapshot:
    """Close a round and return its snapshot; the one it has when it was closed before.

    All in one transaction: a process that is killed leaves an open round without a snapshot.

    Raises:
        RoundNotBegun: when the round is a draft, or opens later than `now`.
    """
    locked = (
        Campaign.objects.select_for_update(of=("self",))
        .select_related("organisation", "team")
        .get(pk=campaign.pk)
    )
    existing = Snapshot.objects.filter(campaign=locked).first()
    if existing is None:
        if locked.state == CampaignState.DRAFT or now < locked.opens_at:
            raise RoundNotBegun(f"round {locked.pk} has not begun")
        existing = _take_snapshot(locked, now)
        locked.state = CampaignState.CLOSED
        locked.closed_at = now
        locked.save(update_fields=["state", "closed_at"])
    campaign.state, campaign.closed_at = locked.state, locked.closed_at
    return existing


def run_due(now: datetime) -> Due:
    """Close every round whose time is over; one that fails is logged and does not stop the rest."""
    closed = failed = 0
    for campaign in Campaign.objects.due_at(now).order_by("closes_at", "pk"):
        try:
            close_campaign(campaign=campaign, now=now)
        except Exception as error:  # a traceback could carry people's data into the log
            logger.error("round %s was not closed: %s", campaign.pk, type(error).__name__)
            failed += 1
        else:
            closed += 1
    return Due(closed=closed, failed=failed)


def _take_snapshot(campaign: Campaign, now: datetime) -> Snapshot:
    k = campaign.organisation.minimum_group_size
    snapshot = Snapshot.objects.create(
        campaign=campaign,
        organisation=campaign.organisation,
        taken_at=now,
        minimum_group_size=k,
    )
    teams = _teams_shown(campaign)
    if teams:
        parents = _parents(teams)
        people = _placed_in(parents, gather(campaign, now), teams[0])
        around = decide(parents, population(parents, people.homes), k)
        nodes = _save_nodes(snapshot, teams, parents, people, around, k)
        Cell.objects.bulk_create(_cells(nodes, parents, people, around, k), batch_size=BATCH)
    return snapshot


def _teams_shown(campaign: Campaign) -> list[Team]:
    """Return the teams that get figures, parents first.

    A round for people's own growth gives figures of the whole organisation alone: none when it
    asked only a part of it.
    """
    if campaign.purpose == Purpose.GROWTH:
        return [campaign.team] if campaign.team.is_root() else []
    return teams_of(campaign)


def _parents(teams: list[Team]) -> dict[int, int | None]:
    """Return the tree by primary keys; the team asked is its top, whatever stands above it."""
    by_path = {team.path: team.pk for team in teams}
    return {team.pk: by_path.get(_path_above(team)) for team in teams}


def _path_above(team: Team) -> str:
    return team.path[: -Team.steplen]


def _placed_in(parents: Parents, people: Gathered, top: Team) -> Gathered:
    """Return the same people with everybody's team among the nodes."""
    homes = {who: team if team in parents else top.pk for who, team in people.homes.items()}
    return Gathered(homes, people.checked_in, people.answers, people.targets)


def _save_nodes(
    snapshot: Snapshot,
    teams: list[Team],
    parents: Parents,
    people: Gathered,
    around: Mapping[int, Decision[int]],
    k: int,
) -> dict[int, SnapshotNode]:
    """Store the tree; counts of people only where both counts may be published."""
    everybody = population(parents, people.homes)
    checked_in = population(
        parents, {who: home for who, home in people.homes.items() if who in people.checked_in}
    )
    shown = decide_within(parents, around, checked_in, k)
    above = Team.objects.filter(path=_path_above(teams[0])).values_list("pk", flat=True).first()
    nodes = SnapshotNode.objects.bulk_create(
        [
            SnapshotNode(
                snapshot=snapshot,
                team=team,
                team_key=team.pk,
                parent_key=parents[team.pk] or above,
                name=team.name,
                path=team.path,
                depth=team.depth,
                people=everybody[team.pk] if shown[team.pk].published else None,
                checked_in=checked_in[team.pk] if shown[team.pk].published else None,
            )
            for team in teams
        ],
        batch_size=BATCH,
    )
    return {node.team_key: node for node in nodes}


def _cells(
    nodes: Mapping[int, SnapshotNode],
    parents: Parents,
    people: Gathered,
    around: Mapping[int, Decision[int]],
    k: int,
) -> Iterator[Cell]:
    for (evidence, competence), answers in people.answers.items():
        targets = people.targets.get(competence, {})
        outcomes = cells_of(parents, people.homes, around, answers, targets, k)
        for team, outcome in outcomes.items():
            yield _cell(nodes, nodes[team], competence, evidence, outcome)


def _cell(
    nodes: Mapping[int, SnapshotNode],
    node: SnapshotNode,
    competence: int,
    evidence: str,
    outcome: CellOutcome,
) -> Cell:
    cell = Cell(node=node, competence_id=competence, evidence=evidence)
    shown = outcome.figures
    if shown is None:
        cell.withheld = str(outcome.decision.rule)
        if outcome.decision.see_instead is not None:
            cell.see_instead = nodes[outcome.decision.see_instead]
        return cell
    cell.n, cell.median = shown.n, shown.median
    cell.p25, cell.p75 = shown.p25, shown.p75
    cell.not_applicable, cell.missing = outcome.not_applicable, outcome.missing
    cell.target, cell.share_at_target = outcome.target, outcome.share_band
    return cell
