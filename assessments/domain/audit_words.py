"""The words of an audit report, in the language that is active while they are made."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from assessments.domain.audit_rule import OTHER_KINDS
from assessments.domain.team_report_words import Definition
from assessments.report_enums import AuditMeasure
from training.enums import ActivityKind


@dataclass(frozen=True)
class AuditLabels:
    """Headings and short words, in the language that was active when `audit_labels` was called."""

    title: str
    lead: str
    period: str
    smallest_group: str
    purpose: str
    figures: str
    quarter: str
    together: str
    counted_on: str
    rounds_counted: str
    kinds: str
    kind: str
    number: str
    quarters: str
    rounds: str
    round: str
    figures_of: str
    asked: str
    checked_in: str
    no_rounds: str
    no_kinds: str
    definitions: str
    term: str


def audit_labels() -> AuditLabels:
    """Return the words in the active language."""
    return AuditLabels(
        title=_("Audit report"),
        lead=_(
            "What advisers did to keep their expertise up. The figures count the organisation as a "
            "whole, never a team or a person."
        ),
        period=_("Period"),
        smallest_group=_("Smallest group"),
        purpose=_("Purpose"),
        figures=_("Per quarter"),
        quarter=_("Quarter"),
        together=_("Together"),
        counted_on=_("Counted on"),
        rounds_counted=pgettext("counted per quarter", "Rounds"),
        kinds=_("Learning activities by kind"),
        kind=_("Kind"),
        number=pgettext("how many", "Number"),
        quarters=_("Quarters"),
        rounds=_("Participation in check-in rounds"),
        round=_("Check-in round"),
        figures_of=_("Figures of"),
        asked=_("Asked"),
        checked_in=_("Checked in"),
        no_rounds=_("No check-in round was counted in this period."),
        no_kinds=_("Of no quarter can kinds be shown."),
        definitions=_("What the figures mean"),
        term=_("Term"),
    )


def number_text(number: int) -> str:
    """Return a number as it reads, with a sign between the thousands."""
    return number_format(number, use_l10n=True, force_grouping=True)


def no_number(*, is_counted: bool) -> str:
    """Return what stands where there is no number."""
    return _("not shown") if is_counted else _("not counted")


def kind_label(kind: str) -> str:
    """Return how a kind of activity reads, or the small kinds together."""
    return _("Other kinds together") if kind == OTHER_KINDS else str(ActivityKind(kind).label)


def withheld_sentence(withheld: int, k: int) -> str:
    """Return how many figures are not shown and why; empty for none."""
    if not withheld:
        return ""
    return ngettext(
        "%(number)d figure is not shown: fewer than %(k)d people contributed to it.",
        "%(number)d figures are not shown: fewer than %(k)d people contributed to each.",
        withheld,
    ) % {"number": withheld, "k": k}


def gap_sentence(uncounted: int) -> str:
    """Return how many quarters of the period were not counted; empty for none."""
    if not uncounted:
        return ""
    return ngettext(
        "%(number)d quarter was not counted.", "%(number)d quarters were not counted.", uncounted
    ) % {"number": uncounted}


def counted_note(day: date) -> str:
    """Return when a quarter was counted."""
    return _("Counted on %(day)s") % {"day": date_format(day, "SHORT_DATE_FORMAT")}


def together_note(shown: int, quarters: int) -> str:
    """Return of how many quarters a sum is; empty for all of them."""
    if shown == quarters:
        return ""
    return _("of %(shown)d of %(quarters)d quarters") % {"shown": shown, "quarters": quarters}


def quarters_text(shown: int, quarters: int) -> str:
    """Return the same in short, for a column of its own."""
    return _("%(shown)d of %(quarters)d") % {"shown": shown, "quarters": quarters}


def definitions(k: int, days: int) -> tuple[Definition, ...]:
    """Return what each figure means.

    Args:
        k: the smallest group.
        days: between the end of a quarter and its figures.
    """
    texts = {
        AuditMeasure.ADVISERS: _(
            "People who were an adviser of the organisation on at least one day of the quarter. "
            "They are not added up: most of them are there in the next quarter too."
        ),
        AuditMeasure.ACTIVITIES: _(
            "Activities with a date in the quarter, as advisers wrote them in their learning log. "
            "A kind of which too few people logged something counts with the other kinds."
        ),
        AuditMeasure.HOURS: _(
            "The hours of these activities, as far as they were filled in, as whole hours."
        ),
        AuditMeasure.LESSONS: _("Lessons that advisers marked as done in the quarter."),
        AuditMeasure.QUIZZES: _("Quizzes that advisers submitted in the quarter."),
        AuditMeasure.REPORTS: _(
            "How often a report about groups was opened or downloaded in the quarter; again within "
            "ten minutes counts once."
        ),
    }
    rounds = _(
        "Check-in rounds whose group figures were made in the quarter. Asked and checked in are "
        "shown as far as the round published them, for rounds that asked the whole organisation."
    )
    when = _(
        "A quarter is counted once, %(days)d days after it ended. What is filled in, changed or "
        "removed after that changes no figure, so the report reads the same at every audit."
    ) % {"days": days}
    shown = _(
        "A figure is shown only where at least %(k)d people contributed to it in that quarter, of "
        "the organisation as a whole. A sum over quarters adds what is shown, and no more."
    ) % {"k": k}
    return (
        *(Definition(str(each.label), each.value, text) for each, text in texts.items()),
        Definition(pgettext("counted per quarter", "Rounds"), "rounds", rounds),
        Definition(_("Counted on"), "counted_on", when),
        Definition(capfirst(_("not shown")), "withheld", shown),
    )
