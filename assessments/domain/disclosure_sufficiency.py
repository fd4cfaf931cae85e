"""Whether there is enough expertise, told so that nobody is singled out: rule 6, on plain numbers.

An attacker may make many sufficiency rules and see all their answers. What keeps them from more:

- *Size.* No answer about fewer than 2k people with a level that is recent enough; those whose
  evidence is too old are nobody or at least k.
- *Pairs.* Counts go in pairs: the number asked is rounded up to an even one. Answers to all numbers
  asked together give a pair of counts, never one.
- *Not everybody.* A rule that asks nearly everybody has no answer: it could say "all of them".
- *Apart.* Of rules on parts that lie in each other (same competence and evidence) the highest alone
  is answered. Without this 10 or 11 in all, 4 or 5 here and 4 or 5 there add up to exactly 5 and 5.
- *Rest.* For REST after an answer, overlapping parts have no answer under other terms: what is
  forbidden at once cannot be had one after the other either.

The counts decide between sufficient, fragile and insufficient; nothing but sizes, places and dates
decides whether there is an answer at all.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from assessments.domain.disclosure import build_tree, check_group_size
from assessments.enums import SufficiencyState, WhyUnknown

PAIR = 2
GROUPS = 2  # an answer needs so many times the smallest group
LEFT_OVER = 3  # so many people at least must be beyond the number asked
REST = timedelta(days=90)
# How many more people are needed to be sufficient: told in these steps, in people.
STEPS = ((1, 2), (3, 6), (7, 10))

Node = int


@dataclass(frozen=True)
class Group:
    """What decides about an answer.

    Attributes:
        n: people with a level, as published; None when the cell is withheld.
        recent: of these, with evidence that is recent enough for the rule.
        count: of these, at or above the level of the rule.
    """

    n: int | None
    recent: int
    count: int


@dataclass(frozen=True)
class Answer:
    """What is kept of a sufficiency rule in one snapshot: never a count.

    Attributes:
        more: from how many to how many more people it would take to be sufficient; None when
            unknown, sufficient, or when there are fewer people with a level than the rule asks.
    """

    state: SufficiencyState
    why: WhyUnknown | None = None
    more: tuple[int, int] | None = None


@dataclass(frozen=True)
class Terms:
    """What a rule asks of which part of the tree: the path of a team begins with those above it."""

    team: Node
    path: str
    level: int
    people: int
    months: int

    @property
    def asked(self) -> tuple[Node, int, int, int]:
        """Return what makes one answer differ from another; 3 and 4 people ask the same."""
        return self.team, self.level, in_pairs(self.people), self.months


def in_pairs(people: int) -> int:
    """Return a number of people rounded up to an even one."""
    return -(-people // PAIR) * PAIR


def answer(group: Group, people: int, k: int) -> Answer:
    """Return the answer to "at least so many people" (privacy.md, rule 6).

    Args:
        people: that the rule asks, at least 1.
        k: the smallest group that may be published, in people (>= 5).

    Raises:
        ValueError: when k is below 5, or the numbers cannot be of one group.
    """
    check_group_size(k)
    if people < 1 or not 0 <= group.count <= group.recent:
        raise ValueError(f"no rule of {people} people over {group}")
    asked = in_pairs(people)
    if group.n is not None and GROUPS * k <= group.n < asked:
        return Answer(SufficiencyState.INSUFFICIENT)  # follows from the published n alone
    why = why_unknown(group.n, group.recent, asked, k)
    if why is not None:
        return Answer(SufficiencyState.UNKNOWN, why)
    pairs = group.count // PAIR * PAIR
    if pairs >= asked + PAIR:
        return Answer(SufficiencyState.SUFFICIENT)
    state = SufficiencyState.FRAGILE if pairs == asked else SufficiencyState.INSUFFICIENT
    return Answer(state, more=_more(asked + PAIR, pairs))


def why_unknown(n: int | None, recent: int, asked: int, k: int) -> WhyUnknown | None:
    """Return why there is no answer, from sizes alone; None when there is one.

    Args:
        asked: an even number of people.
    """
    if n is None:
        return WhyUnknown.WITHHELD
    if n < GROUPS * k:
        return WhyUnknown.FEW
    if recent < GROUPS * k or 0 < n - recent < k:
        return WhyUnknown.OLD
    return WhyUnknown.NEARLY_ALL if asked > recent - LEFT_OVER else None


def what_if(more: tuple[int, int], reach: int) -> tuple[SufficiencyState, bool]:
    """Return how it would stand if so many more people reached the level, from what is told alone.

    Args:
        more: the step that was stored with the answer.
        reach: people who are not at the level now and would be, at least 0.

    Returns:
        The least that then holds, and whether it is certain that it is no better.
    """
    low, high = more
    if reach >= high:
        return SufficiencyState.SUFFICIENT, True
    if reach >= high - PAIR:
        return SufficiencyState.FRAGILE, reach < low
    return SufficiencyState.INSUFFICIENT, reach < low - PAIR


def governed_by(
    parents: Mapping[Node, Node | None], places: Collection[Node]
) -> dict[Node, Node | None]:
    """Return per node the highest place at or above it; None where there is none.

    A place that is governed by another one lies in it, and has no answer.
    """
    found: dict[Node, Node | None] = {}
    for node in build_tree(parents).top_down:
        above = parents[node]
        higher = None if above is None else found[above]
        found[node] = higher if higher is not None else (node if node in places else None)
    return found


def overlaps(path: str, other: str) -> bool:
    """Return whether one of two parts lies in the other, or both are the same."""
    return path.startswith(other) or other.startswith(path)


def is_resting(terms: Terms, told: Iterable[Terms]) -> bool:
    """Return whether an answer must wait, for what was told of overlapping parts within REST.

    Args:
        told: answers other than unknown, of the same competence and kind of evidence.
    """
    return any(
        (other.team == terms.team or overlaps(other.path, terms.path))
        and other.asked != terms.asked
        for other in told
    )


def _more(goal: int, pairs: int) -> tuple[int, int]:
    """Return the step in which the people lie who are lacking to a goal; both numbers even.

    The count is `pairs` or one more, and never below nobody.
    """
    lacking = goal - pairs
    for low, high in STEPS:
        if lacking <= high:
            return low, min(high, goal)
    return STEPS[-1][1] + 1, goal
