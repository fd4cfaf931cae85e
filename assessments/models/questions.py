"""The question bank: a question keeps its identifier for ever, its versions never change."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.enums import QuestionKind, QuestionState


class QuestionQuerySet(models.QuerySet["Question"]):
    def drawable(self) -> "QuestionQuerySet":
        """Return the questions that a new attempt may draw: active ones."""
        return self.filter(state=QuestionState.ACTIVE)


class Question(models.Model):
    """One question of the bank; `identifier` such as A1-1 is its name in exchange files."""

    identifier = models.CharField(_("identifier"), max_length=60, unique=True)
    competence = models.ForeignKey(
        "training.Competence",
        on_delete=models.PROTECT,
        related_name="questions",
        verbose_name=_("competence"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=QuestionState, default=QuestionState.ACTIVE
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["identifier"]

    def __str__(self) -> str:
        return self.identifier


class QuestionVersionQuerySet(models.QuerySet["QuestionVersion"]):
    def drawable(self, *, on: date) -> "QuestionVersionQuerySet":
        """Return what may be asked on a day.

        That is the current version of an active question whose facts still hold: `valid_until` is
        the last day of use, unless an editor found that they hold longer.
        """
        return self.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=on) | Q(checked_until__gte=on),
            is_current=True,
            question__state=QuestionState.ACTIVE,
        )


class QuestionVersion(models.Model):
    """What a question asked and how it was scored from a moment on; never edited.

    `structure` is the language-neutral part that scoring reads (see domain/scoring.py); `checksum`
    is of structure and texts together, so that an import knows whether anything changed.

    `checked_until` alone may move: an editor looked, and the facts hold longer than `valid_until`
    says. Nobody is asked anything else by it, so the version and its results stay the same.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    kind = models.CharField(_("kind"), max_length=20, choices=QuestionKind)
    structure = models.JSONField()
    level_hint = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    checked_until = models.DateField(_("found to hold until"), null=True, blank=True)
    lesson = models.CharField(_("lesson section"), max_length=200, blank=True)
    checksum = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now)

    objects = QuestionVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question version")
        verbose_name_plural = _("question versions")
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "number"], name="one_row_per_question_version"
            ),
            models.UniqueConstraint(
                fields=["question"],
                condition=Q(is_current=True),
                name="one_current_question_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} v{self.number}"

    @property
    def last_day(self) -> date | None:
        """Return the last day of use; None when it has none."""
        if self.valid_until is None or self.checked_until is None:
            return self.valid_until
        return max(self.valid_until, self.checked_until)


class QuestionText(models.Model):
    """The words of a version in one language; `texts` has the shape that exchange/gift.py makes."""

    version = models.ForeignKey(QuestionVersion, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=200, blank=True)
    texts = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"], name="one_question_text_per_language"
            )
        ]

    def __str__(self) -> str:
        return self.title or self.texts.get("stem", "")[:60]
