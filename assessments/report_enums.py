"""What reports there are, as the log and the audit report name them; imports nothing of ours."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Report(TextChoices):
    """A page with figures of groups, as page or as file."""

    TEAM = "team", _("Team report")
    OVERVIEW = "overview", pgettext_lazy("report", "Overview of teams and roles")
    TREND = "trend", _("Trend")
    SUMMARY = "summary", _("Management summary")
    SUFFICIENCY = "sufficiency", _("Enough expertise?")
    PARTICIPATION = "participation", _("Participation")
    AUDIT = "audit", _("Audit report")


class ReportFormat(TextChoices):
    """How a report left: read on screen, or taken along as a file."""

    PAGE = "page", pgettext_lazy("format of a report", "Page")
    PDF = "pdf", "PDF"
    XLSX = "xlsx", "XLSX"
    CSV = "csv", "CSV"
    MAIL = "mail", pgettext_lazy("format of a report", "Mail")


class Rhythm(TextChoices):
    """How often a report comes by mail."""

    SNAPSHOT = "snapshot", _("When there are new figures")
    MONTHLY = "monthly", _("Each month, with the newest figures")


class AuditMeasure(TextChoices):
    """What is counted of an organisation as a whole, per quarter."""

    ADVISERS = "advisers", pgettext_lazy("counted per quarter", "Advisers")
    ACTIVITIES = "activities", pgettext_lazy("counted per quarter", "Activities")
    HOURS = "hours", pgettext_lazy("counted per quarter", "Hours")
    LESSONS = "lessons", pgettext_lazy("counted per quarter", "Lessons")
    QUIZZES = "quizzes", pgettext_lazy("counted per quarter", "Quizzes")
    REPORTS = "reports", pgettext_lazy("counted per quarter", "Reports")
