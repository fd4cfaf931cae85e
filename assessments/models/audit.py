"""What was counted of an organisation as a whole in a quarter: once, and only what may be shown."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.report_enums import AuditMeasure
from cms.accounts.models import MINIMUM_GROUP_SIZE


class QuarterCount(models.Model):
    """A quarter of an organisation, counted once; what changes after that changes no figure."""

    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, related_name="quarter_counts"
    )
    first_day = models.DateField(_("first day"))
    counted_at = models.DateTimeField()
    minimum_group_size = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("counted quarter")
        verbose_name_plural = _("counted quarters")
        ordering = ["first_day"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "first_day"], name="one_count_per_quarter"
            ),
            models.CheckConstraint(
                condition=Q(minimum_group_size__gte=MINIMUM_GROUP_SIZE),
                name="quarter_counts_no_small_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day}"


class QuarterFigure(models.Model):
    """A figure that may be shown; one that is withheld has no row.

    `kind` is that of activities: a value of ActivityKind, or `OTHER_KINDS` for the kinds that are
    only told together. Empty for every other measure.
    """

    count = models.ForeignKey(QuarterCount, on_delete=models.CASCADE, related_name="figures")
    measure = models.CharField(max_length=12, choices=AuditMeasure)
    kind = models.CharField(max_length=20, blank=True)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["count", "measure", "kind"], name="one_figure_per_quarter_and_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.kind}"
