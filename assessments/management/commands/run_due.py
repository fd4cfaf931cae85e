"""Does what time asks for: pages that go live or expire, rounds, links. For cron."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain.rechecks import begin_rechecks
from assessments.domain.snapshots import run_due
from training.tasks import ask_for_link_check


class Command(BaseCommand):
    help = "Publish and expire pages, close rounds, look at links once a day; safe to repeat."

    def handle(self, *args, **options) -> None:
        due = run_due(timezone.now())
        begin_rechecks(now=timezone.now())
        call_command("publish_scheduled")
        if settings.PEIL_CHECK_LINKS:
            ask_for_link_check(timezone.localdate())
        self.stdout.write(_("Rounds closed: %(count)d.") % {"count": due.closed})
        if due.failed:
            raise CommandError(_("Rounds that failed: %(count)d.") % {"count": due.failed})
