"""The report of one team: built once, handed to page, PDF and spreadsheet alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.domain.learning_plan_rows import PlanRow, plan_rows
from assessments.domain.team_report_cells import (
    AreaReport,
    Around,
    CompetenceRow,
    area_reports,
    headline_rows,
)
from assessments.domain.team_report_counts import TeamCounts, team_counts
from assessments.domain.team_report_labels import Labels, labels
from assessments.domain.team_report_rows import nodes_below
from assessments.domain.team_report_stored import StoredCell, cells_by_node
from assessments.domain.team_report_training import TrainingStep, training_steps
from assessments.domain.team_report_words import (
    Definition,
    definitions,
    headline,
    largest_needs,
    participation_sentence,
    purpose_statement,
    strengths,
    withheld_sentence,
)
from assessments.models import Snapshot, SnapshotNode
from cms.accounts.models import Team
from training.domain.framework import AreaInfo, areas_of, level_labels, preferred


@dataclass(frozen=True)
class SnapshotInfo:
    """A snapshot to read or to choose: `day` in the time zone of the site, `taken_on` in words.

    `previous` is the id of the one that changes are counted from.
    """

    id: int
    previous: int | None
    taken_at: datetime
    day: date
    taken_on: str
    campaign: str


@dataclass(frozen=True)
class Participation:
    """How many advisers checked in: both numbers, or neither; `sentence` says which and why."""

    people: int | None
    checked_in: int | None
    sentence: str


@dataclass(frozen=True)
class ChildReport:
    """A team one step below: what its own report says first. `team_id` is None when it is gone."""

    team_id: int | None
    name: str
    headline: str
    participation: Participation


@dataclass(frozen=True)
class TeamReport:
    """Everything a team report shows. Without figures `snapshot` is None and `areas` is empty.

    `shown` and `withheld` count cells, `reasons` are the sentences why, each once. `compared_with`
    says from when changes are counted, empty for the first round; `change_reasons` why some are
    not told. `needs` and `strengths` come from self-ratings alone.
    """

    team_id: int
    team: str
    organisation: str
    language: str
    k: int
    snapshot: SnapshotInfo | None
    snapshots: tuple[SnapshotInfo, ...]
    headline: str
    participation: Participation | None
    areas: tuple[AreaReport, ...]
    shown: int
    withheld: int
    withheld_sentence: str
    reasons: tuple[str, ...]
    compared_with: str
    change_reasons: tuple[str, ...]
    needs: tuple[CompetenceRow, ...]
    strengths: tuple[CompetenceRow, ...]
    training: tuple[TrainingStep, ...]
    plans: tuple[PlanRow, ...]
    counts: TeamCounts | None
    children: tuple[ChildReport, ...]
    purpose: str
    definitions: tuple[Definition, ...]
    labels: Labels

    @property
    def rows(self) -> tuple[CompetenceRow, ...]:
        return tuple(row for area in self.areas for row in area.rows)


def build_team_report(*, team: Team, language: str, snapshot: Snapshot | None = None) -> TeamReport:
    """Return the report of a team; a fixed number of queries, whatever its size.

    Args:
        team: with its organisation selected.
        language: "nl" or "en".
        snapshot: of the team's organisation; the newest with figures of the team when left out.
    """
    with override(language):
        nodes = nodes_of(team)
        node = next((n for n in nodes if snapshot is None or n.snapshot_id == snapshot.pk), None)
        choices = tuple(snapshot_info(node.snapshot, language) for node in nodes)
        if node is None:
            return _without_figures(team, language, choices)
        return _with_figures(team, language, node, choices)


def nodes_of(team: Team) -> list[SnapshotNode]:
    """Return where the team stands in each snapshot of its organisation, newest first."""
    return list(
        SnapshotNode.objects.filter(
            team_key=team.pk, snapshot__organisation_id=team.organisation_id
        )
        .select_related("snapshot__campaign", "snapshot__previous")
        .prefetch_related("snapshot__campaign__texts")
        .order_by("-snapshot__taken_at", "-snapshot_id")
    )


def snapshot_info(snapshot: Snapshot, language: str) -> SnapshotInfo:
    texts = preferred(snapshot.campaign.texts.all(), lambda text: text.campaign_id, language)
    text = texts.get(snapshot.campaign_id)
    taken = timezone.localtime(snapshot.taken_at)
    return SnapshotInfo(
        id=snapshot.pk,
        previous=snapshot.previous_id,
        taken_at=snapshot.taken_at,
        day=taken.date(),
        taken_on=date_format(taken, "DATE_FORMAT"),
        campaign=text.name if text else _("Check-in round"),
    )


def _without_figures(team: Team, language: str, choices: tuple[SnapshotInfo, ...]) -> TeamReport:
    k = team.organisation.minimum_group_size
    return TeamReport(
        team_id=team.pk,
        team=team.name,
        organisation=team.organisation.name,
        language=language,
        k=k,
        snapshot=None,
        snapshots=choices,
        headline=_("This round has no figures of this team.")
        if choices
        else _("There are no figures of this team yet."),
        participation=None,
        areas=(),
        shown=0,
        withheld=0,
        withheld_sentence="",
        reasons=(),
        compared_with="",
        change_reasons=(),
        needs=(),
        strengths=(),
        training=(),
        plans=(),
        counts=None,
        children=(),
        purpose=purpose_statement(),
        definitions=definitions(k),
        labels=labels(),
    )


def _with_figures(
    team: Team, language: str, node: SnapshotNode, choices: tuple[SnapshotInfo, ...]
) -> TeamReport:
    k = node.snapshot.minimum_group_size
    children = list(nodes_below(team, node).filter(parent_key=node.team_key))
    top = _top(node)
    cells = cells_by_node([top, node, *children])
    areas_here = areas_of(language, {code for code, _evidence in cells[node.pk]})
    around = Around(level_labels(language), k)
    whole = {key: cell.median for key, cell in cells[top.pk].items()}
    beside = around if top == node else replace(around, whole=top.name, medians=whole)
    areas = area_reports(areas_here, cells[node.pk], beside)
    rows = tuple(row for area in areas for row in area.rows)
    kept = [cell for row in rows for cell in row.cells if not cell.is_shown]
    needs = largest_needs(rows)
    return TeamReport(
        team_id=team.pk,
        team=team.name,
        organisation=team.organisation.name,
        language=language,
        k=k,
        snapshot=snapshot_info(node.snapshot, language),
        snapshots=choices,
        headline=headline(rows, k),
        participation=participation_of(node, k),
        areas=areas,
        shown=2 * len(rows) - len(kept),
        withheld=len(kept),
        withheld_sentence=withheld_sentence(len(kept)),
        reasons=_once(cell.reason for cell in kept),
        compared_with=_compared_with(node.snapshot),
        change_reasons=_once(cell.no_change for row in rows for cell in row.cells),
        needs=needs,
        strengths=strengths(rows),
        training=training_steps(needs, language),
        plans=_plans(team, node, language),
        counts=team_counts(node, language),
        children=tuple(_child(child, cells[child.pk], areas_here, k) for child in children),
        purpose=purpose_statement(),
        definitions=definitions(k),
        labels=labels(),
    )


def _plans(team: Team, node: SnapshotNode, language: str) -> tuple[PlanRow, ...]:
    """Return what is asked of a team now or was then, with what this snapshot alone tells of it."""
    plans = (plan.told_in(node.snapshot_id) for plan in plan_rows(team, language))
    return tuple(plan for plan in plans if plan.is_running or plan.results)


def _top(node: SnapshotNode) -> SnapshotNode:
    """Return the team that stands above all others in a snapshot."""
    nodes = SnapshotNode.objects.filter(snapshot=node.snapshot_id).order_by("depth", "path")
    return nodes[0]


def _compared_with(snapshot: Snapshot) -> str:
    """Return from when changes are counted; empty for a first round."""
    if snapshot.previous is None:
        return ""
    day = date_format(timezone.localtime(snapshot.previous.taken_at), "DATE_FORMAT")
    return _("Changes are counted from the figures of %(day)s.") % {"day": day}


def _once(sentences: Iterable[str]) -> tuple[str, ...]:
    """Return each sentence once, in the order in which they came."""
    return tuple(dict.fromkeys(sentence for sentence in sentences if sentence))


def participation_of(node: SnapshotNode, k: int) -> Participation:
    """Return how many people of a team checked in, as far as that is published."""
    return Participation(
        people=node.people,
        checked_in=node.checked_in,
        sentence=participation_sentence(node.people, node.checked_in, k),
    )


def _child(
    child: SnapshotNode, cells: Mapping[tuple[str, str], StoredCell], areas: list[AreaInfo], k: int
) -> ChildReport:
    return ChildReport(
        team_id=child.team_id,
        name=child.name,
        headline=headline(headline_rows(areas, cells), k),
        participation=participation_of(child, k),
    )
