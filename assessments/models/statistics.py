"""What answers tell of questions, without people; and a wrong key put right."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionStatistics(models.Model):
    """Figures of one version of a question, in one language or ("") in both; made by a job.

    Shares lie in 0..1; an empty figure could not be computed. `options` is a table of
    {key, n, share}; `flags` are names of what an editor should look at.
    """

    version = models.ForeignKey(
        "assessments.QuestionVersion", on_delete=models.CASCADE, related_name="statistics"
    )
    language = models.CharField(max_length=2, blank=True)
    n = models.PositiveIntegerField()
    facility = models.FloatField(null=True)
    discrimination = models.FloatField(null=True)
    guess_rate = models.FloatField(null=True)
    dont_know = models.FloatField(null=True)
    options = models.JSONField(default=list)
    flags = models.JSONField(default=list)
    computed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("statistics of a question")
        verbose_name_plural = _("statistics of questions")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"], name="one_statistics_row_per_version_and_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.language}"


class AreaReliability(models.Model):
    """How far the questions of an area measure one thing: alpha and omega with their n."""

    area = models.ForeignKey("training.Area", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=2, blank=True)
    n = models.PositiveIntegerField()
    items = models.PositiveIntegerField()
    alpha = models.FloatField(null=True)
    omega = models.FloatField(null=True)
    computed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reliability of an area")
        verbose_name_plural = _("reliabilities of areas")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "language"], name="one_reliability_row_per_area_and_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.area_id} {self.language}"


class Regrade(models.Model):
    """A version had a wrong key: its answers were scored again by the key of `by_version`."""

    version = models.ForeignKey(
        "assessments.QuestionVersion", on_delete=models.PROTECT, related_name="regrades"
    )
    by_version = models.ForeignKey(
        "assessments.QuestionVersion", on_delete=models.PROTECT, related_name="+"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField()
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("regrade")
        verbose_name_plural = _("regrades")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.version_id} {self.made_at:%Y-%m-%d}"


class RegradedAnswer(models.Model):
    """What a regrade did to one answer; the score that was given first stays on the answer."""

    regrade = models.ForeignKey(Regrade, on_delete=models.CASCADE, related_name="answers")
    answer = models.ForeignKey(
        "assessments.Answer", on_delete=models.CASCADE, related_name="regraded"
    )
    before = models.DecimalField(max_digits=5, decimal_places=4)
    after = models.DecimalField(max_digits=5, decimal_places=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regrade", "answer"], name="answer_once_per_regrade")
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.before} > {self.after}"
