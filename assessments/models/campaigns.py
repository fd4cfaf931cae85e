"""Check-in rounds (campaigns): who is asked what, why, and until when."""

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from assessments.enums import CampaignState, Purpose


def name_in(language: str, campaign: str) -> Coalesce:
    """Return an expression: the name of a round in a language, else in the other.

    Args:
        campaign: the column that points to the round, such as "pk" or "campaign".
    """
    names = CampaignText.objects.filter(campaign=OuterRef(campaign)).order_by(
        Case(When(language=language, then=0), default=1)
    )
    return Coalesce(Subquery(names.values("name")[:1]), Value(""))


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def named(self, language: str) -> "CampaignQuerySet":
        """Add `name`: in this language, else in the other."""
        return self.annotate(name=name_in(language, "pk"))

    def open_at(self, now) -> "CampaignQuerySet":
        """Return the rounds that take answers at a moment: active, begun and not yet over."""
        return self.filter(state=CampaignState.ACTIVE, opens_at__lte=now, closes_at__gt=now)

    def due_at(self, now) -> "CampaignQuerySet":
        """Return the rounds that should be closed at a moment: active and over."""
        return self.filter(state=CampaignState.ACTIVE, closes_at__lte=now)


class Campaign(models.Model):
    """One check-in round of one organisation; asks the people at or below `team`."""

    organisation = models.ForeignKey(
        "accounts.Organisation",
        on_delete=models.CASCADE,
        related_name="campaigns",
        verbose_name=_("organisation"),
    )
    team = models.ForeignKey(
        "accounts.Team",
        on_delete=models.PROTECT,
        related_name="campaigns",
        verbose_name=_("asked: this team and all below it"),
    )
    purpose = models.CharField(
        _("purpose"), max_length=20, choices=Purpose, default=Purpose.TEAM_PLANNING
    )
    competences = models.ManyToManyField(
        "training.Competence", related_name="campaigns", verbose_name=_("competences")
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    state = models.CharField(
        _("state"), max_length=10, choices=CampaignState, default=CampaignState.DRAFT
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    name: str  # added by named()

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("check-in round")
        verbose_name_plural = _("check-in rounds")
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="campaign_closes_after_it_opens"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.opens_at:%Y-%m-%d}"

    def is_open_at(self, now) -> bool:
        """Return whether answers are taken at a moment."""
        return self.state == CampaignState.ACTIVE and self.opens_at <= now < self.closes_at


class CampaignText(models.Model):
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "language"], name="one_campaign_text_per_language"
            )
        ]

    def __str__(self) -> str:
        return self.name
