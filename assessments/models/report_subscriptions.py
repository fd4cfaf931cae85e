"""Who wants the report of a team by mail, and how often."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.report_enums import Rhythm


class ReportSubscription(models.Model):
    """A manager gets the report of a team by mail, as long as the role lasts.

    `sent_at` is when one was last sent, or when it was asked for; `snapshot_key` is the number of
    the figures in it, of the newest there were when it was asked for.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="report_subscriptions"
    )
    team = models.ForeignKey(
        "accounts.Team", on_delete=models.CASCADE, related_name="report_subscriptions"
    )
    rhythm = models.CharField(_("how often"), max_length=10, choices=Rhythm)
    sent_at = models.DateTimeField()
    snapshot_key = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("report by mail")
        verbose_name_plural = _("reports by mail")
        constraints = [
            models.UniqueConstraint(fields=["user", "team"], name="one_mailed_report_per_team")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}/{self.team_id}"
