"""Check-in rounds (campaigns): who is asked what, why, and until when."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from assessments.enums import CampaignKind, CampaignState, Purpose, Repeat


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
    """One check-in round of one organisation.

    Asked are the advisers at `team`, with those below it when `includes_below`; when `profiles` are
    named, only those with one of these role profiles; and `people` besides, wherever they work.
    `focus_size` is how many of the competences each person chooses; None: all are asked. It asks
    "where were you a year ago" when `asks_then`. `follows` is the round that it repeats.
    """

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
        verbose_name=_("asked: this team"),
    )
    includes_below = models.BooleanField(_("and all teams below it"), default=True)
    profiles = models.ManyToManyField(
        "assessments.RoleProfile",
        blank=True,
        related_name="+",
        verbose_name=_("only these role profiles"),
    )
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name=_("these people besides"),
    )
    kind = models.CharField(
        _("kind"), max_length=10, choices=CampaignKind, default=CampaignKind.OTHER
    )
    purpose = models.CharField(
        _("purpose"), max_length=20, choices=Purpose, default=Purpose.TEAM_PLANNING
    )
    competences = models.ManyToManyField(
        "training.Competence", related_name="campaigns", verbose_name=_("competences")
    )
    focus_size = models.PositiveSmallIntegerField(
        _("competences that each person chooses"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    hides_until_rated = models.BooleanField(
        _("keep target, earlier rating and tested knowledge out of sight until rated"), default=True
    )
    asks_then = models.BooleanField(_("ask where people were a year ago"), default=False)
    repeats = models.CharField(_("repeats"), max_length=10, choices=Repeat, blank=True)
    follows = models.OneToOneField(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="successor"
    )
    reminds = models.BooleanField(_("remind people by mail"), default=True)
    remind_days = models.PositiveSmallIntegerField(
        _("days before the due date of the first reminder"), default=7
    )
    works_council_noted = models.BooleanField(
        _("the works council has been told, or need not be"), default=False
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    state = models.CharField(
        _("state"), max_length=10, choices=CampaignState, default=CampaignState.DRAFT
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    name: str  # added by named()
    is_narrowed: bool  # kept by campaigns.figure_scope for one request

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
