"""What a reader sees of one cell, and of the competences and areas it belongs to; no query here.

Every word is in the language that is active while these are made.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.enums import Evidence, ShareBand, WithheldRule
from assessments.models import Cell
from cms.gauge import Value
from cms.gauge_words import gauge_words
from training.domain.framework import AreaInfo, CompetenceInfo


@dataclass(frozen=True)
class CellReport:
    """Either the figures of a cell, or the rule that withholds it with its reason in words.

    `n`, `not_applicable` and `missing` are in people; `target`, `median`, `p25`, `p75` are levels
    (0-5). `p25` and `p75` are None below ten people, `share_band` is empty where too few have a
    target. `change` is always None: no figure over time is published yet. The notes,
    `half` and `people` say the same in words: target, middle half, n with those who are missing.
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
    change: None = None
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
    areas: list[AreaInfo],
    cells: Mapping[tuple[str, str], Cell],
    labels: Mapping[int, str],
    k: int,
) -> tuple[AreaReport, ...]:
    """Return the areas with a row per competence.

    Args:
        areas: the framework in the language of the reader.
        cells: by (code of the competence, kind of evidence).
        labels: the name of each level 0-5.
        k: the smallest group that was published, in people.
    """

    return tuple(
        AreaReport(
            code=area.code,
            name=area.name,
            rows=tuple(_row(competence, cells, labels, k) for competence in area.competences),
        )
        for area in areas
    )


def _row(
    competence: CompetenceInfo,
    cells: Mapping[tuple[str, str], Cell],
    labels: Mapping[int, str],
    k: int,
) -> CompetenceRow:
    rated = cell_report(cells[competence.code, Evidence.SELF], labels, k)
    tested = cell_report(cells[competence.code, Evidence.TESTED], labels, k)
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


def cell_report(cell: Cell, labels: Mapping[int, str], k: int) -> CellReport:
    """Return a stored cell as a reader sees it; see `area_reports`."""
    label = str(Evidence(cell.evidence).label)
    if cell.withheld:
        return _withheld(cell, label, k)
    band = cell.share_at_target
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
        median_label=labels.get(cell.median, "") if cell.median is not None else "",
        p25=cell.p25,
        p75=cell.p75,
        target_note=_target_in_words(cell),
        half=_half_in_words(cell),
        half_short=_half_in_brackets(cell),
        people=_people_in_words(cell),
        not_applicable_note=_not_applicable_in_words(cell),
    )


def reason_in_words(rule: str, k: int, see_instead: str = "") -> str:
    """Return why a figure is not shown and where the same people do count."""
    if rule == WithheldRule.MINIMUM_SIZE:
        reason = _("Fewer than %(k)d people have a level here.") % {"k": k}
    else:
        reason = _("Beside another figure this one would tell about fewer than %(k)d people.") % {
            "k": k
        }
    if not see_instead:
        return reason
    where = _("They count in the figures of %(team)s.") % {"team": see_instead}
    return f"{reason} {where}"


def short_reason(rule: str, k: int) -> str:
    """Return the reason as it fits in a cell of a table."""
    if rule == WithheldRule.MINIMUM_SIZE:
        return _("Not shown: fewer than %(k)d") % {"k": k}
    return _("Not shown: protects a small group")


def _withheld(cell: Cell, label: str, k: int) -> CellReport:
    see_instead = cell.see_instead.name if cell.see_instead else ""
    return CellReport(
        evidence=cell.evidence,
        evidence_label=label,
        withheld=cell.withheld,
        short_reason=short_reason(cell.withheld, k),
        reason=reason_in_words(cell.withheld, k, see_instead),
        see_instead=see_instead,
    )


def _target_in_words(cell: Cell) -> str:
    if cell.target is None or cell.median is None:
        return ""
    if cell.median < cell.target:
        return _("below target %(level)d") % {"level": cell.target}
    return _("target %(level)d reached") % {"level": cell.target}


def _half_in_words(cell: Cell) -> str:
    if cell.p25 is None or cell.p75 is None:
        return ""
    if cell.p25 == cell.p75:
        return _("middle half at %(level)d") % {"level": cell.p25}
    return _("middle half %(low)d to %(high)d") % {"low": cell.p25, "high": cell.p75}


def _half_in_brackets(cell: Cell) -> str:
    if cell.p25 is None or cell.p75 is None:
        return ""
    return _("(%(low)d to %(high)d)") % {"low": cell.p25, "high": cell.p75}


def _people_in_words(cell: Cell) -> str:
    count = cell.n or 0
    people = ngettext("%(count)d person", "%(count)d people", count) % {"count": count}
    if not cell.missing:
        return people
    return _("%(people)s, %(count)d missing") % {"people": people, "count": cell.missing}


def _not_applicable_in_words(cell: Cell) -> str:
    if not cell.not_applicable:
        return ""
    return _("%(count)d not applicable") % {"count": cell.not_applicable}
