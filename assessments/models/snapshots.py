"""Snapshots: the only figures that managers read. A withheld cell stores no figure at all."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import Evidence, ShareBand, WithheldRule
from cms.accounts.models import MINIMUM_GROUP_SIZE


class Snapshot(models.Model):
    """The group figures of one round, taken once, when it closed."""

    campaign = models.OneToOneField(
        "assessments.Campaign", on_delete=models.CASCADE, related_name="snapshot"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, related_name="snapshots"
    )
    taken_at = models.DateTimeField()
    minimum_group_size = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        ordering = ["-taken_at"]

    def __str__(self) -> str:
        return f"{self.pk}"


class SnapshotNode(models.Model):
    """A team as it stood in the tree when the snapshot was taken.

    `people` and `checked_in` are stored only when the node has at least the minimum group size and
    the counts pass the same disclosure rules as the cells.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="nodes")
    team = models.ForeignKey(
        "accounts.Team", on_delete=models.SET_NULL, null=True, related_name="snapshot_nodes"
    )
    team_key = models.PositiveBigIntegerField()
    parent_key = models.PositiveBigIntegerField(null=True)
    name = models.CharField(max_length=120)
    path = models.CharField(max_length=255)
    depth = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField(null=True)
    checked_in = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "team_key"], name="one_node_per_team_and_snapshot"
            ),
            models.CheckConstraint(
                condition=(Q(people__isnull=True) | Q(people__gte=MINIMUM_GROUP_SIZE))
                & (Q(checked_in__isnull=True) | Q(checked_in__gte=MINIMUM_GROUP_SIZE)),
                name="node_counts_no_small_group",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Cell(models.Model):
    """(team node, competence, kind of evidence): published figures, or the rule that kept them."""

    node = models.ForeignKey(SnapshotNode, on_delete=models.CASCADE, related_name="cells")
    competence = models.ForeignKey(
        "training.Competence", on_delete=models.PROTECT, related_name="+"
    )
    evidence = models.CharField(max_length=10, choices=Evidence)
    n = models.PositiveIntegerField(null=True)
    not_applicable = models.PositiveIntegerField(null=True)
    missing = models.PositiveIntegerField(null=True)
    target = models.PositiveSmallIntegerField(null=True)
    share_at_target = models.CharField(max_length=6, choices=ShareBand, blank=True)
    median = models.PositiveSmallIntegerField(null=True)
    p25 = models.PositiveSmallIntegerField(null=True)
    p75 = models.PositiveSmallIntegerField(null=True)
    withheld = models.CharField(max_length=20, choices=WithheldRule, blank=True)
    see_instead = models.ForeignKey(
        SnapshotNode, on_delete=models.CASCADE, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("cell")
        verbose_name_plural = _("cells")
        constraints = [
            models.UniqueConstraint(
                fields=["node", "competence", "evidence"], name="one_cell_per_node"
            ),
            models.CheckConstraint(
                condition=Q(withheld="")
                | Q(
                    n__isnull=True,
                    not_applicable__isnull=True,
                    missing__isnull=True,
                    target__isnull=True,
                    share_at_target="",
                    median__isnull=True,
                    p25__isnull=True,
                    p75__isnull=True,
                ),
                name="withheld_cell_has_no_figures",
            ),
            models.CheckConstraint(
                condition=~Q(withheld="") | Q(n__isnull=False, n__gte=MINIMUM_GROUP_SIZE),
                name="published_cell_has_no_small_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node_id}/{self.competence_id}/{self.evidence}"
