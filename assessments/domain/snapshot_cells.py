"""The cells of one competence and one kind of evidence over a team tree: plain numbers in and out.

The rules stand in `disclosure.py` and `cells.py`; `snapshots.py` reads and stores.

Three groups, each inside the one before, are decided one after the other: the people of a team,
those of them with a level, and those of these with a target. A group is published only where the
one around it is. Without the first step a team of six beside one colleague who has no level yet
would publish the same n as the two together, and so tell that this colleague has not rated.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessments.domain.cells import Figures, figures, typical_target
from assessments.domain.disclosure import Decision, Rule, build_tree, decide, nearest_within

NOT_APPLICABLE = "not_applicable"

Node = int
Person = int
Parents = Mapping[Node, Node | None]
Standing = tuple[int, int | None]  # a level, and the same person's target


@dataclass(frozen=True)
class CellOutcome:
    """What is kept of one cell: why it is withheld, or its figures. Counts are in people."""

    decision: Decision[Node]
    figures: Figures | None = None
    not_applicable: int | None = None
    missing: int | None = None
    target: int | None = None
    share_band: str = ""


@dataclass(frozen=True)
class TreeCells:
    """The cells of all teams, and what was decided of the two groups inside everybody.

    `levels` are the decisions for the people with a level, `shares` for those of them with a
    target.
    """

    outcomes: Mapping[Node, CellOutcome]
    levels: Mapping[Node, Decision[Node]]
    shares: Mapping[Node, Decision[Node]]


def population(parents: Parents, homes: Mapping[Person, Node]) -> dict[Node, int]:
    """Return the people per node: direct members and all below, each once."""
    return _count(parents, homes.values())


def decide_within(
    parents: Parents, around: Mapping[Node, Decision[Node]], counts: Mapping[Node, int], k: int
) -> dict[Node, Decision[Node]]:
    """Decide a group that lies inside one already decided: published only where that one is.

    `around` are the decisions for the wider group, `counts` the people of the narrower one per
    node, `k` the smallest group that may be published, in people. Nodes that `around` withholds
    are taken out of the tree and their parts join the nearest node left above, so that no more is
    withheld than the rules ask; what is left of both groups beside their published parts is nobody
    or at least k people.

    Raises ValueError as `decide` does.
    """
    nearest = _nearest_published(parents, around)
    kept = {node: nearest[parents[node]] for node in parents if around[node].published}
    inner = decide(kept, {node: counts[node] for node in kept}, k)
    shown = _nearest_published(parents, inner)
    return {
        node: inner[node]
        if node in inner and inner[node].published
        else Decision(
            published=False,
            rule=Rule.MINIMUM_SIZE if counts[node] < k else Rule.COMPLEMENTARY,
            see_instead=shown[node],
        )
        for node in parents
    }


def cells_of(
    parents: Parents,
    homes: Mapping[Person, Node],
    around: Mapping[Node, Decision[Node]],
    answers: Mapping[Person, int | str],
    targets: Mapping[Person, int],
    k: int,
) -> TreeCells:
    """Return the outcome per node, and the decisions that it comes from.

    Args:
        parents: each node's parent, None for the top.
        homes: the reporting team of each person who counts.
        around: the decisions for the people per node (`decide` on `population`).
        answers: a level (0-5) or NOT_APPLICABLE per person; people without one are missing.
        targets: the level wanted of each person, where there is one.
        k: the smallest group that may be published, in people.
    """
    standings = _standings(parents, homes, answers, targets)
    declined = _count(
        parents, (home for who, home in homes.items() if answers.get(who) == NOT_APPLICABLE)
    )
    everybody = population(parents, homes)
    decisions = decide_within(
        parents, around, {node: len(rows) for node, rows in standings.items()}, k
    )
    shares = decide_within(
        parents, decisions, {node: _with_target(rows) for node, rows in standings.items()}, k
    )
    outcomes = {
        node: outcome_of(
            decision, shares[node].published, standings[node], declined[node], everybody[node], k
        )
        for node, decision in decisions.items()
    }
    return TreeCells(outcomes, decisions, shares)


def outcome_of(
    decision: Decision[Node],
    with_share: bool,
    rows: list[Standing],
    declined: int,
    people: int,
    k: int,
) -> CellOutcome:
    """Return the figures of one group, or why there are none.

    Args:
        decision: what was decided of the people with a level.
        with_share: whether those of them with a target are published too.
        rows: level and target of everybody with a level.
        declined: how many have no use for it in their role.
        people: how many there are in all.
        k: the smallest group that may be published, in people.
    """
    if not decision.published:
        return CellOutcome(decision)
    levels = [level for level, _ in rows]
    targets = [target for _, target in rows]
    result = figures(levels, targets, k)
    return CellOutcome(
        decision,
        figures=result,
        not_applicable=declined,
        missing=people - len(rows) - declined,
        target=typical_target(targets),
        share_band=(result.share_band or "") if with_share else "",
    )


def _standings(
    parents: Parents,
    homes: Mapping[Person, Node],
    answers: Mapping[Person, int | str],
    targets: Mapping[Person, int],
) -> dict[Node, list[Standing]]:
    """Return level and target of everybody with a level, per node and all below it."""
    standings: dict[Node, list[Standing]] = {node: [] for node in parents}
    for who, home in homes.items():
        answer = answers.get(who)
        if isinstance(answer, int):
            standings[home].append((answer, targets.get(who)))
    for node in reversed(build_tree(parents).top_down):
        above = parents[node]
        if above is not None:
            standings[above] += standings[node]
    return standings


def _with_target(rows: list[Standing]) -> int:
    return sum(target is not None for _, target in rows)


def _count(parents: Parents, homes: Iterable[Node]) -> dict[Node, int]:
    counts = dict.fromkeys(parents, 0)
    for home in homes:
        counts[home] += 1
    for node in reversed(build_tree(parents).top_down):
        above = parents[node]
        if above is not None:
            counts[above] += counts[node]
    return counts


def _nearest_published(
    parents: Parents, decisions: Mapping[Node, Decision[Node]]
) -> dict[Node | None, Node | None]:
    """Return per node itself when it is published, else the nearest published one above it."""
    shown = {node for node, decision in decisions.items() if decision.published}
    return nearest_within(build_tree(parents), shown)
