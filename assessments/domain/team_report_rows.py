"""The rows of a team's spreadsheet: every node at or below it, published or withheld."""

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


COLUMNS = tuple(field.name for field in fields(ReportRow))


def report_rows(team: Team, snapshot: Snapshot) -> list[ReportRow]:
    """Return one row per node at or below a team, competence and kind of evidence; two queries."""
    node = SnapshotNode.objects.filter(snapshot=snapshot, team_key=team.pk).first()
    if node is None:
        return []
    cells = (
        Cell.objects.filter(node__in=nodes_below(team, node))
        .select_related("node", "competence")
        .order_by("node__path", "competence__order", _evidence_order())
    )
    return [_row(snapshot.pk, cell) for cell in cells]


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


def _evidence_order() -> Case:
    return Case(
        When(evidence=Evidence.SELF, then=Value(0)), default=Value(1), output_field=IntegerField()
    )


def _row(snapshot: int, cell: Cell) -> ReportRow:
    return ReportRow(
        snapshot=snapshot,
        team_id=cell.node.team_key,
        team=cell.node.name,
        parent_team_id=cell.node.parent_key,
        competence=cell.competence.code,
        evidence=cell.evidence,
        n=cell.n,
        not_applicable=cell.not_applicable,
        missing=cell.missing,
        target=cell.target,
        share_at_target_band=cell.share_at_target,
        median=cell.median,
        p25=cell.p25,
        p75=cell.p75,
        change=cell.change,
        withheld=cell.withheld,
    )
