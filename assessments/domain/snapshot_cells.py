"""The cells of one competence and one kind of evidence over a team tree: plain numbers in and out.

The rules stand in `disclosure.py` and `cells.py`; `snapshots.py` reads and stores.

Three groups, each inside the one before, are decided one after the other: the people of a team,
those of them with a level, and those of these with a target. A group is published only where the
one around it is. Without the first step a team of six beside one colleague who has no level yet
would publish the same n as the two together, and so tell that this colleague has not rated.
"""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from assessments.domain.cells import Figures, figures, typical_target
from assessments.domain.disclosure import (
    Decision,
    Rule,
    Tree,
    build_tree,
    decide,
    nearest_within,
)

NOT_APPLICABLE = "not_applicable"

Key = TypeVar("Key", bound=Hashable)
Node = int
Person = int
Parents = Mapping[Node, Node | None]
Profile = int
Place = tuple[Node, Profile | None]  # the reporting team of a person, and the role profile
Tally = Counter[tuple[Place, int | str]]  # people per place and answer
Standing = tuple[int, int | None]  # a level, and what the role profile asks
Standings = dict[Standing, int]  # people


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
    return _with_those_below(build_tree(parents), Counter(homes.values()))


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
    tree = build_tree(parents)
    nearest = _nearest_published(tree, around)
    kept = {node: nearest[parents[node]] for node in parents if around[node].published}
    inner = decide(kept, {node: counts[node] for node in kept}, k)
    shown = _nearest_published(tree, inner)
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


def with_level(answers: Mapping[Person, int | str]) -> set[Person]:
    """Return who gave a level."""
    return {who for who, answer in answers.items() if isinstance(answer, int)}


def tally(places: Mapping[Person, Place], answers: Mapping[Person, int | str]) -> Tally:
    """Return how many people of each place gave each answer; they are looked at this once.

    Args:
        places: of each person who counts.
        answers: a level (0-5) or NOT_APPLICABLE per person; people without one are missing.
    """
    own = [who for who in answers if who in places]
    return Counter(zip(map(places.__getitem__, own), map(answers.__getitem__, own), strict=True))


def cells_of(
    parents: Parents,
    people: Mapping[Node, int],
    around: Mapping[Node, Decision[Node]],
    given: Tally,
    asked: Mapping[Profile, int],
    k: int,
) -> TreeCells:
    """Return the outcome per node, and the decisions that it comes from.

    Args:
        parents: each node's parent, None for the top.
        people: how many there are per node (`population`).
        around: the decisions for these (`decide`).
        given: their answers.
        asked: the level that each role profile asks.
        k: the smallest group that may be published, in people.
    """
    tree = build_tree(parents)
    standings = _standings(tree, given, asked)
    declined = _declined(tree, given)
    decisions = decide_within(
        parents, around, {node: sum(rows.values()) for node, rows in standings.items()}, k
    )
    shares = decide_within(
        parents, decisions, {node: _with_target(rows) for node, rows in standings.items()}, k
    )
    outcomes = {
        node: outcome_of(
            decision, shares[node].published, standings[node], declined[node], people[node], k
        )
        for node, decision in decisions.items()
    }
    return TreeCells(outcomes, decisions, shares)


def outcome_of(
    decision: Decision[Node],
    with_share: bool,
    rows: Standings,
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
    levels: list[int] = []
    targets: list[int | None] = []
    for (level, target), alike in rows.items():
        levels += [level] * alike
        targets += [target] * alike
    result = figures(levels, targets, k)
    return CellOutcome(
        decision,
        figures=result,
        not_applicable=declined,
        missing=people - len(levels) - declined,
        target=typical_target(targets),
        share_band=(result.share_band or "") if with_share else "",
    )


def _standings(
    tree: Tree[Node], given: Tally, asked: Mapping[Profile, int]
) -> dict[Node, Standings]:
    """Return level and target of everybody with a level, per node and all below it."""
    standings: dict[Node, Standings] = {node: {} for node in tree.parents}
    for ((home, profile), answer), people in given.items():
        if isinstance(answer, int):
            count_in(standings[home], (answer, wanted(asked, profile)), people)
    for node in reversed(tree.top_down):
        above = tree.parents[node]
        if above is not None:
            for standing, people in standings[node].items():
                count_in(standings[above], standing, people)
    return standings


def wanted(asked: Mapping[Profile, int], profile: Profile | None) -> int | None:
    """Return the level that somebody with a role profile should have; None without one."""
    return None if profile is None else asked.get(profile)


def count_in(counts: dict[Key, int], key: Key, people: int) -> None:
    """Count people; a Counter asks Python for each key that is new, and most of these are."""
    counts[key] = counts.get(key, 0) + people


def _declined(tree: Tree[Node], given: Tally) -> dict[Node, int]:
    """Return how many have no use for it in their role, per node and all below it."""
    counts = Counter[Node]()
    for ((home, _profile), answer), people in given.items():
        if answer == NOT_APPLICABLE:
            counts[home] += people
    return _with_those_below(tree, counts)


def _with_target(rows: Standings) -> int:
    return sum(people for (_, target), people in rows.items() if target is not None)


def _with_those_below(tree: Tree[Node], direct: Mapping[Node, int]) -> dict[Node, int]:
    counts = {node: direct.get(node, 0) for node in tree.parents}
    for node in reversed(tree.top_down):
        above = tree.parents[node]
        if above is not None:
            counts[above] += counts[node]
    return counts


def _nearest_published(
    tree: Tree[Node], decisions: Mapping[Node, Decision[Node]]
) -> dict[Node | None, Node | None]:
    """Return per node itself when it is published, else the nearest published one above it."""
    shown = {node for node, decision in decisions.items() if decision.published}
    return nearest_within(tree, shown)
