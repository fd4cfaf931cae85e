"""The addresses of other sites on our pages, and what they answered last."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from training.enums import LinkProblem


class ExternalLinkQuerySet(models.QuerySet["ExternalLink"]):
    def broken(self) -> "ExternalLinkQuerySet":
        """Return the links that failed in a row on two days or more."""
        return self.filter(failures__gte=2)


class ExternalLink(models.Model):
    """One address; `failures` counts days in a row, and an answer makes it 0 again."""

    url = models.CharField(_("address"), max_length=1000, unique=True)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    problem = models.CharField(_("problem"), max_length=12, choices=LinkProblem, blank=True)
    checked_at = models.DateTimeField(_("checked at"), null=True)
    failures = models.PositiveSmallIntegerField(_("days failed in a row"), default=0)
    failed_on = models.DateField(_("failed on"), null=True)

    objects = ExternalLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("external link")
        verbose_name_plural = _("external links")
        ordering = ["url"]

    def __str__(self) -> str:
        return self.url
