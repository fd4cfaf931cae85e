"""Jobs that run beside the site."""

import logging
from datetime import date

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from assessments.domain.data_exports import KEPT_DAYS, note_failure, store_export
from assessments.domain.item_statistics import compute_statistics
from assessments.domain.my_data import everything_of
from assessments.domain.profile import ProfileReport, build_profile
from assessments.models import DataExport
from assessments.renderers.my_data_zip import build_zip

logger = logging.getLogger("peil.exports")
DAY = 60 * 60 * 24


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
