"""An attacker who knows the tree and may combine published cells in any linear way.

Worst case: a published cell gives the exact sum over the people in it. The attacker knows
nothing of the proof in the code under test; it does exact rational linear algebra.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

Atom = frozenset[Hashable]
Row = list[Fraction]


def find_victim(cells: Collection[frozenset], k: int) -> Atom | None:
    """Return a group of 1 to k-1 people whose own sum follows from the cells, or None.

    Such a group's indicator vector lies in the span of the indicators of the cells.
    """
    atoms = _atoms(cells)
    basis = _row_reduce(_indicators(cells, atoms))
    return _first(atoms, k, lambda chosen: _in_span(_indicator(chosen, len(atoms)), basis))


def find_dependence(cells: Collection[frozenset], k: int) -> Atom | None:
    """Return 1 to k-1 people on whom alone some combination of cells depends, or None.

    Stronger than `find_victim`: weights may differ, as in "twice Ann minus Bea". It exists
    when dropping the columns of these people makes the cells lose rank.
    """
    atoms = _atoms(cells)
    return _dependence(_indicators(cells, atoms), atoms, k)


def find_dependence_of_changes(
    changes: Collection[tuple[frozenset, frozenset]], k: int
) -> Atom | None:
    """Return 1 to k-1 people on whom alone some combination of changes depends, or None.

    A change is the sum over the later group minus that over the earlier one, given as (earlier,
    later). Worst case: whoever is in both has stayed the same, so joiners and leavers remain.
    """
    columns: dict[tuple[Fraction, ...], set] = {}
    for person in sorted(frozenset().union(*(a | b for a, b in changes)), key=repr):
        column = tuple(Fraction((person in b) - (person in a)) for a, b in changes)
        if any(column):
            columns.setdefault(column, set()).add(person)
    rows = [list(row) for row in zip(*columns, strict=True)]
    return _dependence(rows, [frozenset(group) for group in columns.values()], k)


def find_dependence_in_time(figures: Collection[Mapping[tuple, int]], k: int) -> Atom | None:
    """Return 1 to k-1 people on whom alone some combination of figures depends, or None.

    A figure is a sum over levels, given as {(person, time): how often it counts}. A level of one
    time tells nothing of another, but whoever is told of at any time is told of.
    """
    levels = sorted(frozenset().union(*figures))
    paths: dict[int, set[tuple]] = {}
    for person, time in levels:
        column = tuple(Fraction(figure.get((person, time), 0)) for figure in figures)
        paths.setdefault(person, set()).add((time, column))
    alike: dict[frozenset[tuple], set[int]] = {}
    for person, path in paths.items():
        alike.setdefault(frozenset(path), set()).add(person)
    atoms = [frozenset(people) for people in alike.values()]
    rank = len(_row_reduce([list(row) for row in zip(*_columns(alike), strict=True)]))

    def depends(chosen: Sequence[int]) -> bool:
        rest = [path for i, path in enumerate(alike) if i not in chosen]
        return len(_row_reduce([list(row) for row in zip(*_columns(rest), strict=True)])) < rank

    return _first(atoms, k, depends)


def _columns(paths: Collection[frozenset[tuple]]) -> list[tuple[Fraction, ...]]:
    """What the levels of these people add to each figure; the same column twice tells no more."""
    return sorted({column for path in paths for _time, column in path})


def find_people_behind(sums: Collection[frozenset[tuple[int, Hashable]]], k: int) -> Atom | None:
    """Return at most k-1 people on whom alone some combination of sums depends, or None.

    Each sum adds values of (person, what); a person may have many of them. Such people exist when
    the sums, without all that is theirs, lose rank.
    """
    values = sorted(frozenset().union(*sums), key=repr)
    people = sorted({person for person, _what in values})
    rank = len(_row_reduce([[Fraction(value in each) for value in values] for each in sums]))
    for chosen in combinations(people, min(k - 1, len(people))):
        rest = [value for value in values if value[0] not in chosen]
        kept = [[Fraction(value in each) for value in rest] for each in sums]
        if len(_row_reduce(kept)) < rank:
            return frozenset(chosen)
    return None


def _dependence(rows: list[Row], atoms: list[Atom], k: int) -> Atom | None:
    rank = len(_row_reduce(rows))

    def depends(chosen: Sequence[int]) -> bool:
        kept = [[row[i] for i in range(len(atoms)) if i not in chosen] for row in rows]
        return len(_row_reduce(kept)) < rank

    return _first(atoms, k, depends)


def _first(atoms: list[Atom], k: int, exposed: Callable[[Sequence[int]], bool]) -> Atom | None:
    for chosen in _small_choices([len(atom) for atom in atoms], k):
        if exposed(chosen):
            return frozenset().union(*(atoms[i] for i in chosen))
    return None


def _atoms(cells: Collection[frozenset]) -> list[Atom]:
    """People who are in exactly the same cells: no combination of cells tells them apart."""
    groups: dict[tuple[bool, ...], set] = {}
    for person in sorted(frozenset().union(*cells), key=repr):
        groups.setdefault(tuple(person in cell for cell in cells), set()).add(person)
    return [frozenset(group) for group in groups.values()]


def _indicators(cells: Collection[frozenset], atoms: list[Atom]) -> list[Row]:
    return [[Fraction(atom <= cell) for atom in atoms] for cell in cells]


def _indicator(chosen: Sequence[int], width: int) -> Row:
    return [Fraction(i in chosen) for i in range(width)]


def _small_choices(sizes: list[int], k: int) -> Iterator[tuple[int, ...]]:
    """All non-empty choices of atoms that hold fewer than k people together."""
    open_choices: list[tuple[tuple[int, ...], int]] = [((), 0)]
    while open_choices:
        chosen, people = open_choices.pop()
        if chosen:
            yield chosen
        start = chosen[-1] + 1 if chosen else 0
        for i in range(start, len(sizes)):
            if people + sizes[i] < k:
                open_choices.append(((*chosen, i), people + sizes[i]))


def _row_reduce(rows: list[Row]) -> list[Row]:
    """Reduced row echelon form without its zero rows."""
    basis: list[Row] = []
    for row in rows:
        rest = _remainder(row, basis)
        if any(rest):
            scale = next(value for value in rest if value)
            new = [value / scale for value in rest]
            basis = [_remainder(old, [new]) for old in basis] + [new]
    return basis


def _remainder(row: Row, basis: list[Row]) -> Row:
    """Row minus its part along each basis row, taken at that row's pivot."""
    for base in basis:
        factor = row[_pivot(base)]
        if factor:
            row = [value - factor * part for value, part in zip(row, base, strict=True)]
    return row


def _pivot(row: Row) -> int:
    return next(i for i, value in enumerate(row) if value)


def _in_span(row: Row, basis: list[Row]) -> bool:
    return not any(_remainder(row, basis))
