"""What was done since the round before and whether it helped, from what both rounds published.

How a gap moved is told by rule 4 alone (see docs/privacy.md): a number of competences below target,
then and now, counts only those whose change may be told.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from assessments.domain.management_summary_decisions import is_low
from assessments.domain.team_report import Participation, TeamReport, participation_of
from assessments.domain.team_report_cells import CompetenceRow
from assessments.domain.team_report_words import number_word
from assessments.enums import Evidence
from assessments.models import Cell, SnapshotNode
from cms.accounts.models import Team

MOST_PLANS = 2  # it has to stay one page


@dataclass(frozen=True)
class Before:
    """The round before, of the same team.

    Attributes:
        participation: then; None where the team had no figures.
        below: whether the self-rating lay below target, by code, where both were published.
    """

    participation: Participation | None
    below: Mapping[str, bool]


def figures_before(team: Team, report: TeamReport) -> Before | None:
    """Return the figures that changes are counted from; None for a first round; two queries."""
    if report.snapshot is None or report.snapshot.previous is None:
        return None
    nodes = SnapshotNode.objects.filter(snapshot=report.snapshot.previous, team_key=team.pk)
    node = nodes.select_related("snapshot").first()
    if node is None:
        return Before(None, {})
    return Before(participation_of(node, node.snapshot.minimum_group_size), _below(node))


def since_last_time(report: TeamReport, before: Before | None) -> tuple[str, ...]:
    """Return the sentences about then and now; for a first round, that there is nothing yet."""
    if before is None:
        return (_("These are the first figures: the next round shows whether something helps."),)
    sentences = [
        report.compared_with,
        _taking_part(report, before),
        *_asked(report),
        *_gaps(report.needs),
        _below_target(report.rows, before.below, verdict=_speaks_for_all(report, before)),
    ]
    return tuple(sentence for sentence in sentences if sentence)


def _below(node: SnapshotNode) -> dict[str, bool]:
    rows = Cell.objects.filter(node=node, evidence=Evidence.SELF)
    figures = rows.values_list("competence__code", "median", "target")
    return {
        code: median < target
        for code, median, target in figures
        if median is not None and target is not None
    }


def _taking_part(report: TeamReport, before: Before) -> str:
    then, now = before.participation, report.participation
    if then is None or then.people is None or then.checked_in is None:
        return _("How many checked in then is not known or not shown.")
    if now is None or now.people is None or now.checked_in is None:
        return _("How many checked in now is not shown.")
    return _(
        "%(then)d of %(people_then)d checked in then, %(now)d of %(people_now)d this time."
    ) % {
        "then": then.checked_in,
        "people_then": then.people,
        "now": now.checked_in,
        "people_now": now.people,
    }


def _asked(report: TeamReport) -> list[str]:
    """Return what was asked of the team and what these figures tell of it, the newest first."""
    told = [plan for plan in report.plans if plan.results]
    return [
        _("Asked of the team: %(plan)s") % {"plan": plan.sentence} for plan in told[:MOST_PLANS]
    ]


def _gaps(needs: tuple[CompetenceRow, ...]) -> list[str]:
    """Return how the largest gaps moved; those of which the same is said share a sentence."""
    said: dict[tuple[str, str], list[str]] = {}
    for row in needs:
        cell = row.self_rating
        said.setdefault((cell.change_note, cell.no_change), []).append(row.code)
    last = _("and")
    return [
        " ".join(filter(None, [f"{get_text_list(codes, last)}: {note}.", reason]))
        for (note, reason), codes in said.items()
        if note
    ]


def _speaks_for_all(report: TeamReport, before: Before) -> bool:
    """Return whether both times it is told that enough of the team took part to judge it."""
    for part in (before.participation, report.participation):
        if part is None or part.people is None or part.checked_in is None:
            return False
        if is_low(part.people, part.checked_in):
            return False
    return True


def _below_target(
    rows: tuple[CompetenceRow, ...], before: Mapping[str, bool], *, verdict: bool
) -> str:
    """Return how many competences lay below target then and lie so now, and what that means."""
    told = [
        row
        for row in rows
        if row.code in before
        and row.self_rating.change is not None
        and row.self_rating.gap is not None
    ]
    if not told:
        return _("Whether fewer competences lie below target than before may not be told.")
    then = sum(before[row.code] for row in told)
    now = sum(row.self_rating.is_gap for row in told)
    counted = _(
        "Competences whose change may be told: %(all)s. Below target: %(then)s then, %(now)s now."
    ) % {"all": number_word(len(told)), "then": number_word(then), "now": number_word(now)}
    return " ".join(filter(None, [counted, _verdict(then, now) if verdict else ""]))


def _verdict(then: int, now: int) -> str:
    if now < then:
        return _("That is progress.")
    if now > then:
        return _("That is a step back.")
    return _("Nothing moved there.") if now else ""
