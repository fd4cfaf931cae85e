"""Check-ins: the draft that can change, the ratings that cannot, and the level that holds."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import ActionState, CheckInState, Evidence, Frequency, RatingAnswer
from assessments.models.campaigns import name_in

NO_LEVEL = (RatingAnswer.NOT_APPLICABLE, RatingAnswer.DECLINED)
LEVEL_FITS_ANSWER = Q(answer=RatingAnswer.LEVEL, level__isnull=False, level__lte=5) | Q(
    answer__in=NO_LEVEL, level__isnull=True
)
LEVEL_FITS_ANSWER_OR_NONE = LEVEL_FITS_ANSWER | Q(answer="", level__isnull=True)


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def named(self, language: str) -> "CheckInQuerySet":
        """Add `round_name`: of the round, in this language, else in the other."""
        return self.annotate(round_name=name_in(language, "campaign"))

    def with_plans(self) -> "CheckInQuerySet":
        """Add `has_plans`: whether actions are planned in it that were not opened yet."""
        drafts = Q(actions__state=ActionState.DRAFT)
        same = self.model.objects.filter(drafts, pk=OuterRef("pk"))
        return self.annotate(has_plans=Exists(same))


class CheckIn(models.Model):
    """One person's answers in one round; `revision` grows with each save, to notice stale forms.

    `focus` are the competences that the person chose, in a round that lets people choose; empty
    otherwise. `paper_entered_at` is when the answers of a paper form were typed in.
    """

    campaign = models.ForeignKey(
        "assessments.Campaign", on_delete=models.PROTECT, related_name="check_ins"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="check_ins"
    )
    state = models.CharField(max_length=12, choices=CheckInState, default=CheckInState.IN_PROGRESS)
    revision = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    focus = models.ManyToManyField("training.Competence", blank=True, related_name="+")
    paper_entered_at = models.DateTimeField(null=True, blank=True)

    round_name: str  # added by named()
    has_plans: bool  # added by with_plans()

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "user"], name="one_check_in_per_campaign")
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class GivenAnswer(models.Model):
    """What somebody answers about a competence: in a draft, and in the rating made of it.

    `first_answer` and `first_level` are what was given before the target, the earlier rating and
    tested knowledge came into view; they never change after that. `then_level` is where the person
    now thinks to have been a year ago. The example is a line, something of the person's own, or
    both. All but answer and level belongs to the adviser alone: no query for a manager selects it.
    """

    version = models.ForeignKey(
        "training.CompetenceVersion", on_delete=models.PROTECT, related_name="%(class)ss"
    )
    level = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(5)])
    first_answer = models.CharField(max_length=16, choices=RatingAnswer, blank=True)
    first_level = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(5)])
    then_level = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(5)])
    frequency = models.CharField(max_length=12, choices=Frequency, blank=True)
    evidence_line = models.CharField(max_length=300, blank=True)
    evidence_activity = models.ForeignKey(
        "training.Activity", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    evidence_source = models.ForeignKey(
        "training.Source", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    evidence_reflection = models.ForeignKey(
        "assessments.Reflection", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        abstract = True


class DraftRating(GivenAnswer):
    """What somebody has filled in so far for a competence; replaced at each save.

    An empty `answer` is not a rating: only a line or a frequency has been noted.
    """

    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="drafts")
    competence = models.ForeignKey(
        "training.Competence", on_delete=models.PROTECT, related_name="+"
    )
    answer = models.CharField(max_length=16, choices=RatingAnswer, blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["check_in", "competence"], name="one_draft_per_competence"
            ),
            models.CheckConstraint(
                condition=LEVEL_FITS_ANSWER_OR_NONE, name="draft_level_fits_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_in_id}/{self.competence_id}"


class RatingQuerySet(models.QuerySet["Rating"]):
    def update(self, **fields) -> int:
        """Refuse.

        Raises:
            TypeError: always; history is never overwritten.
        """
        raise TypeError("A rating is never changed; add a new one.")


class Rating(GivenAnswer):
    """A self-rating as it was submitted; rows are added, never changed."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ratings"
    )
    check_in = models.ForeignKey(CheckIn, on_delete=models.RESTRICT, related_name="ratings")
    competence = models.ForeignKey(
        "training.Competence", on_delete=models.PROTECT, related_name="ratings"
    )
    answer = models.CharField(max_length=16, choices=RatingAnswer)
    given_at = models.DateTimeField()

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = _("self-rating")
        verbose_name_plural = _("self-ratings")
        ordering = ["given_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=LEVEL_FITS_ANSWER, name="rating_level_fits_answer"),
        ]
        indexes = [models.Index(fields=["user", "competence", "given_at"])]

    def __str__(self) -> str:
        return f"{self.user_id}/{self.competence_id}"

    def save(self, *args, **kwargs) -> None:
        """Add the row.

        Raises:
            TypeError: when it exists already; history is never overwritten.
        """
        if self.pk is not None:
            raise TypeError("A rating is never changed; add a new one.")
        super().save(*args, **kwargs)


class CurrentLevel(models.Model):
    """The latest standing per person, competence and kind of evidence; rebuilt from history.

    Kept in the same transaction as the history it summarises (`domain/levels.py`). For tested
    knowledge `level` is a fifth (1-5) of the points, None below the least number of items, and
    `points` of `items` are what it comes from.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="current_levels"
    )
    competence = models.ForeignKey(
        "training.Competence", on_delete=models.PROTECT, related_name="+"
    )
    evidence = models.CharField(max_length=10, choices=Evidence)
    level = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=16, choices=RatingAnswer, default=RatingAnswer.LEVEL)
    points = models.DecimalField(max_digits=8, decimal_places=4, null=True)
    items = models.PositiveSmallIntegerField(null=True)
    version = models.ForeignKey(
        "training.CompetenceVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("current level")
        verbose_name_plural = _("current levels")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "competence", "evidence"], name="one_current_level_per_evidence"
            )
        ]
        indexes = [models.Index(fields=["competence", "evidence", "user"])]

    def __str__(self) -> str:
        return f"{self.user_id}/{self.competence_id}/{self.evidence}"
