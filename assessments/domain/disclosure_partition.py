"""Which role profiles get a cell, for the organisation as a whole: rule 5 of the privacy page.

Role profiles cut the organisation a second time, across the team tree. `disclosure.py` decides the
tree alone; what stands in a cell is in `cells.py`.
"""

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import TypeVar

from assessments.domain.cuts import small_border
from assessments.domain.disclosure import (
    Decision,
    NodeId,
    Rule,
    build_tree,
    check_group_size,
    is_large_enough,
    is_safe_residual,
    nearest_within,
)

ProfileId = TypeVar("ProfileId", int, str)


def decide_profiles(
    parents: Mapping[NodeId, NodeId | None],
    decisions: Mapping[NodeId, Decision[NodeId]],
    people: Mapping[tuple[NodeId, ProfileId | None], int],
    k: int,
    around: Mapping[ProfileId, Decision[NodeId]] | None = None,
) -> dict[ProfileId, Decision[NodeId]]:
    """Decide for every role profile whether its cell of the whole organisation is published.

    One call is for one competence and one kind of evidence, and for the people that `decide` or
    `decide_within` decided the tree for. Only counts decide, never levels.

    First rule 1: a profile of fewer than k people is withheld. Then rule 2: what is left of the
    organisation beside the published profiles is nobody or at least k people, those without a
    profile among them. Then rule 5, while `crosses_safely` says no: the smallest profile goes. Each
    time the smallest is withheld, of equal ones the one with the lowest id; without any profile
    only the tree is left, which is safe, so this ends.

    Args:
        parents: each team's parent, None for the one top: the organisation as a whole.
        decisions: what `decide` or `decide_within` said of every team.
        people: the number of people who count per (reporting team, role profile or None).
        k: the smallest group that may be published, in people (>= 5).
        around: for a group inside one that was decided before (those with a level among all
            people), what was decided for the wider one; a profile withheld there is withheld here.

    Returns one decision per profile, in which `see_instead` is the top where it is published.
    Raises ValueError when k is below 5, there is not one top, or a team is unknown.
    """
    check_group_size(k)
    top = _top(parents)
    residuals = _residuals(parents, decisions, people)
    sizes: Counter[ProfileId] = Counter()
    for (_home, profile), n in people.items():
        if profile is not None:
            sizes[profile] += n
    allowed = {
        profile
        for profile in sizes
        if decisions[top].published and (around is None or around[profile].published)
    }
    rules = {
        profile: _reason(n, around[profile].rule if around else None, k)
        for profile, n in sizes.items()
    }
    shown = sorted(
        (profile for profile in allowed if is_large_enough(sizes[profile], k)),
        key=lambda profile: (sizes[profile], profile),
    )
    rest = sum(people.values()) - sum(sizes[profile] for profile in shown)
    while shown and not is_safe_residual(rest, k):
        rest += sizes[shown.pop(0)]
    while shown and not crosses_safely(_sharing(residuals, shown), k):
        rules[shown.pop(0)] = Rule.SECOND_PARTITION
    see_instead = top if decisions[top].published else None
    return {
        profile: Decision(published=True, rule=None, see_instead=None)
        if profile in shown
        else Decision(published=False, rule=rules[profile], see_instead=see_instead)
        for profile in sizes
    }


def _reason(n: int, around: Rule | None, k: int) -> Rule:
    """Return why a profile goes unless rule 5 takes it: too small, or as in the wider group."""
    return (around or Rule.COMPLEMENTARY) if is_large_enough(n, k) else Rule.MINIMUM_SIZE


def crosses_safely(sharing: Mapping[tuple[Hashable, Hashable], int], k: int) -> bool:
    """Rule 5: whether no combination of two partitions depends on 1 to k-1 people alone.

    `sharing` gives the people per (part of the one, part of the other), every part with nobody or
    at least k people, both partitions of the same people.

    What an attacker forms of sums and differences gives a number f to each part of the first and g
    to each of the second, and a person counts f + g times. It tells about the people for whom that
    is not 0. Take any value c of f: let A be the parts with f = c, B those with g = -c; then all
    who are in exactly one of A and B count, so they are nobody or at least k when this function
    says yes; and when they are nobody for each c, nobody counts. Conversely the people in exactly
    one of A and B are what A minus B depends on. So the whole rule is: for every set of parts of
    both, the people in exactly one of the two sides are 0 or at least k. These are the borders of
    the graph in which each person joins two parts, hence `small_border`.

    It contains the text of rule 5, where the people of J all lie in the parts that share somebody
    with J, so that those in exactly one side are those beside J. It asks more where people are
    exchanged: two groups that are alike but for Ann in the one and Bea in the other pass the text,
    and tell by how much Ann and Bea differ. Rule 4 counts joiners and leavers together likewise.
    """
    return small_border(sharing, k) is None


def _top(parents: Mapping[NodeId, NodeId | None]) -> NodeId:
    tops = [node for node, parent in parents.items() if parent is None]
    if len(tops) != 1:
        raise ValueError(f"an organisation has one top, not {len(tops)}")
    return tops[0]


def _residuals(
    parents: Mapping[NodeId, NodeId | None],
    decisions: Mapping[NodeId, Decision[NodeId]],
    people: Mapping[tuple[NodeId, ProfileId | None], int],
) -> dict[tuple[NodeId | None, ProfileId | None], int]:
    """Return the people per (published team that they are a residual of, role profile)."""
    shown = {node for node in parents if decisions[node].published}
    nearest = nearest_within(build_tree(parents), shown)
    residuals: dict[tuple[NodeId | None, ProfileId | None], int] = {}
    for (home, profile), n in people.items():
        if home not in parents:
            raise ValueError(f"unknown team {home!r}")
        place = nearest[home], profile
        residuals[place] = residuals.get(place, 0) + n
    return residuals


def _sharing(
    residuals: Mapping[tuple[NodeId | None, ProfileId | None], int], shown: list[ProfileId]
) -> dict[tuple[Hashable, Hashable], int]:
    """Return the people per tree residual and published profile (None: what is left)."""
    parts = {profile: ("profile", profile) for profile in shown}
    left = ("profile", None)
    sharing: dict[tuple[Hashable, Hashable], int] = {}
    for (node, profile), n in residuals.items():
        place = ("team", node), parts.get(profile, left) if profile is not None else left
        sharing[place] = sharing.get(place, 0) + n
    return sharing
