"""Which counts of a quarter may be shown: rules 1 and 2 of the privacy page, for events of people.

What somebody did in a quarter falls in one part: of one measure, one quarter, one kind. Each part
that is published rests on at least k people, and no published figure is anything but a sum of such
parts. So whatever is added and subtracted, what is left holds a whole part, or nothing.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from assessments.domain.disclosure import check_group_size, is_large_enough

OTHER_KINDS = "other"

Amount = int | Decimal
Given = Mapping[str, Mapping[int, Amount]]


def published_parts(given: Given, k: int) -> dict[str, Amount]:
    """Return the sum per kind, small kinds together under OTHER_KINDS; nothing when all is small.

    A kind of fewer than k people is told with others alone. While those are fewer than k people
    together, the kind of the fewest people joins them: beside the total it would otherwise give
    them away.

    Args:
        given: per kind what each person (by key) contributed, above 0.
        k: the smallest group that may be published, in people (>= 5).

    Raises:
        ValueError: when k is below 5.
    """
    check_group_size(k)
    if not is_large_enough(len(_people(given, given.keys())), k):
        return {}
    shown = {kind for kind, by in given.items() if by and is_large_enough(len(by), k)}
    pool = {kind for kind, by in given.items() if by} - shown
    while pool and not is_large_enough(len(_people(given, pool)), k):
        smallest = min(shown, key=lambda kind: (len(given[kind]), kind))
        shown.remove(smallest)
        pool.add(smallest)
    parts = {kind: _total(given, {kind}) for kind in sorted(shown)}
    return parts | ({OTHER_KINDS: _total(given, pool)} if pool else {})


def _people(given: Given, kinds: Iterable[str]) -> set[int]:
    return {person for kind in kinds for person in given[kind]}


def _total(given: Given, kinds: set[str]) -> Amount:
    return sum(amount for kind in kinds for amount in given[kind].values())
