"""Of which teams a change since an earlier snapshot may be shown: rule 4 of the privacy page.

Both snapshots' own cells are decided in `disclosure.py`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Set
from enum import StrEnum

from assessments.domain.cuts import small_border
from assessments.domain.disclosure import (
    NodeId,
    Tree,
    build_tree,
    check_group_size,
    nearest_within,
)


class ChangeRule(StrEnum):
    """Why no change is shown: the latest figures stand alone, with this reason."""

    NOT_PUBLISHED = "not_published"
    REORGANISED = "reorganised"
    MEMBERSHIP = "membership"
    COMPLEMENTARY = "complementary"


def differs_safely(joined: int, left: int, k: int) -> bool:
    """Rule 4: whether the people of two cells differ by nobody or by at least k people."""
    return joined + left == 0 or joined + left >= k


def decide_changes(
    then: Mapping[NodeId, NodeId | None],
    now: Mapping[NodeId, NodeId | None],
    published: Set[NodeId],
    moves: Mapping[tuple[NodeId | None, NodeId | None], int],
    k: int,
) -> dict[NodeId, ChangeRule | None]:
    """Decide for every team of now whether its change is shown: None when it is, else why not.

    Rule 4 looks at one team: its cell is published both times, and those in it differ by nobody or
    by at least k people. That is not enough over a tree: where 6 people joined a branch and 5 of
    them one of its teams, the change of the one minus that of the other is the sixth. So two more
    conditions hold the promise of the rule. First, teams between which a team has moved get no
    change: it would compare different groups. The rest then stand in one another alike both times.
    Second, each person who is not where they were is an edge from the one residual to the other
    (or to nowhere, for who joined or left), and every border is crossed by nobody or by at least k
    people. The attacker assumes that whoever stayed has stayed the same; a combination of changes
    gives each residual a number, and depends on the people between two different ones: see
    `cuts.py`. While there is a small border, a team whose withholding joins its two sides goes:
    the one that fewest people joined or left, of equal ones the one with the lowest id.

    Args:
        then: each team's parent in the earlier snapshot, None for a top.
        now: the same in the later one.
        published: the teams whose cell is published in both.
        moves: the people who have a level, at either time, per (reporting team then, reporting
            team now); None where they were not in any cell. Who stayed may be left out.
        k: the smallest group that may be told about, in people (>= 5), the larger of both times.

    Raises ValueError when k is below 5, or `then` or `now` is no tree.
    """
    check_group_size(k)
    trees = build_tree(then), build_tree(now)
    rules: dict[NodeId, ChangeRule | None] = {
        node: None if node in published and node in then else ChangeRule.NOT_PUBLISHED
        for node in now
    }
    moved = _between_moved_teams(*trees)
    crossing = _crossing(*trees, moves)
    for node, rule in rules.items():
        if rule is None and node in moved:
            rules[node] = ChangeRule.REORGANISED
        elif rule is None and not differs_safely(*crossing.get(node, (0, 0)), k):
            rules[node] = ChangeRule.MEMBERSHIP
    shown = {node for node, rule in rules.items() if rule is None}
    while border := _small_border(*trees, shown, moves, k):
        above = nearest_within(trees[1], shown)
        across = [node for node in shown if (node in border) != (above[now[node]] in border)]
        smallest = min(across, key=lambda node: (sum(crossing.get(node, (0, 0))), node))
        shown.remove(smallest)
        rules[smallest] = ChangeRule.COMPLEMENTARY
    return rules


def _path_up(tree: Tree[NodeId], node: NodeId | None) -> Iterator[NodeId]:
    while node is not None:
        yield node
        node = tree.parents[node]


def _between_moved_teams(then: Tree[NodeId], now: Tree[NodeId]) -> set[NodeId]:
    """Return the teams that some team, there both times, stood below at one time only."""
    moved: set[NodeId] = set()
    for node in then.parents.keys() & now.parents.keys():
        moved |= set(_path_up(then, node)) ^ set(_path_up(now, node))
    return moved


def _crossing(
    then: Tree[NodeId], now: Tree[NodeId], moves: Mapping[tuple[NodeId | None, NodeId | None], int]
) -> dict[NodeId, tuple[int, int]]:
    """Return the people who joined and who left per team, with all below it."""
    joined: Counter[NodeId] = Counter()
    left: Counter[NodeId] = Counter()
    for (home_then, home_now), n in moves.items():
        before, after = set(_path_up(then, home_then)), set(_path_up(now, home_now))
        joined.update(dict.fromkeys(after - before, n))
        left.update(dict.fromkeys(before - after, n))
    return {node: (joined[node], left[node]) for node in joined.keys() | left.keys()}


def _small_border(
    then: Tree[NodeId],
    now: Tree[NodeId],
    shown: Set[NodeId],
    moves: Mapping[tuple[NodeId | None, NodeId | None], int],
    k: int,
) -> frozenset[NodeId | None] | None:
    """Return residuals of shown teams, None for nowhere, that 1 to k-1 people came to or left."""
    before, after = nearest_within(then, shown), nearest_within(now, shown)
    people: Counter[tuple[NodeId | None, NodeId | None]] = Counter()
    for (home_then, home_now), n in sorted(moves.items(), key=repr):
        one, other = before[home_then], after[home_now]
        if one != other:
            people[one, other] += n
    return small_border(people, k)
