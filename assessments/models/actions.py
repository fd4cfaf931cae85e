"""Actions: what an adviser plans to do about a competence, and what became of it."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import ActionState
from training.enums import ActivityKind


class Action(models.Model):
    """One step that an adviser plans: a competence from a level to a level, until a day.

    `support` is what the person needs from the manager; it goes there only when `support_shared` is
    ticked. `evidence` is what shows that it was done, `reason` why it was let go.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="actions"
    )
    check_in = models.ForeignKey(
        "assessments.CheckIn",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="actions",
    )
    competence = models.ForeignKey(
        "training.Competence", on_delete=models.PROTECT, related_name="+"
    )
    from_level = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(5)])
    to_level = models.PositiveSmallIntegerField(validators=[MaxValueValidator(5)])
    what = models.CharField(_("what"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=ActivityKind, blank=True)
    support = models.CharField(_("support needed"), max_length=300, blank=True)
    support_shared = models.BooleanField(_("share the support needed"), default=False)
    until = models.DateField(_("until"))
    evidence = models.CharField(_("what shows it"), max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=ActionState, default=ActionState.DRAFT)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["until", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_level__isnull=True) | Q(to_level__gt=F("from_level")),
                name="action_goes_up",
            )
        ]

    def __str__(self) -> str:
        return self.what
