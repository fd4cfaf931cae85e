"""Does what time asks for: pages that go live or expire, rounds that are over. For cron."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain.snapshots import run_due


class Command(BaseCommand):
    help = "Publish and expire pages, close the check-in rounds that are over; safe to repeat."

    def handle(self, *args, **options) -> None:
        due = run_due(timezone.now())
        call_command("publish_scheduled")
        self.stdout.write(_("Rounds closed: %(count)d.") % {"count": due.closed})
        if due.failed:
            raise CommandError(_("Rounds that failed: %(count)d.") % {"count": due.failed})
