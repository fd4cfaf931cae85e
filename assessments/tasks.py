"""Jobs that run beside the site."""

import logging
from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from assessments.domain.data_exports import store_export
from assessments.domain.item_statistics import compute_statistics
from assessments.domain.kept_files import KEPT_DAYS, note_failure
from assessments.domain.my_data import everything_of
from assessments.domain.profile import ProfileReport, build_profile
from assessments.domain.record_collecting import collect_deeds
from assessments.domain.record_deeds import Outgoing
from assessments.domain.record_outbox import (
    claim_statements,
    note_failed,
    note_refused,
    note_sent,
    release,
    stop_store,
)
from assessments.domain.report_access import note_team_report
from assessments.domain.report_mails import claim_report, give_back, reports_wanted
from assessments.domain.team_report import build_team_report
from assessments.emails import send_report
from assessments.exchange.record_store import Verdict, post_statements, problem_of, verdict_of
from assessments.exchange.xapi import statement
from assessments.models import DataExport, RecordStore
from assessments.record_enums import StoreProblem
from assessments.renderers.my_data_zip import build_zip
from assessments.renderers.team_pdf import build_pdf
from assessments.report_enums import Report, ReportFormat
from cms.sealed import CannotUnseal

logger = logging.getLogger("peil.jobs")
DAY = 60 * 60 * 24
MOST_BATCHES = 40  # of a store in one run; the next run goes on


@task()
def make_export(pk: int) -> None:
    """Make the file of an export that was asked for; one that is ready or gone is left alone."""
    export = DataExport.objects.filter(pk=pk, ready_at__isnull=True).select_related("user").first()
    if export is None:
        return
    now = timezone.now()
    try:
        store_export(export=export, body=_zip_of(export), now=now)
    except Exception as error:  # a traceback could carry people's data into the log
        logger.error("export %s was not made: %s", pk, type(error).__name__)
        note_failure(export=export, now=now)


@task()
def compute_item_statistics() -> None:
    """Compute what all answers say of questions and areas."""
    compute_statistics(now=timezone.now())


def ask_for_statistics(day: date) -> None:
    """Have the statistics computed, by a worker if there is one; once a day."""
    if cache.add(f"statistics-computed-{day}", True, timeout=DAY):
        compute_item_statistics.enqueue()


@task()
def send_records() -> None:
    """Look for deeds and send what is due, store by store; one that fails holds up no other."""
    for store in RecordStore.objects.order_by("pk"):
        try:
            collect_deeds(store=store, now=timezone.now())
            send_due(store)
        except Exception as error:  # a traceback could carry people's data into the log
            logger.error("record store %s: %s", store.pk, type(error).__name__)


def ask_for_records() -> None:
    """Have the outbox emptied, by a worker if there is one; where no store is, nothing happens."""
    if RecordStore.objects.exists():
        send_records.enqueue()


@task()
def send_reports() -> None:
    """Send the reports that are due by mail; one that fails holds up no other."""
    for pk in reports_wanted():
        try:
            send_one_report(pk, timezone.now())
        except Exception as error:  # a traceback could carry people's data into the log
            logger.error("report by mail %s: %s", pk, type(error).__name__)


def ask_for_reports() -> None:
    """Have the reports sent, by a worker if there is one; nothing where nobody wants one."""
    if reports_wanted():
        send_reports.enqueue()


def send_one_report(pk: int, now: datetime) -> bool:
    """Send the report of a subscription when it is due; return whether it was.

    Raises:
        OSError: when the mail server cannot be reached; the report is due again.
    """
    due = claim_report(pk, now)
    if due is None:
        return False
    user = due.subscription.user
    try:
        report = build_team_report(team=due.team, language=user.language, snapshot=due.snapshot)
        send_report(user, report, build_pdf(report))
    except BaseException:
        give_back(due)
        raise
    note_team_report(
        user=user,
        team=due.team,
        report=Report.TEAM,
        how=ReportFormat.MAIL,
        snapshot_id=due.snapshot.pk,
        now=now,
    )
    return True


def send_due(store: RecordStore, clock: Callable[[], datetime] = timezone.now) -> None:
    """Send what is due to a store, batch by batch, until nothing is or the store fails."""
    for _number in range(MOST_BATCHES):
        batch = claim_statements(store=store, now=clock())
        if not batch or not _deliver(store, batch, clock):
            return


def _deliver(store: RecordStore, batch: Sequence[Outgoing], clock: Callable[[], datetime]) -> bool:
    """Send a batch, each alone where the store does not take them all; return whether to go on."""
    site = settings.WAGTAILADMIN_BASE_URL
    try:
        answer = post_statements(store, [statement(row, site=site) for row in batch])
    except CannotUnseal:
        release(claimed=batch, now=clock())
        stop_store(store=store, problem=StoreProblem.SECRET, now=clock())
        return False
    match verdict_of(answer):
        case Verdict.STOPPED:
            release(claimed=batch, now=clock())
            stop_store(store=store, problem=problem_of(answer), now=clock())
            return False
        case Verdict.LATER:
            note_failed(store=store, failed=batch, problem=problem_of(answer), now=clock())
            return False
        case Verdict.WRONG | Verdict.KNOWN if len(batch) > 1:
            return _deliver_singly(store, batch, clock)
        case Verdict.WRONG:
            note_refused(store=store, refused=batch[0], now=clock())
        case _:
            note_sent(store=store, sent=batch, now=clock())
    return True


def _deliver_singly(
    store: RecordStore, batch: Sequence[Outgoing], clock: Callable[[], datetime]
) -> bool:
    for place, row in enumerate(batch):
        if not _deliver(store, [row], clock):
            release(claimed=batch[place + 1 :], now=clock())
            return False
    return True


def _zip_of(export: DataExport) -> bytes:
    user, now = export.user, timezone.now()
    profiles = [_profile(export, language) for language, _name in settings.LANGUAGES]
    with translation.override(user.language):
        return build_zip(everything_of(user, user.language, now), profiles, _readme())


def _profile(export: DataExport, language: str) -> ProfileReport:
    with translation.override(language):
        return build_profile(export.user, language, timezone.now())


def _readme() -> str:
    lines = (
        _("This is everything that Peil keeps of you."),
        _("my-data.json: all of it, for another program."),
        _("csv: the same, a table per file, for a spreadsheet."),
        _("profile.nl.pdf and profile.en.pdf: your profile, to print."),
        _(
            "Your reflections are readable in these files. Keep them where nobody else can read "
            "them. Peil removes this file after %(days)d days."
        )
        % {"days": KEPT_DAYS},
    )
    return "\n".join(lines) + "\n"
