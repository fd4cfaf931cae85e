"""Attempts and their answers; an attempt keeps the question versions that it drew."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from assessments.enums import Certainty, QuizMode


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def at_quizzes(self) -> "AttemptQuerySet":
        """Return the attempts at a quiz; the others are check questions of a lesson."""
        return self.filter(quiz__isnull=False)

    def open(self) -> "AttemptQuerySet":
        """Return the attempts that can still be answered: those not submitted."""
        return self.filter(submitted_at__isnull=True)

    def submitted(self) -> "AttemptQuerySet":
        """Return the attempts that have been scored; their answers never change."""
        return self.filter(submitted_at__isnull=False)

    def with_points(self) -> "AttemptQuerySet":
        """Add `points` of all answers that count, and `items`: how many these are."""
        counted = Coalesce("answers__regraded_score", "answers__score")
        return self.annotate(points=Sum(counted), items=Count("answers__score"))


class Attempt(models.Model):
    """One person's go at a quiz, at the check questions of a lesson, or at a re-check.

    `mode` is the quiz's when it began. `ends_at` is the last moment at which answers count, where
    there is a time limit. `language` is the one in which it was submitted.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attempts"
    )
    quiz = models.ForeignKey(
        "assessments.Quiz", on_delete=models.PROTECT, null=True, blank=True, related_name="attempts"
    )
    lesson = models.UUIDField(_("lesson whose check questions these are"), null=True, blank=True)
    recheck = models.ForeignKey(
        "assessments.Recheck",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="attempts",
    )
    mode = models.CharField(max_length=10, choices=QuizMode, default=QuizMode.CHECK)
    language = models.CharField(max_length=2, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    points: Decimal | None  # added by with_points()
    items: int

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quiz__isnull=False, lesson__isnull=True, recheck__isnull=True)
                | Q(quiz__isnull=True, lesson__isnull=False, recheck__isnull=True)
                | Q(quiz__isnull=True, lesson__isnull=True, recheck__isnull=False),
                name="attempt_at_quiz_lesson_or_recheck",
            ),
            models.UniqueConstraint(
                fields=["user", "quiz"],
                condition=Q(submitted_at__isnull=True, quiz__isnull=False),
                name="one_open_attempt_per_quiz",
            ),
            models.UniqueConstraint(
                fields=["recheck"],
                condition=Q(submitted_at__isnull=True, recheck__isnull=False),
                name="one_open_attempt_per_recheck",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None


class Answer(models.Model):
    """One drawn question of an attempt and, once given, the response.

    `response` has the shape of domain/scoring.py; `score` is set once, when the attempt is
    submitted: 0 to 1. "I don't know" scores 0 and is told apart by its flag. `regraded_score` is
    what the answer is worth after the last regrade; it counts in place of `score` where it is set.
    """

    attempt = models.ForeignKey(Attempt, on_delete=models.CASCADE, related_name="answers")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(
        "assessments.QuestionVersion", on_delete=models.PROTECT, related_name="answers"
    )
    response = models.JSONField(null=True, blank=True)
    is_dont_know = models.BooleanField(default=False)
    certainty = models.CharField(max_length=12, choices=Certainty, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    score = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)

    regraded_score = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="one_answer_per_position"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=1),
                name="answer_score_between_0_and_1",
            ),
            models.CheckConstraint(
                condition=Q(regraded_score__isnull=True)
                | Q(regraded_score__gte=0, regraded_score__lte=1, score__isnull=False),
                name="answer_regraded_between_0_and_1",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.position}"

    @property
    def is_answered(self) -> bool:
        return self.answered_at is not None
