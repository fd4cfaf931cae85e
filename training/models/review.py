"""Who looks after what, and who found on which day that it still holds."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewOwner(models.Model):
    """The editor who is responsible for a subject: "page:12", "source:3", "question:A1-1"."""

    subject = models.CharField(_("subject"), max_length=100, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("owner"),
    )

    class Meta:
        verbose_name = _("owner of a subject")
        verbose_name_plural = _("owners of subjects")

    def __str__(self) -> str:
        return f"{self.subject} {self.user_id}"


class ReviewCheck(models.Model):
    """One line of the log: somebody looked at an entry of the queue, and it still holds.

    `own_date` is the date that the thing itself carried at that moment. An editor who gives the
    thing another date afterwards overrules the check; until then `next_date` counts.
    """

    entry = models.CharField(_("entry"), max_length=100, db_index=True)
    title = models.CharField(_("title"), max_length=255)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("checked by"),
    )
    checked_at = models.DateTimeField(_("checked at"))
    own_date = models.DateField(null=True)
    next_date = models.DateField(_("next check"), null=True)

    class Meta:
        verbose_name = _("check")
        verbose_name_plural = _("checks")
        ordering = ["-checked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.entry} {self.checked_at:%Y-%m-%d}"
