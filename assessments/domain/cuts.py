"""Small borders in a graph of people: what the rules on two partitions and on changes stand on.

Every person is an edge between two places. An attacker who adds and subtracts groups gives each
place a number, and learns about exactly the people whose two places got different numbers: the
people who cross the border of some set of places. So nobody can be singled out exactly when every
border is crossed by nobody or by at least k people.
"""

from collections.abc import Hashable, Iterable, Mapping
from heapq import heapify, heappop, heappush
from typing import Generic, TypeVar

Place = TypeVar("Place", bound=Hashable)


class _Merged(Generic[Place]):
    """Places that no small border separates, as one; the name of the first stands for all."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.above: dict[Place, Place] = {place: place for place in places}

    def name(self, place: Place) -> Place:
        while self.above[place] != place:
            self.above[place] = self.above[self.above[place]]
            place = self.above[place]
        return place

    def merge(self, one: Place, other: Place) -> None:
        self.above[self.name(other)] = self.name(one)

    def together_with(self, place: Place) -> frozenset[Place]:
        name = self.name(place)
        return frozenset(other for other in self.above if self.name(other) == name)


def small_border(people: Mapping[tuple[Place, Place], int], k: int) -> frozenset[Place] | None:
    """Return a set of places whose border 1 to k-1 people cross; None when there is no such set.

    Args:
        people: how many people there are between two places, in any order; none within one.
        k: the fewest people who may cross a border, when anybody does.

    In each round of looking every place whose own border is small is an answer. When there is
    none, the places are put in an order of maximum adjacency: each next is the one with the most
    people to those before it. Two neighbours in that order, of which the second has at least k
    people to those before it, are on one side of every small border, so they become one place.
    The last of a connected part has all its people to those before it, so each round ends with
    fewer places. Source: Nagamochi & Ibaraki 1992, SIAM J. Discrete Math. 5(1), 54-66; Stoer &
    Wagner 1997, J. ACM 44(4), 585-591.
    """
    merged = _Merged(place for pair in people for place in pair)
    for (one, other), n in people.items():
        if n >= k:
            merged.merge(one, other)
    while graph := _graph(people, merged):
        for place, near in graph.items():
            if sum(near.values()) < k:
                return merged.together_with(place)
        _merge_inseparable(graph, merged, k)
    return None


def _graph(
    people: Mapping[tuple[Place, Place], int], merged: _Merged[Place]
) -> dict[Place, dict[Place, int]]:
    """Return the people from each merged place to each other; places without any are left out."""
    graph: dict[Place, dict[Place, int]] = {}
    names = {place: merged.name(place) for place in merged.above}
    for (one, other), n in people.items():
        first, second = names[one], names[other]
        if n and first != second:
            for here, there in ((first, second), (second, first)):
                near = graph.setdefault(here, {})
                near[there] = near.get(there, 0) + n
    return graph


def _merge_inseparable(
    graph: Mapping[Place, Mapping[Place, int]], merged: _Merged[Place], k: int
) -> None:
    """Merge neighbours in an order of maximum adjacency that at least k people hold together."""
    order = {place: number for number, place in enumerate(graph)}
    held = dict.fromkeys(graph, 0)
    heap = [(0, number, place) for place, number in order.items()]
    heapify(heap)
    before: list[Place] = []  # a place may be None
    while heap:
        n, _number, place = heappop(heap)
        if place not in held or -n != held[place]:
            continue  # an old entry: it has come already, or more people hold it by now
        if held.pop(place) >= k and before:
            merged.merge(before[-1], place)
        before.append(place)
        for other, between in graph[place].items():
            if other in held:
                held[other] += between
                heappush(heap, (-held[other], order[other], other))
