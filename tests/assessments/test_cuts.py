"""Small borders, against all sets of places on small graphs."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.domain.cuts import small_border

STEADY = settings(deadline=None, derandomize=True, database=None, max_examples=500)


def crossing(people, places):
    return sum(n for (one, other), n in people.items() if (one in places) != (other in places))


def has_small_border(people, k):
    """Look at every set of places."""
    places = sorted({place for pair in people for place in pair})
    return any(
        0 < crossing(people, chosen) < k
        for size in range(1, len(places))
        for chosen in combinations(places, size)
    )


@st.composite
def graphs(draw):
    places = range(draw(st.integers(2, 8)))
    pairs = st.sampled_from(list(combinations(places, 2)))
    return draw(st.dictionaries(pairs, st.integers(0, 3) | st.integers(0, 7), max_size=14))


@STEADY
@given(graphs(), st.integers(2, 8))
def test_a_small_border_is_found_when_there_is_one(people, k):
    found = small_border(people, k)
    assert (found is not None) is has_small_border(people, k)
    assert found is None or 0 < crossing(people, found) < k


def test_nobody_between_places_is_no_border():
    assert small_border({}, 5) is None
    assert small_border({(1, 2): 0}, 5) is None


def test_both_orders_of_a_pair_count_together():
    assert small_border({(1, 2): 2, (2, 1): 3}, 5) is None
    assert small_border({(1, 2): 2, (2, 1): 2}, 5) in ({1}, {2})


def test_a_thin_place_between_two_crowds_is_found():
    # two triangles of 9 people a side, held together by 2 + 2: no single place has few people
    people = {(1, 2): 9, (2, 3): 9, (1, 3): 9, (4, 5): 9, (5, 6): 9, (4, 6): 9}
    people |= {(1, 4): 2, (2, 5): 2}
    assert small_border(people, 5) in ({1, 2, 3}, {4, 5, 6})
    assert small_border(people, 4) is None


def test_a_ring_is_held_together_by_both_its_ways():
    ring = {(place, (place + 1) % 6): 3 for place in range(6)}
    assert small_border(ring, 6) is None
    assert small_border(ring, 7) is not None
