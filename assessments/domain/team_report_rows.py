"""The rows of a team's spreadsheet: every node at or below it, published or withheld."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from assessments.enums import Evidence
from assessments.models import Cell, Snapshot, SnapshotNode
from cms.accounts.models import Team


@dataclass(frozen=True)
class ReportRow:
    """One node, competence and kind of evidence, language-neutral; the order is that of the file.

    `parent_team_id` is the parent as it was when the snapshot was taken, also where the reader may
    not open that team: the shape of an organisation is no secret inside it. `withheld` is the rule;
    a withheld row has no figures. `change` is empty where no round came before, and where
    rule 4 keeps it back.
    """

    snapshot: int
    team_id: int
    team: str
    parent_team_id: int | None
    competence: str
    evidence: str
    n: int | None
    not_applicable: int | None
    missing: int | None
    target: int | None
    share_at_target_band: str
    median: int | None
    p25: int | None
    p75: int | None
    change: int | None
    withheld: str

    @property
    def values(self) -> tuple[int | str | None, ...]:
        """The fields in the order of the file; `astuple` would copy each of them."""
        return tuple(vars(self).values())


COLUMNS = tuple(field.name for field in fields(ReportRow))
NODES_AT_ONCE = 100
# Where each column after the first is stored, in the order of the file.
STORED = (
    "node__team_key",
    "node__name",
    "node__parent_key",
    "competence__code",
    "evidence",
    "n",
    "not_applicable",
    "missing",
    "target",
    "share_at_target",
    "median",
    "p25",
    "p75",
    "change",
    "withheld",
)


def report_rows(team: Team, snapshot: Snapshot) -> Iterator[ReportRow]:
    """Yield one row per node at or below a team, competence and kind of evidence.

    They come from the database as they are asked for, some nodes at a time: an organisation may
    have a hundred thousand. No query stays open in between. On SQLite whoever holds one open
    cannot write once somebody else did, and the job that takes these rows notes how far it is.
    """
    node = _node_of(team, snapshot)
    if node is None:
        return
    keys = list(nodes_below(team, node).order_by("path").values_list("pk", flat=True))
    for start in range(0, len(keys), NODES_AT_ONCE):
        cells = Cell.objects.filter(node__in=keys[start : start + NODES_AT_ONCE]).order_by(
            "node__path", "competence__order", _evidence_order()
        )
        for row in cells.values_list(*STORED):
            yield ReportRow(snapshot.pk, *row)


def number_of_rows(team: Team, snapshot: Snapshot) -> int | None:
    """Return how many rows there are, in two queries; None where the team has no figures."""
    node = _node_of(team, snapshot)
    if node is None:
        return None
    return Cell.objects.filter(node__in=nodes_below(team, node).order_by()).count()


def newest_snapshot(team: Team) -> Snapshot | None:
    """Return the newest snapshot that has figures of a team."""
    nodes = SnapshotNode.objects.filter(
        team_key=team.pk, snapshot__organisation=team.organisation_id
    )
    node = nodes.select_related("snapshot").order_by("-snapshot__taken_at", "-snapshot_id").first()
    return node.snapshot if node else None


def nodes_below(team: Team, node: SnapshotNode) -> QuerySet[SnapshotNode]:
    """Return the nodes at or below a team, then and now.

    A team that has since moved away is left out: whoever manages this team may not open it any
    more. A team that is gone stays.
    """
    return SnapshotNode.objects.filter(
        Q(team__isnull=True) | Q(team__path__startswith=team.path),
        snapshot_id=node.snapshot_id,
        path__startswith=node.path,
    )


def _node_of(team: Team, snapshot: Snapshot) -> SnapshotNode | None:
    return SnapshotNode.objects.filter(snapshot=snapshot, team_key=team.pk).first()


def _evidence_order() -> Case:
    return Case(
        When(evidence=Evidence.SELF, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
