"""Sources of labour market information: language-neutral rows with a text per language.

A source without an organisation is shipped, for everybody; any other belongs to one organisation.
"""

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.enums import Country, UpdateFrequency, Verdict, WorkEnvironment

WEB_ADDRESS = URLValidator(schemes=["http", "https"])


class SourceQuerySet(models.QuerySet["Source"]):
    def shipped(self) -> "SourceQuerySet":
        """Return the sources of the catalogue that comes with Peil."""
        return self.filter(organisation__isnull=True)

    def in_use(self) -> "SourceQuerySet":
        """Return the sources that nobody has archived."""
        return self.filter(is_retired=False)


class Source(models.Model):
    """A place where labour market information is found.

    `client_groups` and `dots` are lists of values of the enums ClientGroup and Dots; no client
    group means: for everyone. `key` names a shipped source for ever, and keeps a repeated form from
    adding a source twice.
    """

    key = models.SlugField(max_length=60, unique=True)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="sources",
        verbose_name=_("organisation"),
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("added by"),
    )
    publisher = models.CharField(_("publisher"), max_length=120)
    address = models.URLField(_("address"), max_length=400, validators=[WEB_ADDRESS])
    country = models.CharField(_("country"), max_length=10, choices=Country)
    dots = models.JSONField(_("what it helps with"), default=list)
    frequency = models.CharField(
        _("brought up to date"), max_length=12, choices=UpdateFrequency, blank=True
    )
    client_groups = models.JSONField(_("client groups"), default=list, blank=True)
    environment = models.CharField(
        _("work environment"), max_length=15, choices=WorkEnvironment, blank=True
    )
    checked_on = models.DateField(_("last checked"), null=True, blank=True)
    is_retired = models.BooleanField(_("archived"), default=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(added_by__isnull=True),
                name="shipped_source_was_added_by_nobody",
            )
        ]

    def __str__(self) -> str:
        return self.key


class SourceText(models.Model):
    """What a source is called, what it is for, what it covers and what to mind; per language."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=120)
    purpose = models.CharField(_("what it is for"), max_length=300)
    coverage = models.CharField(_("what it covers"), max_length=160, blank=True)
    caveat = models.CharField(_("what to mind"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("text of a source")
        verbose_name_plural = _("texts of sources")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "language"], name="one_source_text_per_language"
            )
        ]

    def __str__(self) -> str:
        return self.name


class SourceReview(models.Model):
    """What a person found when checking a source; at most one a day."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="reviews")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="source_reviews"
    )
    reviewed_on = models.DateField(_("reviewed on"))
    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("review of a source")
        verbose_name_plural = _("reviews of sources")
        ordering = ["-reviewed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "user", "reviewed_on"], name="one_source_review_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.reviewed_on} {self.verdict}"


class PortfolioItem(models.Model):
    """A source in somebody's portfolio, the single access point; nobody else sees it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="portfolio"
    )
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="portfolio_items")
    purpose = models.CharField(_("when I open it"), max_length=300, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    checked_on = models.DateField(_("last checked"), null=True, blank=True)

    class Meta:
        verbose_name = _("source in a portfolio")
        verbose_name_plural = _("sources in a portfolio")
        constraints = [
            models.UniqueConstraint(fields=["user", "source"], name="one_portfolio_item_per_source")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.source}"
