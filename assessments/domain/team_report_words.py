"""The sentences of a team report, in the language that is active while they are made."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from assessments.domain.cells import MIDDLE_HALF_FROM
from assessments.domain.team_report_cells import CompetenceRow
from assessments.domain.team_report_notes import reason_in_words

NAMED_AT_MOST = 3
NUMBERS = (
    pgettext_lazy("number", "none"),
    pgettext_lazy("number", "one"),
    pgettext_lazy("number", "two"),
    pgettext_lazy("number", "three"),
    pgettext_lazy("number", "four"),
    pgettext_lazy("number", "five"),
    pgettext_lazy("number", "six"),
    pgettext_lazy("number", "seven"),
    pgettext_lazy("number", "eight"),
    pgettext_lazy("number", "nine"),
    pgettext_lazy("number", "ten"),
    pgettext_lazy("number", "eleven"),
    pgettext_lazy("number", "twelve"),
    pgettext_lazy("number", "thirteen"),
    pgettext_lazy("number", "fourteen"),
)
# What the rows of the second sheet of a workbook are called.
CAUSE_COLUMN, LEARNED_COLUMN, ASKED_COLUMN = "cause", "learned", "asked"


@dataclass(frozen=True)
class Definition:
    """What a figure means; `column` is where it stands in the rows of a file."""

    term: str
    column: str
    text: str


def purpose_statement() -> str:
    """Return what the report may be used for; it stands on every page of every file."""
    return _("Development information. Not for appraisal, selection, pay or dismissal.")


def headline(rows: Sequence[CompetenceRow], k: int) -> str:
    """Return in one or two sentences how the self-ratings stand against the targets."""
    shown = [row for row in rows if row.self_rating.is_shown]
    if not shown:
        return _nothing_shown(rows, k)
    judged = [row for row in shown if row.self_rating.gap is not None]
    first = _below_target(judged) if judged else _("No targets are set, so no gaps are known.")
    hidden = len(rows) - len(shown)
    if not hidden:
        return first
    rest = ngettext(
        "%(number)s competence is not shown.", "%(number)s competences are not shown.", hidden
    ) % {"number": number_word(hidden)}
    return f"{first} {capfirst(rest)}"


def largest_needs(rows: Sequence[CompetenceRow]) -> tuple[CompetenceRow, ...]:
    """Return the three competences furthest below target, by self-rating.

    Of equal gaps the one that fewer people bridge comes first, then the framework's order.
    """
    below = [row for row in rows if row.self_rating.is_gap]
    below.sort(key=lambda row: (-(row.self_rating.gap or 0), row.self_rating.share_band or "~"))
    return tuple(below[:NAMED_AT_MOST])


def strengths(rows: Sequence[CompetenceRow]) -> tuple[CompetenceRow, ...]:
    """Return the three competences at or above target that most people reach, by self-rating."""

    def rank(row: CompetenceRow) -> tuple[int, int]:
        cell = row.self_rating
        above = (cell.median or 0) - (cell.target or 0)
        return (-_band_start(cell.share_band), -above)

    return tuple(sorted((row for row in rows if row.self_rating.is_met), key=rank)[:NAMED_AT_MOST])


def participation_sentence(people: int | None, checked_in: int | None, k: int) -> str:
    """Return how many people checked in, or why that is not told."""
    if people is None or checked_in is None:
        return _(
            "How many people checked in is not shown: it would tell about fewer than %(k)d people."
        ) % {"k": k}
    return ngettext(
        "%(checked_in)d of %(people)d adviser checked in.",
        "%(checked_in)d of %(people)d advisers checked in.",
        people,
    ) % {"checked_in": checked_in, "people": people}


def withheld_sentence(count: int) -> str:
    """Return how many figures are not shown; empty for none."""
    if not count:
        return ""
    return ngettext("%(count)d figure is not shown", "%(count)d figures are not shown", count) % {
        "count": count
    }


def definitions(k: int) -> tuple[Definition, ...]:
    """Return what each figure means, with the numbers of the rules that run."""
    return (
        Definition(
            _("Self-rating"),
            "evidence = self",
            _("The level that people chose themselves in this check-in round."),
        ),
        Definition(
            _("Tested knowledge"),
            "evidence = tested",
            _(
                "The level from quiz answers of the last twelve months. It stands beside the "
                "self-rating and is never averaged with it."
            ),
        ),
        Definition(_("People"), "n", _("The number of people who have a level.")),
        Definition(
            _("Not applicable"),
            "not_applicable",
            _("People who said that this has no place in their role."),
        ),
        Definition(
            _("Missing"), "missing", _("People of whom no level is known. They are never a zero.")
        ),
        Definition(
            _("Target"),
            "target",
            _("The level that the role profiles ask, in the middle of these people."),
        ),
        Definition(
            _("At target"),
            "share_at_target_band",
            _("The share of the people with a target who reach it, in fifths."),
        ),
        Definition(
            _("Median"),
            "median",
            _("Half of the people stand at this level or lower; of two middle levels the lower."),
        ),
        Definition(
            _("Middle half"),
            "p25, p75",
            _(
                "The levels between which the middle half of the people stand, shown from "
                "%(number)d people."
            )
            % {"number": MIDDLE_HALF_FROM},
        ),
        Definition(
            pgettext("figure", "Change"),
            "change",
            _(
                "How many levels the median rose since the round before. Shown only when both "
                "times nobody, or at least %(k)d people, were in one of the two groups alone; all "
                "rate anew in each round."
            )
            % {"k": k},
        ),
        Definition(
            _("The whole"),
            "",
            _("The median of the team that stands above all others of the round, as a benchmark."),
        ),
        Definition(
            _("Cause"),
            CAUSE_COLUMN,
            _(
                "How many people ticked it in the check-in, of those who ticked any; from "
                "%(number)d people, and never told to the last two."
            )
            % {"number": MIDDLE_HALF_FROM},
        ),
        Definition(
            _("Learned"),
            LEARNED_COLUMN,
            _(
                "How many people wrote in their learning log since the round before, with their "
                "hours in fives; of each module how many finished a lesson of it."
            ),
        ),
        Definition(
            _("Asked of the team"),
            ASKED_COLUMN,
            _(
                "What managers asked everybody to learn, and which fifth of the team had read all "
                "of it when these figures were made."
            ),
        ),
        Definition(
            _("Not shown"),
            "withheld",
            _(
                "A figure about fewer than %(k)d people is not stored, nor one that would tell "
                "about so few beside the others."
            )
            % {"k": k},
        ),
    )


def number_word(number: int) -> str:
    """Return a number up to fourteen as a word, a larger one in digits."""
    return str(NUMBERS[number] if number < len(NUMBERS) else number)


def _nothing_shown(rows: Sequence[CompetenceRow], k: int) -> str:
    if not rows:
        return _("This round asked for no competence.")
    places = {row.self_rating.see_instead for row in rows}
    rules = {row.self_rating.withheld for row in rows}
    first = _("No self-rating of this team can be shown.")
    if len(rules) > 1 or len(places) > 1:
        reason = _("The reason stands with each competence.")
    else:
        reason = reason_in_words(rules.pop(), k, places.pop())
    return " ".join(filter(None, (first, reason, _tested_shown(rows))))


def _tested_shown(rows: Sequence[CompetenceRow]) -> str:
    """Return that there is something to read all the same; empty where there is not."""
    count = sum(row.tested.is_shown for row in rows)
    if not count:
        return ""
    return ngettext(
        "Tested knowledge is shown for %(number)s competence.",
        "Tested knowledge is shown for %(number)s competences.",
        count,
    ) % {"number": number_word(count)}


def _below_target(judged: Sequence[CompetenceRow]) -> str:
    below = [row for row in judged if row.self_rating.is_gap]
    total = number_word(len(judged))
    if not below:
        return ngettext(
            "The one competence with a target is at or above it.",
            "All %(all)s competences are at or above target.",
            len(judged),
        ) % {"all": total}
    sentence = ngettext(
        "%(below)s of the %(all)s competences lies below target",
        "%(below)s of the %(all)s competences lie below target",
        len(below),
    ) % {"below": number_word(len(below)), "all": total}
    return f"{capfirst(sentence)}{_largest(below)}."


def _largest(below: Sequence[CompetenceRow]) -> str:
    """Return the end of the sentence: which gap is largest, unless too many are equal."""
    widest = max(row.self_rating.gap or 0 for row in below)
    codes = [row.code for row in below if row.self_rating.gap == widest]
    if len(codes) > NAMED_AT_MOST:
        return ngettext(", at most by %(gap)s level", ", at most by %(gap)s levels", widest) % {
            "gap": number_word(widest)
        }
    named = get_text_list(codes, _("and"))
    return ngettext(
        "; the largest gap is %(codes)s", "; the largest gaps are %(codes)s", len(codes)
    ) % {"codes": named}


def _band_start(band: str) -> int:
    return int(band.split("-")[0]) if band else -1
