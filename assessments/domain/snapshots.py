"""Ending a round, opening it again, and its snapshot: taken once, whole, and never again.

A round that has ended takes no answers; until its snapshot is taken it can be opened again.
Who counts is read in `snapshot_people.py`; what is published is decided in `snapshot_cells.py`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import F

from assessments.domain.campaign_checklist import CampaignNotReady, wrong_dates
from assessments.domain.campaigns import FigureScope, figure_scope
from assessments.domain.disclosure import Decision, decide
from assessments.domain.snapshot_cells import (
    CellOutcome,
    Parents,
    cells_of,
    decide_within,
    population,
)
from assessments.domain.snapshot_people import (
    Gathered,
    gather,
    parents_of,
    path_above,
    placed_in,
    teams_of,
)
from assessments.domain.sufficiency_check import check_rules
from assessments.enums import CampaignState, CheckInState
from assessments.models import Campaign, Cell, Snapshot, SnapshotNode
from cms.accounts.models import Team

BATCH = 500


class RoundNotBegun(ValueError):
    """A round that never took answers cannot be closed."""


class AlreadyCounted(ValueError):
    """The snapshot of a round is taken; the round stays closed."""


class StillOpen(ValueError):
    """A snapshot is taken of a round that has ended."""


@transaction.atomic
def end_campaign(*, campaign: Campaign, now: datetime) -> Campaign:
    """Let a round take no answers any more; drafts and ratings stay as they are.

    Raises:
        RoundNotBegun: when the round is a draft, or opens later than `now`.
    """
    locked = _locked(campaign)
    if locked.state != CampaignState.CLOSED:
        if locked.state == CampaignState.DRAFT or now < locked.opens_at:
            raise RoundNotBegun(f"round {locked.pk} has not begun")
        locked.state, locked.closed_at = CampaignState.CLOSED, now
        locked.save(update_fields=["state", "closed_at"])
    return _copied(locked, campaign)


@transaction.atomic
def reopen_campaign(*, campaign: Campaign, closes_at: datetime, now: datetime) -> Campaign:
    """Let a round that has ended take answers again; an active one stays as it is.

    What was submitted comes back as a draft with all its answers, to be submitted again.

    Args:
        closes_at: when it ends this time.

    Raises:
        AlreadyCounted: when the snapshot is taken.
        RoundNotBegun: when the round is a draft.
        CampaignNotReady: when it would end before it takes answers.
    """
    locked = _locked(campaign)
    if locked.state == CampaignState.DRAFT:
        raise RoundNotBegun(f"round {locked.pk} has not begun")
    if Snapshot.objects.filter(campaign=locked).exists():
        raise AlreadyCounted(f"round {locked.pk}")
    if locked.state == CampaignState.CLOSED:
        if wrong := wrong_dates(max(now, locked.opens_at), closes_at):
            raise CampaignNotReady(wrong)
        locked.state, locked.closed_at, locked.closes_at = CampaignState.ACTIVE, None, closes_at
        locked.save(update_fields=["state", "closed_at", "closes_at"])
        locked.check_ins.filter(state=CheckInState.SUBMITTED).update(
            state=CheckInState.IN_PROGRESS, revision=F("revision") + 1
        )
    return _copied(locked, campaign)


@transaction.atomic
def take_snapshot(*, campaign: Campaign, now: datetime) -> Snapshot:
    """Return the snapshot of a round that has ended; the one it has when taken before.

    Raises:
        StillOpen: when the round has not ended.
    """
    locked = _locked(campaign)
    existing = Snapshot.objects.filter(campaign=locked).first()
    if existing is None:
        if locked.state != CampaignState.CLOSED:
            raise StillOpen(f"round {locked.pk}")
        existing = _take_snapshot(locked, now)
    _copied(locked, campaign)
    return existing


@transaction.atomic
def close_campaign(*, campaign: Campaign, now: datetime) -> Snapshot:
    """End a round and return its snapshot at once; the one it has when it was closed before.

    All in one transaction: a process that is killed leaves an open round without a snapshot.

    Raises:
        RoundNotBegun: when the round is a draft, or opens later than `now`.
    """
    end_campaign(campaign=campaign, now=now)
    return take_snapshot(campaign=campaign, now=now)


def _locked(campaign: Campaign) -> Campaign:
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("organisation", "team")
    return rows.get(pk=campaign.pk)


def _copied(locked: Campaign, campaign: Campaign) -> Campaign:
    """Bring the caller's object up to date with what is stored."""
    campaign.state, campaign.closed_at = locked.state, locked.closed_at
    campaign.closes_at = locked.closes_at
    return campaign


def _take_snapshot(campaign: Campaign, now: datetime) -> Snapshot:
    k = campaign.organisation.minimum_group_size
    snapshot = Snapshot.objects.create(
        campaign=campaign,
        organisation=campaign.organisation,
        taken_at=now,
        minimum_group_size=k,
    )
    gathered = gather(campaign, now)
    teams = _teams_shown(campaign, gathered)
    if teams:
        parents = parents_of(teams)
        people = replace(gathered, homes=placed_in(parents, gathered.homes, teams[0]))
        around = decide(parents, population(parents, people.homes), k)
        nodes = _save_nodes(snapshot, teams, parents, people, around, k)
        Cell.objects.bulk_create(_cells(nodes, parents, people, around, k), batch_size=BATCH)
        check_rules(snapshot=snapshot, people=people, parents=parents, now=now)
    return snapshot


def _teams_shown(campaign: Campaign, people: Gathered) -> list[Team]:
    """Return the teams that get figures, parents first."""
    scope = figure_scope(campaign)
    if scope == FigureScope.TEAMS:
        return teams_of(campaign, people.homes)
    return [campaign.team] if scope == FigureScope.WHOLE else []


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
    above = Team.objects.filter(path=path_above(teams[0])).values_list("pk", flat=True).first()
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
