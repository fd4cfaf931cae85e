"""What is remembered about the languages of a page that are written freely, each on its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class LanguageStep(models.Model):
    """How a page read when its languages were last in step, and whether it changed since.

    Attributes:
        words: marks of its strings at that time, in order.
        changed_at: when it was first published with other words since; empty while in step.
        changed: how many strings differ.
    """

    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, related_name="language_step", verbose_name=_("page")
    )
    words = models.JSONField(default=list)
    changed_at = models.DateTimeField(null=True)
    changed = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("step of a language")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.changed}"
