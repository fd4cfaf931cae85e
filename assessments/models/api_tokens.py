"""Access tokens of the read API: what they open and until when. The secret itself is not kept."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiScope(models.TextChoices):
    """What a token opens; each is given apart."""

    SNAPSHOTS = "snapshots", _("Group figures of closed rounds")
    PARTICIPATION = "participation", _("How many people checked in")
    FRAMEWORKS = "frameworks", _("The competence framework")


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def usable(self, day: date) -> "ApiTokenQuerySet":
        """Return the tokens that open something: not revoked, and not past their last day."""
        return self.filter(revoked_at__isnull=True, expires_on__gte=day)


class ApiToken(models.Model):
    """A key with which another system reads what an organisation has published.

    `digest` is the SHA-256 of the secret, as 64 hexadecimal digits. `scopes` are values of
    ApiScope. `expires_on` is the last day on which it opens something.
    """

    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.CASCADE,
        related_name="api_tokens",
        verbose_name=_("organisation"),
    )
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("what it opens"), default=list)
    made_at = models.DateTimeField(editable=False)
    expires_on = models.DateField(_("last day"))
    last_used_on = models.DateField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name
