"""The bibliography: what lessons cite by key."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reference(models.Model):
    """A work as CSL-JSON; the words of a citation are made in `training.domain.references`."""

    key = models.SlugField(_("key"), max_length=80, unique=True)
    data = models.JSONField(_("CSL-JSON"))

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")

    def __str__(self) -> str:
        return self.key
