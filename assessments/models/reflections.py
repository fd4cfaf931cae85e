"""Reflections: for ever the adviser's own, and unreadable in the database without the key."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.enums import ChangeOutcome
from cms.sealed import SealedTextField


class Reflection(models.Model):
    """What works, what does not and why: in a check-in, or quickly from any page.

    `change` is what the person tries in the four weeks after; `outcome` and `outcome_note` are what
    became of it, asked at the next check-in. The six causes are ticks, not text, and stay readable.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reflections"
    )
    check_in = models.OneToOneField(
        "assessments.CheckIn",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reflection",
    )
    works = SealedTextField(blank=True)
    does_not_work = SealedTextField(blank=True)
    why = SealedTextField(blank=True)
    causes = models.JSONField(default=list, blank=True)
    example = SealedTextField(blank=True)
    change = SealedTextField(blank=True)
    outcome = models.CharField(max_length=12, choices=ChangeOutcome, blank=True)
    outcome_note = SealedTextField(blank=True)
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reflection")
        verbose_name_plural = _("reflections")
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.pk}"
