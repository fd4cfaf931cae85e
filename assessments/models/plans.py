"""Learning plans: what a manager asks a whole team to learn, and how far the team came with it."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import ShareBand, WithheldRule
from assessments.models.added_only import AddedOnly

MOST_HOURS = 40  # of an activity, for each person


class LearningPlanQuerySet(models.QuerySet["LearningPlan"]):
    def running_on(self, day) -> "LearningPlanQuerySet":
        """Return the plans that ask something on a day: not ended, and not past their own day."""
        return self.filter(ended_at__isnull=True, due__gte=day)


class LearningPlan(models.Model):
    """What is asked of a team and all below it, about one competence, by a day.

    `snapshot` holds the figures that the gap was seen in. `activity` is something to do besides the
    lessons, with the `hours` that it takes each person. It ends when it is withdrawn, or with the
    first snapshot after `due`.
    """

    team = models.ForeignKey("accounts.Team", on_delete=models.CASCADE, related_name="plans")
    competence = models.ForeignKey(
        "training.Competence", on_delete=models.PROTECT, related_name="+"
    )
    snapshot = models.ForeignKey(
        "assessments.Snapshot", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    why = models.CharField(_("why"), max_length=300)
    activity = models.CharField(_("activity"), max_length=200, blank=True)
    hours = models.DecimalField(
        _("hours"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_HOURS)],
    )
    due = models.DateField(_("done by"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    is_withdrawn = models.BooleanField(default=False)

    objects = LearningPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("learning plan")
        verbose_name_plural = _("learning plans")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["team", "competence"],
                condition=Q(ended_at__isnull=True),
                name="one_learning_plan_per_gap",
            ),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__range=(0, MOST_HOURS)),
                name="learning_plan_hours_in_range",
            ),
            models.CheckConstraint(
                condition=Q(is_withdrawn=False) | Q(ended_at__isnull=False),
                name="withdrawn_learning_plan_has_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class PlanLesson(models.Model):
    """A lesson of a plan; `lesson` is the translation key that both languages share."""

    plan = models.ForeignKey(LearningPlan, on_delete=models.CASCADE, related_name="lessons")
    lesson = models.UUIDField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "lesson"], name="one_lesson_once_in_a_plan")
        ]

    def __str__(self) -> str:
        return f"{self.lesson}"


class PlanResult(AddedOnly):
    """How many of the team had read all lessons when a snapshot was taken, in fifths; or why not.

    The people are those that the snapshot counts at the team: rules 1 to 3 hold as for any figure.
    """

    plan = models.ForeignKey(LearningPlan, on_delete=models.CASCADE, related_name="results")
    snapshot = models.ForeignKey(
        "assessments.Snapshot", on_delete=models.CASCADE, related_name="plan_results"
    )
    share_done = models.CharField(max_length=6, choices=ShareBand, blank=True)
    withheld = models.CharField(max_length=20, choices=WithheldRule, blank=True)

    class Meta:
        ordering = ["snapshot__taken_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "snapshot"], name="one_plan_result_per_snapshot"
            ),
            models.CheckConstraint(
                condition=Q(share_done="") ^ Q(withheld=""),
                name="plan_result_is_a_share_or_a_rule",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.snapshot_id}"
