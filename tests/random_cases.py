"""How random tests draw: the same cases in each run, a third as many on a second database."""

from collections.abc import Callable
from random import Random
from typing import TypeVar

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.strategies import SearchStrategy

from tests.demo_site import SERVER

Case = TypeVar("Case")


def drawn(number: int) -> int:
    """Return how many cases to draw, of so many that show a rule on SQLite.

    PostgreSQL shows that the queries of a rule say the same there; it is drawn for a third as
    often, at least ten times.
    """
    return max(10, number // 3) if SERVER else number


def steady(examples: int) -> settings:
    """Return the settings under which so many cases are drawn, the same ones in each run."""
    return settings(
        deadline=None,
        derandomize=True,
        database=None,
        max_examples=examples,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )


def first_case(
    cases: SearchStrategy[Case], holds: Callable[[Case], bool], *, examples: int, seed: int = 0
) -> Case:
    """Return a case for which something holds: the first that is drawn, not the simplest.

    Args:
        cases: what to draw from.
        holds: what to look for.
        examples: after how many to give up.
        seed: where drawing begins; a good one needs few.

    Raises:
        NoSuchExample: it held for none.
    """
    rules = settings(steady(examples), phases=[Phase.generate])
    return find(cases, holds, settings=rules, random=Random(seed))
