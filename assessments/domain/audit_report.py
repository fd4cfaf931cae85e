"""What an organisation did to keep its expertise up, per period, for a quality label or mandate.

Made of counted quarters (audit_counting.py) and of what rounds published; nobody's data are read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.domain.audit_counting import COUNTED_AFTER
from assessments.domain.audit_words import (
    AuditLabels,
    audit_labels,
    counted_note,
    definitions,
    gap_sentence,
    kind_label,
    no_number,
    number_text,
    quarters_text,
    together_note,
    withheld_sentence,
)
from assessments.domain.quarters import QUARTERS, Quarter, quarter_of, quarters_between
from assessments.domain.team_report import SnapshotInfo, snapshot_info
from assessments.domain.team_report_words import Definition, purpose_statement
from assessments.models import QuarterCount, Snapshot, SnapshotNode
from assessments.report_enums import AuditMeasure
from cms.accounts.models import Organisation

ASKED, CHECKED_IN = "asked", "checked_in"
ADDED_UP = tuple(measure for measure in AuditMeasure if measure != AuditMeasure.ADVISERS)


@dataclass(frozen=True)
class AuditCell:
    """A figure in a number and in words; `number` is None when there is none.

    A sum says in `quarters` how many it adds, and in `note` where these are not all.
    """

    measure: str
    number: int | None
    text: str
    quarters: int | None = None
    note: str = ""


@dataclass(frozen=True)
class AuditQuarter:
    """A quarter; `counted_on` is None when it was not counted, then no cell has a number.

    `note` says in words when it was counted; empty when it was not.
    """

    first_day: date
    last_day: date
    label: str
    counted_on: date | None
    note: str
    rounds: int
    cells: tuple[AuditCell, ...]


@dataclass(frozen=True)
class AuditKind:
    """Activities of one kind over the period; `quarters` says how many show it."""

    kind: str
    label: str
    number: int
    text: str
    quarters: int
    quarters_text: str


@dataclass(frozen=True)
class AuditRound:
    """A round; both numbers or neither, as its snapshot published them."""

    snapshot: SnapshotInfo
    asked: AuditCell
    checked_in: AuditCell


@dataclass(frozen=True)
class AuditReport:
    """Everything that page and files show.

    Attributes:
        measures: the headings of the cells, in their order.
        together: sums over the quarters, of what is shown; without the advisers.
        kinds: of the activities that are shown, the most frequent first.
        remarks: what is not shown or not counted, and why, a sentence each.
    """

    organisation: str
    language: str
    k: int
    first_day: date
    last_day: date
    period: str
    measures: tuple[str, ...]
    quarters: tuple[AuditQuarter, ...]
    together: tuple[AuditCell, ...]
    rounds_counted: int
    kinds: tuple[AuditKind, ...]
    rounds: tuple[AuditRound, ...]
    remarks: tuple[str, ...]
    purpose: str
    definitions: tuple[Definition, ...]
    labels: AuditLabels


def counted_quarters(organisation: Organisation) -> list[Quarter]:
    """Return the quarters of an organisation that were counted, the earliest first; one query."""
    counts = QuarterCount.objects.filter(organisation=organisation).order_by("first_day")
    return [quarter_of(day) for day in counts.values_list("first_day", flat=True)]


def last_year_of(quarters: list[Quarter]) -> tuple[Quarter, Quarter]:
    """Return the last full year: the four quarters that end with the newest one, as far as known.

    Args:
        quarters: at least one, the earliest first.
    """
    newest = quarters[-1]
    year = [quarter for quarter in quarters if quarter > _year_before(newest)]
    return year[0], newest


def next_count_day(today: date) -> date:
    """Return the first day on which a quarter is counted that is not due today."""
    return quarter_of(today - COUNTED_AFTER).next.first_day + COUNTED_AFTER


def build_audit_report(
    *, organisation: Organisation, first: Quarter, last: Quarter, language: str
) -> AuditReport:
    """Return the report of a period; a fixed number of queries, whatever its length.

    Args:
        first, last: the quarters with which the period begins and ends; last is not before first.
        language: "nl" or "en".
    """
    with override(language):
        return _report(organisation, list(quarters_between(first, last)), language)


def _report(organisation: Organisation, quarters: list[Quarter], language: str) -> AuditReport:
    counts = _counts(organisation, quarters)
    snapshots = _snapshots(organisation, quarters)
    rows = tuple(_quarter(quarter, counts.get(quarter), snapshots) for quarter in quarters)
    k = _largest_group(organisation, counts)
    first, last = quarters[0].first_day, quarters[-1].last_day
    withheld = sum(cell.number is None for row in rows if row.counted_on for cell in row.cells)
    uncounted = sum(row.counted_on is None for row in rows)
    return AuditReport(
        organisation=organisation.name,
        language=language,
        k=k,
        first_day=first,
        last_day=last,
        period=_("%(first)s to %(last)s")
        % {"first": date_format(first), "last": date_format(last)},
        measures=tuple(str(measure.label) for measure in AuditMeasure),
        quarters=rows,
        together=tuple(_together(rows)),
        rounds_counted=len(snapshots),
        kinds=_kinds(counts, len(quarters)),
        rounds=tuple(_rounds(organisation, snapshots, language)),
        remarks=tuple(filter(None, [withheld_sentence(withheld, k), gap_sentence(uncounted)])),
        purpose=purpose_statement(),
        definitions=definitions(k, COUNTED_AFTER.days),
        labels=audit_labels(),
    )


def _counts(organisation: Organisation, quarters: list[Quarter]) -> dict[Quarter, QuarterCount]:
    counts = QuarterCount.objects.filter(
        organisation=organisation,
        first_day__range=(quarters[0].first_day, quarters[-1].first_day),
    )
    return {quarter_of(count.first_day): count for count in counts.prefetch_related("figures")}


def _snapshots(organisation: Organisation, quarters: list[Quarter]) -> list[Snapshot]:
    snapshots = Snapshot.objects.filter(
        organisation=organisation,
        taken_at__date__range=(quarters[0].first_day, quarters[-1].last_day),
    )
    whole = snapshots.select_related("campaign").prefetch_related("campaign__texts")
    return list(whole.order_by("taken_at", "pk"))


def _quarter(
    quarter: Quarter, count: QuarterCount | None, snapshots: list[Snapshot]
) -> AuditQuarter:
    shown: dict[str, int] = {}
    for figure in count.figures.all() if count else ():
        shown[figure.measure] = shown.get(figure.measure, 0) + figure.number
    counted_on = timezone.localdate(count.counted_at) if count else None
    taken = [quarter_of(timezone.localdate(each.taken_at)) for each in snapshots]
    return AuditQuarter(
        first_day=quarter.first_day,
        last_day=quarter.last_day,
        label=quarter.label,
        counted_on=counted_on,
        note=counted_note(counted_on) if counted_on else "",
        rounds=taken.count(quarter),
        cells=tuple(
            _cell(measure, shown.get(measure), is_counted=count is not None)
            for measure in AuditMeasure
        ),
    )


def _together(rows: tuple[AuditQuarter, ...]) -> Iterator[AuditCell]:
    """Yield the sums of what is shown; of nothing there is no sum."""
    for measure in ADDED_UP:
        shown = [
            cell.number
            for row in rows
            for cell in row.cells
            if cell.measure == measure and cell.number is not None
        ]
        yield _sum(measure, shown, len(rows))


def _kinds(counts: Mapping[Quarter, QuarterCount], quarters: int) -> tuple[AuditKind, ...]:
    numbers: dict[str, list[int]] = {}
    for count in counts.values():
        for figure in count.figures.all():
            if figure.measure == AuditMeasure.ACTIVITIES:
                numbers.setdefault(figure.kind, []).append(figure.number)
    kinds = [
        AuditKind(
            kind,
            kind_label(kind),
            sum(each),
            number_text(sum(each)),
            len(each),
            quarters_text(len(each), quarters),
        )
        for kind, each in numbers.items()
    ]
    return tuple(sorted(kinds, key=lambda row: (-row.number, row.label)))


def _rounds(
    organisation: Organisation, snapshots: list[Snapshot], language: str
) -> Iterator[AuditRound]:
    """Yield the rounds with what their snapshot published of the organisation as a whole."""
    nodes = {
        node.snapshot_id: node
        for node in SnapshotNode.objects.filter(
            snapshot__in=[each.pk for each in snapshots], depth=1
        )
    }
    for snapshot in snapshots:
        node = nodes.get(snapshot.pk)
        yield AuditRound(
            snapshot=snapshot_info(snapshot, language),
            asked=_cell(ASKED, node.people if node else None),
            checked_in=_cell(CHECKED_IN, node.checked_in if node else None),
        )


def _cell(measure: str, number: int | None, *, is_counted: bool = True) -> AuditCell:
    text = no_number(is_counted=is_counted) if number is None else number_text(number)
    return AuditCell(str(measure), number, text)


def _sum(measure: str, shown: list[int], quarters: int) -> AuditCell:
    if not shown:
        return _cell(measure, None)
    note = together_note(len(shown), quarters)
    return AuditCell(str(measure), sum(shown), number_text(sum(shown)), len(shown), note)


def _largest_group(organisation: Organisation, counts: Mapping[Quarter, QuarterCount]) -> int:
    """Return the largest of the smallest groups by which these quarters were counted."""
    sizes = [count.minimum_group_size for count in counts.values()]
    return max(sizes, default=organisation.minimum_group_size)


def _year_before(quarter: Quarter) -> Quarter:
    for _step in range(QUARTERS):
        quarter = quarter.before
    return quarter
