"""Of which teams a change since an earlier snapshot may be shown: rule 4 of the privacy page.

Both snapshots' own cells are decided in `disclosure.py`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Set
from enum import StrEnum
from heapq import heapify, heappop, heappush
from typing import Generic

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
    groups = _Groups(trees, {node for node, rule in rules.items() if rule is None}, crossing, moves)
    while (team := groups.team_at_a_small_border(k)) is not None:
        groups.withhold(team)
        rules[team] = ChangeRule.COMPLEMENTARY
    return rules


class _Groups(Generic[NodeId]):
    """The residuals of the shown teams, and the people who went from one to another.

    A residual is named by its team; None is nowhere, and what no shown team counts. Withholding a
    team joins its residual with that of the shown team above it; only what touches the two is
    counted again, so that the whole costs about as much as there are people who moved.
    """

    def __init__(
        self,
        trees: tuple[Tree[NodeId], Tree[NodeId]],
        shown: Set[NodeId],
        crossing: Mapping[NodeId, tuple[int, int]],
        moves: Mapping[tuple[NodeId | None, NodeId | None], int],
    ) -> None:
        before, after = (nearest_within(tree, shown) for tree in trees)
        self._crossing: dict[NodeId, int] = {
            node: sum(crossing[node]) for node in shown if node in crossing
        }
        self._above: dict[NodeId, NodeId | None] = {
            node: after[trees[1].parents[node]] for node in self._crossing
        }
        self._order = {place: n for n, place in enumerate((None, *trees[1].top_down))}
        self._near: dict[NodeId | None, Counter[NodeId | None]] = defaultdict(Counter)
        for (home_then, home_now), n in moves.items():
            one, other = before[home_then], after[home_now]
            if one != other:
                self._near[one][other] += n
                self._near[other][one] += n
        self._inside: dict[NodeId | None, set[NodeId]] = defaultdict(set)
        for node, place in self._above.items():
            self._inside[place].add(node)
        self._waiting = [self._order[place] for place in self._near]
        heapify(self._waiting)
        self._places = (None, *trees[1].top_down)

    def team_at_a_small_border(self, k: int) -> NodeId | None:
        """Return the team to withhold: of those whose residuals a small border parts."""
        while self._waiting:  # first the borders of one residual: what changed lately
            place = self._places[self._waiting[0]]
            if 0 < self._near[place].total() < k:
                own = set() if place is None else {place}
                return self._fewest(self._inside[place] | own)
            heappop(self._waiting)
        border = small_border(self._people(), k)
        if border is None:
            return None
        return self._fewest(
            {node for node, above in self._above.items() if (node in border) != (above in border)}
        )

    def withhold(self, team: NodeId) -> None:
        above = self._above.pop(team)
        self._inside[above].remove(team)
        for node in self._inside.pop(team, ()):
            self._above[node] = above
            self._inside[above].add(node)
        for place, n in self._near.pop(team, Counter()).items():
            del self._near[place][team]
            if place != above:
                self._near[place][above] += n
                self._near[above][place] += n
                heappush(self._waiting, self._order[place])
        heappush(self._waiting, self._order[above])

    def _fewest(self, teams: Set[NodeId]) -> NodeId:
        """Return the team that fewest people joined or left; those that nobody did part nothing."""
        return min(teams & self._crossing.keys(), key=lambda node: (self._crossing[node], node))

    def _people(self) -> dict[tuple[NodeId | None, NodeId | None], int]:
        """Return the people between two residuals, in an order that hangs on the tree alone."""
        return {
            (one, other): self._near[one][other]
            for one in sorted(self._near, key=self._order.__getitem__)
            for other in sorted(self._near[one], key=self._order.__getitem__)
            if self._order[one] < self._order[other]
        }


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
