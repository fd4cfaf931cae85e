"""One page for whoever must find a budget: what is needed, for whom, at what cost, what to decide.

It is made of the team report, so it can say nothing that the report does not publish.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.domain.client_consequences import Consequence, consequences
from assessments.domain.management_summary_decisions import Decision, decisions
from assessments.domain.management_summary_since import figures_before, since_last_time
from assessments.domain.management_summary_words import (
    SummaryLabels,
    need_sentence,
    no_needs,
    summary_labels,
)
from assessments.domain.sufficiency_rows import RuleRow, short_rows
from assessments.domain.team_report import (
    Participation,
    SnapshotInfo,
    TeamReport,
    build_team_report,
)
from assessments.domain.team_report_cells import CompetenceRow
from assessments.domain.team_report_training import ModuleOffer
from assessments.domain.training_cost import Cost, hourly_cost, in_words, need_cost, total_cost
from assessments.models import Snapshot
from cms.accounts.models import Team


@dataclass(frozen=True)
class SummaryNeed:
    """One of the largest gaps.

    Attributes:
        row: the figures, as in the team report.
        sentence: how self-rating, target and tested knowledge stand.
        consequence: what it can mean for clients; None where nobody has written that.
        modules: that close the gap.
        cost: of these modules in words, or that there are none.
    """

    row: CompetenceRow
    sentence: str
    consequence: Consequence | None
    modules: tuple[ModuleOffer, ...]
    cost: str


@dataclass(frozen=True)
class ManagementSummary:
    """Everything the page and the PDF show. Without figures `snapshot` is None.

    Attributes:
        needs: the three largest gaps by self-rating; `no_needs` says why there are none.
        withheld: how many figures are not shown, and why; empty for none and for all.
        cost: of the modules of all needs together, each lesson once; empty without any.
        cost_note: how that was counted.
        since: what was done since the round before and whether it helped, a sentence each.
        decisions: at most three, the most urgent first.
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
    needs: tuple[SummaryNeed, ...]
    no_needs: str
    withheld: str
    cost: str
    cost_note: str
    since: tuple[str, ...]
    decisions: tuple[Decision, ...]
    purpose: str
    gauge_key: str
    labels: SummaryLabels


def build_management_summary(
    *, team: Team, language: str, now: datetime, snapshot: Snapshot | None = None
) -> ManagementSummary:
    """Return the summary of a team; a fixed number of queries, whatever its size.

    Args:
        team: with its organisation selected.
        language: "nl" or "en".
        now: the moment of reading: alerts that run then belong to the newest figures alone.
        snapshot: of the team's organisation; the newest with figures of the team when left out.
    """
    report = build_team_report(team=team, language=language, snapshot=snapshot)
    with override(language):
        is_newest = report.snapshot is not None and report.snapshot == report.snapshots[0]
        return _summary(team, report, short_rows(team, language, now) if is_newest else [])


def _summary(team: Team, report: TeamReport, short: list[RuleRow]) -> ManagementSummary:
    has_figures = report.snapshot is not None
    hourly = hourly_cost(team.organisation) if has_figures else None
    total = total_cost(report.needs, report.language)
    before = figures_before(team, report)
    return ManagementSummary(
        team_id=report.team_id,
        team=report.team,
        organisation=report.organisation,
        language=report.language,
        k=report.k,
        snapshot=report.snapshot,
        snapshots=report.snapshots,
        headline=report.headline,
        participation=report.participation,
        needs=_needs(report),
        no_needs="" if report.needs or not has_figures else no_needs(report.rows),
        withheld=_withheld(report),
        cost=in_words(total, hourly) if total.minutes else "",
        cost_note=_cost_note(total, hourly is not None),
        since=since_last_time(report, before) if has_figures else (),
        decisions=decisions(report, hourly, short) if has_figures else (),
        purpose=report.purpose,
        gauge_key=report.labels.gauge_key,
        labels=summary_labels(),
    )


def _needs(report: TeamReport) -> tuple[SummaryNeed, ...]:
    texts = consequences([row.code for row in report.needs], report.language)
    made = []
    for step in report.training:
        cost = need_cost(step)
        made.append(
            SummaryNeed(
                row=step.row,
                sentence=need_sentence(step.row),
                consequence=texts.get(step.row.code),
                modules=step.modules,
                cost=in_words(cost, None) if cost.minutes else step.note,
            )
        )
    return tuple(made)


def _withheld(report: TeamReport) -> str:
    if not report.withheld or not report.shown:  # where all are, the headline says so
        return ""
    return f"{report.withheld_sentence}. {' '.join(report.reasons)}"


def _cost_note(total: Cost, has_price: bool) -> str:
    if not total.minutes:
        return ""
    note = _("Time to learn, of the lessons that we suggest for these gaps; each lesson once.")
    if has_price:
        return note
    return f"{note} " + _("Your organisation has not said what an hour costs.")
