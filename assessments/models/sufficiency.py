"""Sufficiency: how much expertise a part of the tree needs, whether it is there, and what is done.

Rows of statuses and of the trail are added, never changed.
"""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import (
    AlertState,
    Evidence,
    SufficiencyDeed,
    SufficiencyState,
    WhyUnknown,
)
from assessments.models.added_only import AddedOnly

MOST_PEOPLE, LEVELS, MOST_MONTHS = 1000, (1, 5), 12
KINDS = (Evidence.SELF, Evidence.TESTED)
SHORT = (SufficiencyState.FRAGILE, SufficiencyState.INSUFFICIENT)


class SufficiencyRuleQuerySet(models.QuerySet["SufficiencyRule"]):
    def active(self) -> "SufficiencyRuleQuerySet":
        """Return the rules that hold: not ended."""
        return self.filter(until__isnull=True)


class SufficiencyRule(models.Model):
    """At least `people` people at `level` or higher in a team and all below it.

    Counted is evidence of one kind that is at most `months` old when the snapshot is taken. It is
    answered from the first snapshot on or after `start`; `until` is the day on which it ended.
    """

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, related_name="sufficiency_rules"
    )
    team = models.ForeignKey(
        "accounts.Team", on_delete=models.PROTECT, related_name="+", verbose_name=_("team")
    )
    competence = models.ForeignKey(
        "training.Competence",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("competence"),
    )
    evidence = models.CharField(_("kind of evidence"), max_length=10, choices=Evidence)
    level = models.PositiveSmallIntegerField(
        _("level"), validators=[MinValueValidator(LEVELS[0]), MaxValueValidator(LEVELS[1])]
    )
    people = models.PositiveSmallIntegerField(
        _("number of people"), validators=[MinValueValidator(1), MaxValueValidator(MOST_PEOPLE)]
    )
    months = models.PositiveSmallIntegerField(
        _("months"), validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)]
    )
    start = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = SufficiencyRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("sufficiency rule")
        verbose_name_plural = _("sufficiency rules")
        ordering = ["competence__code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "competence", "evidence"],
                condition=Q(until__isnull=True),
                name="one_active_sufficiency_rule_per_place",
            ),
            models.CheckConstraint(
                condition=Q(evidence__in=KINDS)
                & Q(level__range=LEVELS)
                & Q(people__range=(1, MOST_PEOPLE))
                & Q(months__range=(1, MOST_MONTHS)),
                name="sufficiency_rule_terms_in_range",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("start")),
                name="sufficiency_rule_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class SufficiencyStatus(AddedOnly):
    """The answer to a rule in one snapshot, with the rule's terms as they stood; never a count.

    `more_from` to `more_to`: the step in which the people lie who are lacking to be sufficient.
    """

    rule = models.ForeignKey(SufficiencyRule, on_delete=models.CASCADE, related_name="statuses")
    snapshot = models.ForeignKey(
        "assessments.Snapshot", on_delete=models.CASCADE, related_name="sufficiency"
    )
    level = models.PositiveSmallIntegerField()
    people = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=SufficiencyState)
    why_unknown = models.CharField(max_length=12, choices=WhyUnknown, blank=True)
    more_from = models.PositiveSmallIntegerField(null=True)
    more_to = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["snapshot__taken_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "snapshot"], name="one_sufficiency_status_per_snapshot"
            ),
            models.CheckConstraint(
                condition=Q(status=SufficiencyState.UNKNOWN, why_unknown__in=WhyUnknown.values)
                | Q(status__in=(*SHORT, SufficiencyState.SUFFICIENT), why_unknown=""),
                name="sufficiency_unknown_says_why",
            ),
            models.CheckConstraint(
                condition=Q(more_from__isnull=True, more_to__isnull=True)
                | Q(
                    status__in=SHORT,
                    more_from__gte=1,
                    more_to__isnull=False,
                    more_to__gt=F("more_from"),
                ),
                name="sufficiency_more_is_a_step",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id}/{self.snapshot_id}"


class Alert(models.Model):
    """Expertise is short somewhere, until a snapshot says that it no longer is.

    `raised_in` is the snapshot that raised it or opened it again.
    """

    rule = models.ForeignKey(SufficiencyRule, on_delete=models.CASCADE, related_name="alerts")
    state = models.CharField(max_length=12, choices=AlertState, default=AlertState.OPEN)
    raised_in = models.ForeignKey(
        "assessments.Snapshot", on_delete=models.CASCADE, related_name="+"
    )
    raised_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule"],
                condition=~Q(state=AlertState.CLOSED),
                name="one_running_alert_per_rule",
            ),
            models.CheckConstraint(
                condition=Q(state=AlertState.CLOSED, closed_at__isnull=False)
                | (~Q(state=AlertState.CLOSED) & Q(closed_at__isnull=True)),
                name="alert_is_closed_at_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id}"


class AlertAction(models.Model):
    """What management does about an alert: who sees to it, by when, and what it costs."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="actions")
    what = models.CharField(_("what"), max_length=300)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    due = models.DateField(_("done by"))
    hours = models.PositiveSmallIntegerField(_("hours"))
    money = models.DecimalField(_("cost"), max_digits=10, decimal_places=2, null=True, blank=True)
    planned_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["-planned_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(money__isnull=True) | Q(money__gte=0), name="alert_action_cost_no_debt"
            ),
        ]

    def __str__(self) -> str:
        return self.what


class SufficiencyEvent(AddedOnly):
    """One line of the trail: who did what, when. `who` is empty for what a snapshot did."""

    rule = models.ForeignKey(SufficiencyRule, on_delete=models.CASCADE, related_name="events")
    deed = models.CharField(max_length=12, choices=SufficiencyDeed)
    at = models.DateTimeField()
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_snapshot = models.BooleanField(default=False)
    level = models.PositiveSmallIntegerField()
    people = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.deed}"
