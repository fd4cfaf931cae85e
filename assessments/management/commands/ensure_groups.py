"""Makes the group through which organisation administrators reach the administration."""

from django.core.management.base import BaseCommand

from assessments.domain.campaign_editing import ensure_groups


class Command(BaseCommand):
    help = "Make the group of organisation administrators, or give it what it lacks."

    def handle(self, *args, **options) -> None:
        group = ensure_groups()
        self.stdout.write(f"{group.name}: {group.permissions.count()} permissions")
