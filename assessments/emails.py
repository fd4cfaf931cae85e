"""The mails of assessments, one function each; texts are under templates/emails/."""

import logging
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import override

from assessments.domain.digest import (
    Digest,
    claim,
    digests,
    may_be_sent_at,
    note_refused,
    note_sent,
)
from assessments.domain.regrade import BandChange
from assessments.domain.team_report import TeamReport
from assessments.enums import TestedBand
from assessments.models import ReportExport
from cms import mail
from cms.accounts.models import User

logger = logging.getLogger("peil.mail")


def send_digests(now: datetime) -> int:
    """Send today's mail to everybody who has something to be told, and return to how many.

    At most one a day per person, however often and by however many processes it is run.
    """
    if not may_be_sent_at(now):
        return 0
    day, sent = timezone.localdate(now), 0
    for digest in digests(day):
        row = claim(digest, day)
        if row is None:
            continue
        try:
            send_digest(digest)
        except OSError as error:  # every failure of a mail server is one
            note_refused(row)
            logger.error("mail %s was not sent: %s", row.pk, type(error).__name__)
        else:
            note_sent(row, now)
            sent += 1
    return sent


def send_digest(digest: Digest) -> None:
    """Send one person everything of a day, in their language.

    Raises:
        OSError: when the mail server cannot be reached or refuses.
    """
    language = digest.user.language
    base = f"{settings.WAGTAILADMIN_BASE_URL}/{language}/"
    with override(language):
        lines = [(item.words(), f"{base}{item.path}") for item in digest.items]
    context = {
        "name": digest.user.first_name,
        "lines": lines,
        "reminders": f"{base}me/reminders/",
    }
    mail.send("emails/digest", digest.user.email, context, language=language)


def send_report(user: User, report: TeamReport, body: bytes) -> None:
    """Send a manager the report of a team as a PDF, in the language that it is in.

    Raises:
        OSError: when the mail server cannot be reached or refuses.
    """
    site = settings.WAGTAILADMIN_BASE_URL
    with override(report.language):
        context = {
            "name": user.first_name,
            "report": report,
            "address": site + reverse("team", args=[report.team_id]),
            "ending": site + reverse("report_mail", args=[report.team_id]),
        }
    name = f"{slugify(report.team) or report.team_id}-{report.snapshot.day:%Y-%m-%d}.pdf"
    mail.send("emails/report", user.email, context, language=report.language, pdf=(name, body))


def send_workbook_ready(export: ReportExport) -> None:
    """Tell a manager where the workbook is that they asked for, and until when; no figure.

    The mail is in their language, the page that it leads to in the language of the workbook.

    Raises:
        OSError: when the mail server cannot be reached or refuses.
    """
    user, team = export.user, export.team
    with override(export.language):
        path = reverse("workbook", args=[team.pk])
    context = {
        "name": user.first_name,
        "team": team.name,
        "day": export.snapshot.taken_at,
        "until": export.expires_at,
        "address": f"{settings.WAGTAILADMIN_BASE_URL}{path}?snapshot={export.snapshot_id}",
    }
    mail.send("emails/workbook", user.email, context, language=user.language)


def send_band_changed(change: BandChange) -> bool:
    """Tell a person that a corrected key changed a band; return whether the mail could be sent."""
    language = change.user.language
    with override(language):
        context = {
            "competence": change.competence,
            "before": str(TestedBand(change.before).label),
            "after": str(TestedBand(change.after).label),
            "address": settings.WAGTAILADMIN_BASE_URL + reverse("profile"),
        }
    try:
        mail.send("emails/band_changed", change.user.email, context, language=language)
    except OSError as error:
        logger.error("a mail about a changed band was not sent: %s", type(error).__name__)
        return False
    return True
