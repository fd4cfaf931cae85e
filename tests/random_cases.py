"""How random tests draw: the same cases in each run, a third as many on a second database."""

from hypothesis import HealthCheck, settings

from tests.demo_site import SERVER


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
