"""How far a person is in a lesson, whatever the language it is read in."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from training.enums import ProgressState


class LessonProgress(models.Model):
    """One row per person and lesson; `lesson` is the translation key that both languages share."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="lesson_progress"
    )
    lesson = models.UUIDField()
    state = models.CharField(max_length=10, choices=ProgressState, default=ProgressState.STARTED)
    section = models.CharField(_("last section read"), max_length=60, blank=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(
        _("revision of the page that was read"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        constraints = [
            models.UniqueConstraint(fields=["user", "lesson"], name="one_progress_per_lesson")
        ]

    def __str__(self) -> str:
        return f"{self.lesson} {self.state}"
