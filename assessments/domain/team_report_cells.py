"""What a reader sees of one cell, and of the competences and areas it belongs to; no query here.

Every word is in the language that is active while these are made.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assessments.domain.team_report_notes import (
    benchmark_in_words,
    change_in_words,
    half_in_brackets,
    half_in_words,
    no_change_in_words,
    not_applicable_in_words,
    people_in_words,
    reason_in_words,
    short_reason,
    target_in_words,
)
from assessments.domain.team_report_stored import StoredCell
from assessments.enums import Evidence, ShareBand
from cms.gauge import Value
from cms.gauge_words import gauge_words
from training.domain.framework import AreaInfo, CompetenceInfo


@dataclass(frozen=True)
class Around:
    """What a cell is read with.

    Attributes:
        levels: the name of each level 0-5.
        k: the smallest group that was published, in people.
        whole: name of the team that stands above all others of the round; empty for itself.
        medians: of that team, where published, by (code of the competence, kind of evidence).
    """

    levels: Mapping[int, str]
    k: int
    whole: str = ""
    medians: Mapping[tuple[str, str], int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class CellReport:
    """Either the figures of a cell, or the rule that withholds it with its reason in words.

    `n`, `not_applicable` and `missing` are in people; `target`, `median`, `p25`, `p75` are levels
    (0-5). `p25` and `p75` are None below ten people, `share_band` is empty where too few have a
    target. `change` is how many levels the median rose since the round before; where that is not
    told, `no_change` says why in words. `benchmark` is the median of the whole that the team is
    part of. The notes, `half` and `people` say the same in words: target, middle half, n with those
    who are missing.
    """

    evidence: str
    evidence_label: str
    n: int | None = None
    not_applicable: int | None = None
    missing: int | None = None
    target: int | None = None
    share_band: str = ""
    share_label: str = ""
    median: int | None = None
    median_label: str = ""
    p25: int | None = None
    p75: int | None = None
    change: int | None = None
    change_note: str = ""
    no_change: str = ""
    benchmark: int | None = None
    benchmark_note: str = ""
    target_note: str = ""
    half: str = ""
    half_short: str = ""
    people: str = ""
    not_applicable_note: str = ""
    withheld: str = ""
    short_reason: str = ""
    reason: str = ""
    see_instead: str = ""

    @property
    def is_shown(self) -> bool:
        return not self.withheld

    @property
    def gap(self) -> int | None:
        """How many levels the median lies below the target, 0 when it does not; or unknown."""
        if self.median is None or self.target is None:
            return None
        return max(0, self.target - self.median)

    @property
    def strength(self) -> str:
        """The figures that make this a strength, in one line."""
        return ", ".join(word for word in (self.median_label, self.share_label) if word)

    @property
    def is_gap(self) -> bool:
        return bool(self.gap)

    @property
    def is_met(self) -> bool:
        return self.gap == 0

    @property
    def reading(self) -> Value:
        """The median for the gauge, with the middle half where that is published."""
        if self.median is None or self.p25 is None or self.p75 is None:
            return self.median
        return (self.p25, self.median, self.p75)


@dataclass(frozen=True)
class CompetenceRow:
    """One competence: the kinds of evidence stand side by side and are never averaged.

    `gauge` says what its gauge shows.
    """

    code: str
    name: str
    self_rating: CellReport
    tested: CellReport
    gauge: str

    @property
    def cells(self) -> tuple[CellReport, CellReport]:
        return (self.self_rating, self.tested)

    @property
    def target(self) -> int | None:
        """The level that the gauge marks: of whoever has the figures that are shown."""
        return _target_to_mark(self.self_rating, self.tested)


@dataclass(frozen=True)
class AreaReport:
    code: str
    name: str
    rows: tuple[CompetenceRow, ...]


def area_reports(
    areas: list[AreaInfo], cells: Mapping[tuple[str, str], StoredCell], around: Around
) -> tuple[AreaReport, ...]:
    """Return the areas with a row per competence.

    Args:
        areas: the framework in the language of the reader.
        cells: by (code of the competence, kind of evidence).
        around: what they are read with.
    """
    return tuple(
        AreaReport(
            code=area.code,
            name=area.name,
            rows=tuple(_row(competence, cells, around) for competence in area.competences),
        )
        for area in areas
    )


def headline_rows(
    areas: list[AreaInfo], cells: Mapping[tuple[str, str], StoredCell]
) -> tuple[CompetenceRow, ...]:
    """Return the rows with no more of the self-rating than a headline asks, and nothing tested.

    A team may have many below it, of each of which the report says one sentence.

    Args:
        areas, cells: as in `area_reports`.
    """
    tested = CellReport(Evidence.TESTED, "")
    return tuple(
        CompetenceRow(info.code, info.name, _bare(cells[info.code, Evidence.SELF]), tested, "")
        for area in areas
        for info in area.competences
    )


def _bare(cell: StoredCell) -> CellReport:
    return CellReport(
        evidence=cell.evidence,
        evidence_label="",
        target=cell.target,
        median=cell.median,
        withheld=cell.withheld,
        see_instead=cell.see_instead or "",
    )


def _row(
    competence: CompetenceInfo, cells: Mapping[tuple[str, str], StoredCell], around: Around
) -> CompetenceRow:
    rated, tested = (
        _cell(cells[competence.code, evidence], competence.code, around)
        for evidence in (Evidence.SELF, Evidence.TESTED)
    )
    return CompetenceRow(
        code=competence.code,
        name=competence.name,
        self_rating=rated,
        tested=tested,
        gauge=gauge_words(
            level=rated.reading, tested=tested.reading, target=_target_to_mark(rated, tested)
        ),
    )


def _target_to_mark(rated: CellReport, tested: CellReport) -> int | None:
    return rated.target if rated.is_shown else tested.target


def _cell(cell: StoredCell, code: str, around: Around) -> CellReport:
    """Return a stored cell as a reader sees it."""
    label = str(Evidence(cell.evidence).label)
    if cell.withheld:
        return _withheld(cell, label, around.k)
    band = cell.share_at_target
    benchmark = around.medians.get((code, cell.evidence))
    return CellReport(
        evidence=cell.evidence,
        evidence_label=label,
        n=cell.n,
        not_applicable=cell.not_applicable,
        missing=cell.missing,
        target=cell.target,
        share_band=band,
        share_label=str(ShareBand(band).label) if band else "",
        median=cell.median,
        median_label=around.levels.get(cell.median, "") if cell.median is not None else "",
        p25=cell.p25,
        p75=cell.p75,
        change=cell.change,
        change_note=change_in_words(cell),
        no_change=no_change_in_words(cell.no_change, around.k),
        benchmark=benchmark,
        benchmark_note=benchmark_in_words(around.whole, benchmark),
        target_note=target_in_words(cell),
        half=half_in_words(cell),
        half_short=half_in_brackets(cell),
        people=people_in_words(cell),
        not_applicable_note=not_applicable_in_words(cell),
    )


def _withheld(cell: StoredCell, label: str, k: int) -> CellReport:
    see_instead = cell.see_instead or ""
    return CellReport(
        evidence=cell.evidence,
        evidence_label=label,
        withheld=cell.withheld,
        short_reason=short_reason(cell.withheld, k),
        reason=reason_in_words(cell.withheld, k, see_instead),
        see_instead=see_instead,
    )
