"""How much more could be published: the rules of disclosure control against an exhaustive search.

Prints the table that stands in docs/privacy.md: `python -m tests.bench.suppression`. On random
small trees every set of cells is tried, and the largest that the rule allows is compared with what
is published.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from random import Random

from assessments.domain.cuts import small_border
from assessments.domain.disclosure import (
    build_tree,
    decide,
    is_large_enough,
    is_safe_residual,
    nearest_within,
)
from assessments.domain.disclosure_change import decide_changes, differs_safely
from assessments.domain.disclosure_partition import crosses_safely, decide_profiles

TREES = 2000
SEED = 1
K = 5
Parents = dict[int, int | None]


def random_tree(random: Random, most: int) -> Parents:
    """Return a tree of 2 to `most` teams; any team may have any number of teams below it."""
    parents: Parents = {0: None}
    for node in range(1, random.randint(2, most)):
        parents[node] = random.choice(list(parents))
    return parents


def counts_of(parents: Parents, members: dict[int, int]) -> dict[int, int]:
    """Return the people per team, with all below it."""
    counts = dict(members)
    for node in reversed(build_tree(parents).top_down):
        above = parents[node]
        if above is not None:
            counts[above] += counts[node]
    return counts


def largest(candidates: Iterable[int], is_allowed: Callable[[set[int]], bool]) -> int:
    """Return the size of the largest allowed set of candidates."""
    everything = sorted(candidates)
    for size in range(len(everything), 0, -1):
        if any(is_allowed(set(chosen)) for chosen in combinations(everything, size)):
            return size
    return 0


def teams(random: Random) -> tuple[int, int]:
    """Rules 1 and 2: the teams of one tree, published and at most."""
    parents = random_tree(random, 9)
    counts = counts_of(
        parents, {node: random.choice((0, 0, random.randint(0, 9))) for node in parents}
    )

    def is_allowed(shown: set[int]) -> bool:
        rest = {node: counts[node] for node in shown}
        nearest = nearest_within(build_tree(parents), shown)
        for node in shown:
            above = nearest[parents[node]]
            if above is not None:
                rest[above] -= counts[node]
        return all(is_safe_residual(n, K) for n in rest.values())

    decisions = decide(parents, counts, K).values()
    large = [node for node in parents if is_large_enough(counts[node], K)]
    return sum(decision.published for decision in decisions), largest(large, is_allowed)


def profiles(random: Random) -> tuple[int, int]:
    """Rule 5: the role profiles beside one tree, published and at most."""
    parents = random_tree(random, 5)
    people = Counter[tuple[int, int | None]]()
    roles = [None, *range(random.randint(2, 5))]
    for home in parents:
        for role in random.sample(roles, min(3, len(roles))):
            people[home, role] += random.choice((random.randint(0, 2), random.randint(0, 9)))
    members = dict.fromkeys(parents, 0)
    sizes = Counter[int]()
    for (home, role), n in people.items():
        members[home] += n
        if role is not None:
            sizes[role] += n
    tree = decide(parents, counts_of(parents, members), K)
    nearest = nearest_within(
        build_tree(parents), {node for node in parents if tree[node].published}
    )

    def is_allowed(shown: set[int]) -> bool:
        if not is_safe_residual(sum(people.values()) - sum(sizes[role] for role in shown), K):
            return False
        sharing = Counter[tuple[object, object]]()
        for (home, role), n in people.items():
            sharing["team", nearest[home], "role", role if role in shown else None] += n
        return crosses_safely({(key[:2], key[2:]): n for key, n in sharing.items()}, K)

    shown = decide_profiles(parents, tree, people, K).values()
    large = [role for role, n in sizes.items() if is_large_enough(n, K)]
    return (
        sum(decision.published for decision in shown),
        largest(large, is_allowed) if tree[0].published else 0,
    )


def crossing_of(parents: Parents, moves: Counter[tuple[int | None, int | None]]) -> Counter[int]:
    """Return how many people joined or left each team, with all below it."""

    def path_up(node: int | None) -> Iterator[int]:
        while node is not None:
            yield node
            node = parents[node]

    crossing = Counter[int]()
    for (then, now), n in moves.items():
        for node in {*path_up(then)} ^ {*path_up(now)}:
            crossing[node] += n
    return crossing


def changes(random: Random) -> tuple[int, int]:
    """Rule 4: the changes of one tree in which few people move, published and at most."""
    parents = random_tree(random, 8)
    moves = Counter[tuple[int | None, int | None]]()
    places = [None, *parents]
    for _ in range(random.randint(1, 6)):
        moves[random.choice(places), random.choice(places)] += random.choice((1, 2, 3, 5, 6))

    crossing = crossing_of(parents, moves)

    def is_allowed(shown: set[int]) -> bool:
        nearest = nearest_within(build_tree(parents), shown)
        people = Counter[tuple[int | None, int | None]]()
        for (then, now), n in moves.items():
            if nearest[then] != nearest[now]:
                people[nearest[then], nearest[now]] += n
        return small_border(people, K) is None

    shown = decide_changes(parents, parents, set(parents), moves, K).values()
    safe = [node for node in parents if differs_safely(crossing[node], 0, K)]
    return sum(rule is None for rule in shown), largest(safe, is_allowed)


RULES = {"1 and 2, teams": teams, "5, role profiles": profiles, "4, changes": changes}


def main() -> None:
    print("| Rule | trees | published | at most | ratio | trees at the optimum |")
    print("|---|---|---|---|---|---|")
    for name, draw in RULES.items():
        random = Random(SEED)
        pairs = [draw(random) for _ in range(TREES)]
        published, best = (sum(numbers) for numbers in zip(*pairs, strict=True))
        equal = sum(ours == most for ours, most in pairs) / TREES
        print(f"| {name} | {TREES} | {published} | {best} | {published / best:.3f} | {equal:.1%} |")


if __name__ == "__main__":
    main()
