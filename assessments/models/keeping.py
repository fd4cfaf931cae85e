"""How long things hold and are kept, how a person wants to be reminded, and what was sent."""

import secrets
from decimal import Decimal

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

CURRENT_MONTHS, EXPIRED_MONTHS, KEPT_MONTHS = 12, 24, 36
SNAPSHOT_DAYS = 2


def new_token() -> str:
    """Return a name that nobody can guess, for an address that needs no signing in."""
    return secrets.token_urlsafe(32)


class EvidencePolicy(models.Model):
    """How an organisation reads the age of evidence, and how long it keeps it.

    Evidence is *current* up to `current_months`, *expired* from `expired_months`, *ageing* between.
    `kept_months` empty: kept until the person deletes it. `snapshot_days`: between the end of a
    round and its group figures, so that it can still be opened again. `hourly_cost`: what an hour
    of an adviser costs in euros, for management summaries; empty: they tell hours alone.
    """

    organisation = models.OneToOneField(
        "accounts.Organisation", on_delete=models.CASCADE, related_name="evidence_policy"
    )
    current_months = models.PositiveSmallIntegerField(
        _("current for (months)"), default=CURRENT_MONTHS, validators=[MinValueValidator(1)]
    )
    expired_months = models.PositiveSmallIntegerField(
        _("expired after (months)"), default=EXPIRED_MONTHS, validators=[MinValueValidator(2)]
    )
    kept_months = models.PositiveSmallIntegerField(
        _("kept for (months)"),
        default=KEPT_MONTHS,
        null=True,
        blank=True,
        validators=[MinValueValidator(12)],
    )
    snapshot_days = models.PositiveSmallIntegerField(
        _("days between the end of a round and its group figures"), default=SNAPSHOT_DAYS
    )
    hourly_cost = models.DecimalField(
        _("cost of an hour of an adviser (euros)"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )

    class Meta:
        verbose_name = _("age of evidence")
        verbose_name_plural = _("ages of evidence")
        constraints = [
            models.CheckConstraint(
                condition=Q(expired_months__gt=F("current_months")),
                name="evidence_ages_before_it_expires",
            ),
            models.CheckConstraint(
                condition=Q(kept_months__isnull=True) | Q(kept_months__gte=F("expired_months")),
                name="evidence_is_kept_until_it_expires",
            ),
            models.CheckConstraint(
                condition=Q(hourly_cost__isnull=True) | Q(hourly_cost__gt=0),
                name="an_hour_costs_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}"


class PersonPreference(models.Model):
    """How one person wants to be reminded and tested; private, and never a reason to be asked why.

    `paused_until` holds all reminders back up to and including that day. `calendar_token` names the
    person's calendar feed. `extra_time` is the share added to a time limit, in percent.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="preference"
    )
    paused_until = models.DateField(null=True, blank=True)
    wants_recheck_mail = models.BooleanField(default=False)
    calendar_token = models.CharField(max_length=64, unique=True, default=new_token)
    extra_time = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.user_id}"


class DigestMail(models.Model):
    """The one mail that a person got on a day: the row is made first, so that a second run stops.

    `sent_at` is empty while it is being sent; `subjects` are what it spoke of, such as
    "campaign:12:due", so that none of them is spoken of twice.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digests"
    )
    day = models.DateField()
    subjects = models.JSONField(default=list)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="one_digest_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"


class KeptFile(models.Model):
    """A file for one person: asked for, made by a job, gone after `expires_at`.

    `file` is its name where no address leads; `failed_at` says that it could not be made.
    """

    token = models.CharField(max_length=64, unique=True, default=new_token)
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    file = models.CharField(max_length=200, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.pk}"


class DataExport(KeptFile):
    """Everything of one person as a ZIP."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="data_exports"
    )


class RetentionNotice(models.Model):
    """A person was told that evidence older than `before` goes on `due_on`."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="retention_notices"
    )
    before = models.DateField()
    due_on = models.DateField()
    told_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-due_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.due_on}"
