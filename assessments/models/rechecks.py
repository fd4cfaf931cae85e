"""Re-checks: a few questions on a competence, some weeks after something was learnt about it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RecheckQuerySet(models.QuerySet["Recheck"]):
    def due_on(self, day) -> "RecheckQuerySet":
        """Return the re-checks that can be done on a day: their day has come, and nobody did."""
        return self.filter(due_on__lte=day, done_at__isnull=True, dropped_at__isnull=True)


class Recheck(models.Model):
    """One of a series, 1, 4 and 12 weeks after `begun_on`."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rechecks"
    )
    competence = models.ForeignKey(
        "training.Competence", on_delete=models.PROTECT, related_name="+"
    )
    weeks = models.PositiveSmallIntegerField()
    begun_on = models.DateField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = RecheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("re-check")
        verbose_name_plural = _("re-checks")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "competence", "weeks", "begun_on"], name="one_recheck_per_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}/{self.competence_id}/{self.weeks}"
