"""The sentences of a management summary, in the language that is active while they are made."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.team_report_cells import CellReport, CompetenceRow


@dataclass(frozen=True)
class SummaryLabels:
    """Headings, in the language that was active when `summary_labels` was called."""

    title: str
    needed: str
    need: str
    clients: str
    cost: str
    together: str
    since: str
    decide: str
    date: str
    snapshot: str
    meaning: str


def summary_labels() -> SummaryLabels:
    """Return the words in the active language."""
    return SummaryLabels(
        title=_("Management summary"),
        needed=_("What is needed"),
        need=_("The largest gaps"),
        clients=_("What it can mean for clients"),
        cost=_("What it costs"),
        together=_("Together"),
        since=_("Since the round before"),
        decide=_("What to decide"),
        date=_("Figures of"),
        snapshot=_("Snapshot"),
        meaning=_("What each figure means stands in the team report:"),
    )


def need_sentence(row: CompetenceRow) -> str:
    """Return how a gap stands: self-rating against target, tested knowledge beside it.

    Args:
        row: its self-rating is published and lies below target.
    """
    cell = row.self_rating
    words = ngettext(
        "At least half of the %(people)d people rate themselves at level %(level)d "
        "(%(label)s) or lower: one level below the target of %(target)d.",
        "At least half of the %(people)d people rate themselves at level %(level)d "
        "(%(label)s) or lower: %(gap)d levels below the target of %(target)d.",
        cell.gap or 0,
    ) % {
        "people": cell.n,
        "level": cell.median,
        "label": cell.median_label,
        "target": cell.target,
        "gap": cell.gap,
    }
    return f"{words} {tested_words(row.tested)}"


def tested_words(cell: CellReport) -> str:
    """Return where tested knowledge stands, or why that is not told."""
    if not cell.is_shown:
        return _("Tested knowledge is not shown. %(reason)s") % {"reason": cell.reason}
    if cell.median is None:
        return _("Tested knowledge is not known.")
    return _("Tested knowledge: %(level)d (%(label)s).") % {
        "level": cell.median,
        "label": cell.median_label,
    }


def no_needs(rows: Sequence[CompetenceRow]) -> str:
    """Return why there are no gaps to name."""
    if not any(row.self_rating.is_shown for row in rows):
        return _("No self-rating of this team can be shown, so no gap is known.")
    if not any(row.self_rating.gap is not None for row in rows):
        return _("No figure can be set against a target, so no gap is known.")
    return _("Of what is shown, nothing lies below target.")
