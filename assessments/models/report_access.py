"""The log of reports: who opened or exported which, and when. It is about managers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.report_enums import Report, ReportFormat


class ReportAccess(models.Model):
    """One line of the log.

    `user` is empty when the account is gone; no name is kept then. `team_key` and `snapshot_key`
    are the numbers of the team and the snapshot as they then were, 0 where the report is not of
    one; `team_name` is how the team was called. `slot` counts stretches of time since 1970: within
    one, the same person and the same report make one line.
    """

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    report = models.CharField(_("report"), max_length=20, choices=Report)
    format = models.CharField(_("format"), max_length=10, choices=ReportFormat)
    team_key = models.PositiveBigIntegerField(default=0)
    team_name = models.CharField(_("team"), max_length=120, blank=True)
    snapshot_key = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField(_("when"))
    slot = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("opened report")
        verbose_name_plural = _("opened reports")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["organisation", "-at"], name="opened_reports_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "user",
                    "organisation",
                    "report",
                    "format",
                    "team_key",
                    "snapshot_key",
                    "slot",
                ],
                name="one_line_per_opened_report",
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}/{self.team_key} {self.at:%Y-%m-%d}"
