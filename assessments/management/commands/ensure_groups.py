"""Makes the groups of the administration, and the review of pages; safe to repeat."""

from django.core.management.base import BaseCommand

from assessments.domain.campaign_editing import ensure_groups
from assessments.domain.desk import ensure_editorial_groups


class Command(BaseCommand):
    help = "Make the groups of the administration, or give them what they lack."

    def handle(self, *args, **options) -> None:
        for group in (ensure_groups(), *ensure_editorial_groups()):
            self.stdout.write(f"{group.name}: {group.permissions.count()} permissions")
