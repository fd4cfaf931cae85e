"""Quizzes: which competences are asked about, and how many questions of each."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from assessments.enums import QuizMode


class QuizQuerySet(models.QuerySet["Quiz"]):
    def published(self) -> "QuizQuerySet":
        """Return the quizzes that advisers can start."""
        return self.filter(is_published=True)


class Quiz(models.Model):
    """Draws questions from the bank by competence; holds no questions itself.

    `minutes` is a time limit, empty for none. `items` is how many an area test asks in all.
    """

    slug = models.SlugField(unique=True)
    order = models.PositiveSmallIntegerField(default=0)
    competences = models.ManyToManyField(
        "training.Competence", related_name="quizzes", verbose_name=_("competences")
    )
    per_competence = models.PositiveSmallIntegerField(_("questions per competence"), default=2)
    mode = models.CharField(_("mode"), max_length=10, choices=QuizMode, default=QuizMode.CHECK)
    items = models.PositiveSmallIntegerField(_("questions in all"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("time limit (minutes)"), null=True, blank=True)
    is_published = models.BooleanField(_("published"), default=True)

    objects = QuizQuerySet.as_manager()

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.slug


class QuizText(models.Model):
    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    title = models.CharField(_("title"), max_length=120)
    introduction = models.TextField(_("introduction"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quiz", "language"], name="one_quiz_text_per_language")
        ]

    def __str__(self) -> str:
        return self.title
