"""The learning log: what a person did to learn, with hours; the rows are that person's own."""

import uuid
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from training.enums import ActivityKind, ActivitySetting, ProviderType

FEWEST_HOURS, MOST_HOURS = Decimal("0.25"), Decimal(999)


class Activity(models.Model):
    """A learning activity; empty `hours` are unknown or do not count, never zero.

    `token` comes from the form, so that a form sent twice adds one activity.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="activities"
    )
    token = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=ActivityKind)
    title = models.CharField(_("title"), max_length=200)
    provider = models.CharField(_("provider"), max_length=160, blank=True)
    provider_type = models.CharField(
        _("kind of provider"), max_length=20, choices=ProviderType, blank=True
    )
    setting = models.CharField(
        _("where"), max_length=10, choices=ActivitySetting, default=ActivitySetting.EXTERNAL
    )
    hours = models.DecimalField(
        _("hours"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(FEWEST_HOURS), MaxValueValidator(MOST_HOURS)],
    )
    date = models.DateField(_("date"))
    competences = models.ManyToManyField(
        "training.Competence", blank=True, related_name="+", verbose_name=_("competences")
    )
    note = models.TextField(_("note"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("learning activity")
        verbose_name_plural = _("learning activities")
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["user", "-date"], name="activities_of_a_person")]
        constraints = [
            models.UniqueConstraint(fields=["user", "token"], name="one_activity_per_form"),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__gt=0), name="activity_hours_above_zero"
            ),
        ]

    def __str__(self) -> str:
        return self.title
