"""Making a snapshot: all is read, decided by the rules, and only what may be shown is stored.

Who counts is read in `snapshot_people.py`; the cells of teams are decided in `snapshot_cells.py`,
those of role profiles in `snapshot_profiles.py`, changes in `snapshot_changes.py`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from assessments.domain.campaigns import FigureScope, figure_scope
from assessments.domain.disclosure import Decision, decide
from assessments.domain.disclosure_partition import decide_profiles
from assessments.domain.snapshot_cells import (
    CellOutcome,
    Parents,
    TreeCells,
    cells_of,
    decide_within,
    population,
    tally,
    with_level,
)
from assessments.domain.snapshot_changes import (
    Before,
    Change,
    Kind,
    changes_of,
    forget_people,
    keep_people,
    read_before,
)
from assessments.domain.snapshot_counts import store_counts
from assessments.domain.snapshot_people import (
    Gathered,
    gather,
    parents_of,
    path_above,
    placed_in,
    places_of,
    teams_of,
)
from assessments.domain.snapshot_plans import store_plan_results
from assessments.domain.snapshot_profiles import profile_cells
from assessments.domain.sufficiency_check import check_rules
from assessments.models import Campaign, Cell, ProfileCell, RoleProfile, Snapshot, SnapshotNode
from cms.accounts.models import Team
from cms.bulk_rows import insert

BATCH = 500
FIGURES = (
    "n",
    "not_applicable",
    "missing",
    "target",
    "share_at_target",
    "median",
    "p25",
    "p75",
    "withheld",
)
NOTHING = (None, None, None, None, "", None, None, None)
CELL_COLUMNS = (
    "node_id",
    "competence_id",
    "evidence",
    *FIGURES,
    "see_instead_id",
    "change",
    "no_change",
)
UNCHANGED = Change()


@dataclass(frozen=True)
class _Making:
    """One snapshot on its way: its tree, its people, and what was decided of all of them."""

    snapshot: Snapshot
    teams: list[Team]
    parents: Parents
    people: Gathered
    around: Mapping[int, Decision[int]]
    before: Before | None
    profiles: Mapping[int, str]  # code per role profile; none where they get no cells

    @property
    def k(self) -> int:
        return self.snapshot.minimum_group_size


def store_snapshot(campaign: Campaign, now: datetime) -> Snapshot:
    """Return the snapshot of a round that has none, as everything stands at a moment.

    Called in a transaction. Only published figures are stored, and who counted where until the
    snapshot after this one.
    """
    gathered = gather(campaign, now)
    teams = _teams_shown(campaign, gathered)
    before = None
    if teams:
        before = read_before(campaign.organisation_id, teams[0].pk)
    snapshot = Snapshot.objects.create(
        campaign=campaign,
        organisation=campaign.organisation,
        taken_at=now,
        minimum_group_size=campaign.organisation.minimum_group_size,
        previous=before.snapshot if before else None,
        versions={str(key): sorted(versions) for key, versions in gathered.versions.items()},
    )
    if teams:
        _store(_decided(snapshot, teams, gathered, before, _profiles_shown(campaign, teams)))
    return snapshot


def _teams_shown(campaign: Campaign, people: Gathered) -> list[Team]:
    """Return the teams that get figures, parents first."""
    scope = figure_scope(campaign)
    if scope == FigureScope.TEAMS:
        return teams_of(campaign, people.homes)
    return [campaign.team] if scope == FigureScope.WHOLE else []


def _profiles_shown(campaign: Campaign, teams: list[Team]) -> dict[int, str]:
    """Return the role profiles that may get cells: only of the organisation as a whole."""
    if figure_scope(campaign) != FigureScope.TEAMS or not teams[0].is_root():
        return {}
    return dict(
        RoleProfile.objects.filter(organisation=campaign.organisation_id).values_list("pk", "code")
    )


def _decided(
    snapshot: Snapshot,
    teams: list[Team],
    gathered: Gathered,
    before: Before | None,
    profiles: Mapping[int, str],
) -> _Making:
    parents = parents_of(teams)
    people = replace(gathered, homes=placed_in(parents, gathered.homes, teams[0]))
    around = decide(parents, population(parents, people.homes), snapshot.minimum_group_size)
    return _Making(snapshot, teams, parents, people, around, before, profiles)


def _store(making: _Making) -> None:
    people, k = making.people, making.k
    counts = population(making.parents, people.homes)
    nodes = _save_nodes(making, counts)
    places = places_of(people.homes, people.profiles)
    cut = Counter(places.values()) if making.profiles else {}
    everybody = decide_profiles(making.parents, making.around, cut, k) if cut else {}
    for kind, answers in people.answers.items():
        given, asked = tally(places, answers), people.targets.get(kind[1], {})
        tree = cells_of(making.parents, counts, making.around, given, asked, k)
        insert(Cell, CELL_COLUMNS, _cells(making, nodes, kind, tree))
        if everybody:
            outcomes = profile_cells(making.parents, cut, everybody, tree, given, asked, k)
            ProfileCell.objects.bulk_create(_profile_cells(making, kind, outcomes))
    check_rules(
        snapshot=making.snapshot,
        people=people,
        parents=making.parents,
        now=making.snapshot.taken_at,
    )
    keys = {team: node.pk for team, node in nodes.items()}
    store_counts(making.snapshot, keys, making.parents, people.homes, making.around)
    store_plan_results(making.snapshot, making.parents, people.homes, making.around)
    keep_people(making.snapshot, people.homes, people.answers)
    forget_people(making.snapshot, making.parents, is_whole=making.teams[0].is_root())


def _save_nodes(making: _Making, counts: Mapping[int, int]) -> dict[int, SnapshotNode]:
    """Store the tree; counts of people only where both counts may be published."""
    parents, people, teams = making.parents, making.people, making.teams
    checked_in = population(
        parents, {who: home for who, home in people.homes.items() if who in people.checked_in}
    )
    shown = decide_within(parents, making.around, checked_in, making.k)
    above = Team.objects.filter(path=path_above(teams[0])).values_list("pk", flat=True).first()
    nodes = SnapshotNode.objects.bulk_create(
        [
            SnapshotNode(
                snapshot=making.snapshot,
                team=team,
                team_key=team.pk,
                parent_key=parents[team.pk] or above,
                name=team.name,
                path=team.path,
                depth=team.depth,
                people=counts[team.pk] if shown[team.pk].published else None,
                checked_in=checked_in[team.pk] if shown[team.pk].published else None,
            )
            for team in teams
        ],
        batch_size=BATCH,
    )
    return {node.team_key: node for node in nodes}


def _cells(
    making: _Making, nodes: Mapping[int, SnapshotNode], kind: Kind, tree: TreeCells
) -> Iterator[tuple]:
    """Yield a row per team: there may be a hundred thousand, so none of them is made an object."""
    evidence, competence = kind
    changes = _changes(making, kind, tree)
    for team, outcome in tree.outcomes.items():
        see_instead = outcome.decision.see_instead
        change = changes.get(team, UNCHANGED)
        yield (
            nodes[team].pk,
            competence,
            str(evidence),
            *_stored(outcome).values(),
            None if see_instead is None else nodes[see_instead].pk,
            change.levels,
            str(change.reason),
        )


def _changes(making: _Making, kind: Kind, tree: TreeCells) -> dict[int, Change]:
    """Return the changes of the teams that are shown; none when nothing came before."""
    if making.before is None:
        return {}
    homes, given = making.people.homes, making.people.answers[kind]
    return changes_of(
        making.before,
        kind,
        making.parents,
        {who: homes[who] for who in homes.keys() & with_level(given)},
        {team: each.figures.median for team, each in tree.outcomes.items() if each.figures},
        making.snapshot.versions,
        making.k,
    )


def _profile_cells(
    making: _Making, kind: Kind, outcomes: Mapping[int, CellOutcome]
) -> Iterator[ProfileCell]:
    evidence, competence = kind
    for profile, outcome in outcomes.items():
        yield ProfileCell(
            snapshot=making.snapshot,
            profile_id=profile,
            code=making.profiles[profile],
            competence_id=competence,
            evidence=evidence,
            **_stored(outcome),
        )


def _stored(outcome: CellOutcome) -> dict[str, int | str | None]:
    """Return the figures of a group by FIGURES, or only the rule that withholds them."""
    shown = outcome.figures
    if shown is None:
        return dict(zip(FIGURES, (*NOTHING, str(outcome.decision.rule)), strict=True))
    values = (
        shown.n,
        outcome.not_applicable,
        outcome.missing,
        outcome.target,
        outcome.share_band,
        shown.median,
        shown.p25,
        shown.p75,
        "",
    )
    return dict(zip(FIGURES, values, strict=True))
