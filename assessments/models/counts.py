"""Counts of a team besides levels: causes, hours, modules; under the same rules as any figure."""

from django.db import models
from django.db.models import Q

from assessments.enums import CountKind, WithheldRule
from cms.accounts.models import MINIMUM_GROUP_SIZE


class NodeCount(models.Model):
    """A count of people at a team, or the rule that keeps it back; `key` names what was counted.

    CAUSED: who named a cause in the check-in; CAUSE: how many of them ticked this one, never told
    to the last two. LEARNED: who wrote in their learning log since the snapshot before, `amount`
    their hours in fives. MODULE: who finished a lesson of it since then. A module or a cause that
    may not be told has no row.
    """

    node = models.ForeignKey(
        "assessments.SnapshotNode", on_delete=models.CASCADE, related_name="counts"
    )
    kind = models.CharField(max_length=10, choices=[(kind, kind) for kind in CountKind])
    key = models.CharField(max_length=40, blank=True)
    people = models.PositiveIntegerField(null=True)
    amount = models.PositiveIntegerField(null=True)
    withheld = models.CharField(max_length=20, choices=WithheldRule, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["node", "kind", "key"], name="one_count_per_node"),
            models.CheckConstraint(
                condition=Q(withheld="", people__isnull=False)
                | (~Q(withheld="") & Q(people__isnull=True, amount__isnull=True)),
                name="count_is_told_or_withheld",
            ),
            models.CheckConstraint(
                condition=Q(people__isnull=True)
                | Q(kind=CountKind.CAUSE)
                | Q(people__gte=MINIMUM_GROUP_SIZE),
                name="count_of_no_small_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node_id}/{self.kind}/{self.key}"
