"""Jobs of assessments that run beside the site."""

from datetime import date

from django.core.cache import cache
from django.utils import timezone
from django_tasks import task

from assessments.domain.item_statistics import compute_statistics

DAY = 60 * 60 * 24


@task()
def compute_item_statistics() -> None:
    """Compute what all answers say of questions and areas."""
    compute_statistics(now=timezone.now())


def ask_for_statistics(day: date) -> None:
    """Have the statistics computed, by a worker if there is one; once a day."""
    if cache.add(f"statistics-computed-{day}", True, timeout=DAY):
        compute_item_statistics.enqueue()
