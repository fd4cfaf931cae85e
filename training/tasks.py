"""Jobs that run beside the site."""

from datetime import date

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django_tasks import task

from cms.visiting import Visitor
from training.domain.links import LinkRun, Pace, check_links

SECONDS_BETWEEN = 1.0
MOST_LINKS = 200
DAY = 60 * 60 * 24


def look_at_links(limit: int = MOST_LINKS, seconds: float = SECONDS_BETWEEN) -> LinkRun:
    """Look at the links whose turn it is, saying whose installation asks.

    Args:
        limit: how many at most.
        seconds: between two requests to one host.
    """
    visitor = Visitor(
        agent=f"Peil link check ({settings.WAGTAILADMIN_BASE_URL})",
        pause=Pace(seconds),
        timeout=settings.PEIL_LINK_TIMEOUT,
        may_be_private=settings.PEIL_LINKS_MAY_BE_PRIVATE,
    )
    return check_links(look=visitor.visit, now=timezone.now(), limit=limit)


@task()
def check_links_in_turn() -> None:
    """Look at links; what is found shows in the queue of what to look at again."""
    look_at_links()


def ask_for_link_check(day: date) -> None:
    """Have the links looked at, by a worker where there is one; the same day twice asks once."""
    if cache.add(f"links-looked-at-{day}", True, timeout=DAY):
        check_links_in_turn.enqueue()
