"""Snapshots: the only figures that managers read. A withheld cell stores no figure at all."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assessments.enums import Evidence, NoChange, ShareBand, WithheldRule
from cms.accounts.models import MINIMUM_GROUP_SIZE

NO_FIGURES = Q(
    n__isnull=True,
    not_applicable__isnull=True,
    missing__isnull=True,
    target__isnull=True,
    share_at_target="",
    median__isnull=True,
    p25__isnull=True,
    p75__isnull=True,
)
LARGE_ENOUGH = Q(n__isnull=False, n__gte=MINIMUM_GROUP_SIZE)


class Snapshot(models.Model):
    """The group figures of one round, taken once, when it closed.

    `previous` is the snapshot that changes are counted from. `versions` holds per competence the
    versions of its words that were rated: {competence: [version]}, ids, the keys as text.
    """

    campaign = models.OneToOneField(
        "assessments.Campaign", on_delete=models.CASCADE, related_name="snapshot"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", on_delete=models.CASCADE, related_name="snapshots"
    )
    taken_at = models.DateTimeField()
    minimum_group_size = models.PositiveSmallIntegerField()
    previous = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    versions = models.JSONField(default=dict)

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


class SnapshotPerson(models.Model):
    """Where somebody counted, and of what a level was known; never which level.

    Only the next snapshot reads it, to tell how many people joined and left; it is removed when
    that is taken. Of a person who is deleted the row stays without the person: as one who left.
    `counted` holds the competences per kind of evidence: {"self": [ids], "tested": [ids]}.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="counted_people")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    team_key = models.PositiveBigIntegerField()
    counted = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "user"], name="one_place_per_person_and_snapshot"
            )
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id}/{self.pk}"


class GroupFigures(models.Model):
    """What is published of the levels in a group, or the rule that keeps it back."""

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

    class Meta:
        abstract = True


class Cell(GroupFigures):
    """(team node, competence, kind of evidence): published figures, or the rule that kept them.

    `change` is how many levels the median rose since the snapshot before, where that may be told;
    otherwise `no_change` says why not. Both are empty where nothing came before.
    """

    node = models.ForeignKey(SnapshotNode, on_delete=models.CASCADE, related_name="cells")
    competence = models.ForeignKey(
        "training.Competence", on_delete=models.PROTECT, related_name="+"
    )
    change = models.SmallIntegerField(null=True)
    no_change = models.CharField(max_length=20, choices=NoChange, blank=True)
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
                condition=Q(withheld="") | NO_FIGURES & Q(change__isnull=True, no_change=""),
                name="withheld_cell_has_no_figures",
            ),
            models.CheckConstraint(
                condition=~Q(withheld="") | LARGE_ENOUGH,
                name="published_cell_has_no_small_group",
            ),
            models.CheckConstraint(
                condition=Q(change__isnull=True) | Q(no_change=""),
                name="cell_has_a_change_or_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node_id}/{self.competence_id}/{self.evidence}"


class ProfileCell(GroupFigures):
    """(role profile, competence, kind of evidence) of the organisation as a whole.

    Never crossed with teams. `code` is that of the profile as it then was.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="profile_cells")
    profile = models.ForeignKey(
        "assessments.RoleProfile", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    code = models.SlugField()
    competence = models.ForeignKey(
        "training.Competence", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "code", "competence", "evidence"],
                name="one_cell_per_role_profile",
            ),
            models.CheckConstraint(
                condition=Q(withheld="") | NO_FIGURES,
                name="withheld_profile_cell_has_no_figures",
            ),
            models.CheckConstraint(
                condition=~Q(withheld="") | LARGE_ENOUGH,
                name="published_profile_cell_has_no_small_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id}/{self.code}/{self.competence_id}/{self.evidence}"
