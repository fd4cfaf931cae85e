"""Shares: what an adviser lets one manager see, until when, and who looked."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import SharedThing


class ShareQuerySet(models.QuerySet["Share"]):
    def living_at(self, now) -> "ShareQuerySet":
        """Return the shares that still let somebody see something: not revoked, not over."""
        return self.filter(revoked_at__isnull=True, ends_at__gt=now)


class Share(models.Model):
    """One adviser lets one manager see some items, until a moment; made and revoked by the adviser.

    `campaign` is the round whose cycle it belongs to, None when made outside a round.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shares_given"
    )
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shares_received"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    campaign = models.ForeignKey(
        "assessments.Campaign", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(_("ends"))
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(user=F("manager")), name="share_is_with_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("made_at")), name="share_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class ShareItem(models.Model):
    """One thing of a share: the row of a competence in the profile, an action, or an activity."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=12, choices=SharedThing)
    competence = models.ForeignKey(
        "training.Competence", on_delete=models.PROTECT, null=True, related_name="+"
    )
    action = models.ForeignKey(
        "assessments.Action", on_delete=models.CASCADE, null=True, related_name="+"
    )
    activity = models.ForeignKey(
        "training.Activity", on_delete=models.CASCADE, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind=SharedThing.COMPETENCE,
                    competence__isnull=False,
                    action__isnull=True,
                    activity__isnull=True,
                )
                | Q(
                    kind=SharedThing.ACTION,
                    competence__isnull=True,
                    action__isnull=False,
                    activity__isnull=True,
                )
                | Q(
                    kind=SharedThing.ACTIVITY,
                    competence__isnull=True,
                    action__isnull=True,
                    activity__isnull=False,
                ),
                name="share_item_is_of_its_kind",
            ),
            models.UniqueConstraint(
                fields=["share", "competence"],
                condition=Q(competence__isnull=False),
                name="share_item_competence_once",
            ),
            models.UniqueConstraint(
                fields=["share", "action"],
                condition=Q(action__isnull=False),
                name="share_item_action_once",
            ),
            models.UniqueConstraint(
                fields=["share", "activity"],
                condition=Q(activity__isnull=False),
                name="share_item_activity_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.share_id}/{self.kind}"


class ShareView(models.Model):
    """One line of the log: the manager looked at what was shared."""

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="views")
    viewed_at = models.DateTimeField()

    class Meta:
        ordering = ["-viewed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.share_id} {self.viewed_at:%Y-%m-%d}"
