"""Does what time asks for: closes the rounds that are over. For cron; safe to repeat."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain.snapshots import run_due


class Command(BaseCommand):
    help = "Close the check-in rounds whose time is over; prints numbers only."

    def handle(self, *args, **options) -> None:
        due = run_due(timezone.now())
        self.stdout.write(_("Rounds closed: %(count)d.") % {"count": due.closed})
        if due.failed:
            raise CommandError(_("Rounds that failed: %(count)d.") % {"count": due.failed})
