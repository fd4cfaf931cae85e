"""Does what time asks for: pages, rounds, mails, old evidence, statistics, links. For cron."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain.attempts import submit_overdue
from assessments.domain.audit_counting import count_quarters
from assessments.domain.kept_files import remove_expired_files
from assessments.domain.rechecks import begin_rechecks
from assessments.domain.retention import run_retention
from assessments.domain.rounds_due import run_due
from assessments.emails import send_digests
from assessments.tasks import ask_for_records, ask_for_reports, ask_for_statistics
from training.tasks import ask_for_link_check


class Command(BaseCommand):
    help = "Publish and expire pages, close rounds, remind people, look at links; safe to repeat."

    def handle(self, *args, **options) -> None:
        now = timezone.now()
        due = run_due(now)
        quarters = count_quarters(now)  # before what it counts is too old to keep
        retention = run_retention(now)
        remove_expired_files(now)
        submit_overdue(now=now)
        begin_rechecks(now=now)
        mails = send_digests(now)
        call_command("publish_scheduled")
        ask_for_statistics(timezone.localdate(now))
        ask_for_records()
        ask_for_reports()
        if settings.PEIL_CHECK_LINKS:
            ask_for_link_check(timezone.localdate(now))
        self.stdout.write(
            _(
                "Rounds closed: %(ended)d. Group figures made: %(counted)d. "
                "Rounds that follow: %(repeated)d. Mails: %(mails)d."
            )
            % (vars(due) | {"mails": mails})
        )
        if due.failed:
            raise CommandError(_("Rounds that failed: %(count)d.") % {"count": due.failed})
        if quarters.failed:
            raise CommandError(
                _("Quarters that were not counted: %(count)d.") % {"count": quarters.failed}
            )
        if retention.failed:
            words = _("People whose old evidence was not removed: %(count)d.")
            raise CommandError(words % {"count": retention.failed})
