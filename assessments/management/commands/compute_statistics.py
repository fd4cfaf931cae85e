"""Computes what all answers together say of questions and areas, without people."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from assessments.domain.item_statistics import compute_statistics


class Command(BaseCommand):
    help = "Compute the statistics of questions and areas from all answers."

    def handle(self, *args, **options) -> None:
        made = compute_statistics(now=timezone.now())
        self.stdout.write(
            f"{made.answers} answers: {made.versions} rows of questions, {made.areas} of areas"
        )
