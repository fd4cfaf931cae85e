"""Does what time asks for: pages, rounds, links, old evidence, old exports. For cron."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain.data_exports import remove_expired_exports
from assessments.domain.retention import run_retention
from assessments.domain.snapshots import run_due
from training.tasks import ask_for_link_check


class Command(BaseCommand):
    help = "Publish and expire pages, close rounds, look at links once a day; safe to repeat."

    def handle(self, *args, **options) -> None:
        due = run_due(timezone.now())
        retention = run_retention(timezone.now())
        remove_expired_exports(timezone.now())
        call_command("publish_scheduled")
        if settings.PEIL_CHECK_LINKS:
            ask_for_link_check(timezone.localdate())
        self.stdout.write(_("Rounds closed: %(count)d.") % {"count": due.closed})
        if due.failed:
            raise CommandError(_("Rounds that failed: %(count)d.") % {"count": due.failed})
        if retention.failed:
            words = _("People whose old evidence was not removed: %(count)d.")
            raise CommandError(words % {"count": retention.failed})
