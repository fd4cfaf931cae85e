"""Two dates of a history side by side, and how a yardstick moved: in words, without a query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.history import CompetenceHistory, History, SelfPoint, TestedPoint
from assessments.domain.measurement import EVIDENCE_LIFE
from assessments.domain.practice import PracticeItem

YEAR = timedelta(days=365)
Point = TypeVar("Point", SelfPoint, TestedPoint)


@dataclass(frozen=True)
class Side:
    """What held on one day, in words; each kind of evidence apart."""

    self_rating: str
    tested: str
    practice: str


@dataclass(frozen=True)
class Compared:
    """A competence on two days, and what lies between them."""

    code: str
    name: str
    before: Side
    after: Side
    self_change: str
    tested_change: str


def compare(history: History, first: date, second: date) -> tuple[Compared, ...]:
    """Return each competence that anything is known of on two days, unknown as unknown.

    Args:
        first, second: in any order; the earlier one is `before`.
    """
    early, late = sorted((first, second))
    known = (row for row in history.competences if not row.is_empty)
    return tuple(_compared(row, early, late) for row in known)


def standing(row: CompetenceHistory, day: date) -> Side:
    """Return what holds on a day, each kind of evidence apart."""
    return _side(_at(row.selves, day), _valid(row.tested, day), row.practice, day)


def shift_in_words(row: CompetenceHistory, labels: Mapping[int, str]) -> str:
    """Return how the yardstick of a person moved; empty when nobody asked.

    The latest rating with an answer to "where were you a year ago, knowing what you know now?" is
    laid beside the rating that was given a year before it.
    """
    asked = next((point for point in reversed(row.selves) if point.then is not None), None)
    if asked is None or asked.then is None:
        return ""
    earlier = _at(row.selves, asked.day - YEAR)
    if earlier is None or earlier.level is None:
        return _("Looking back on %(day)s, you placed yourself a year earlier at: %(then)s.") % {
            "day": date_format(asked.day),
            "then": labels.get(asked.then, ""),
        }
    words = _(
        "On %(day)s you rated yourself: %(given)s. Looking back a year later, you say of that "
        "time: %(then)s."
    ) % {
        "day": date_format(earlier.day),
        "given": labels.get(earlier.level, ""),
        "then": labels.get(asked.then, ""),
    }
    return f"{words} {_yardstick(asked.then - earlier.level)}"


def _yardstick(moved: int) -> str:
    if moved < 0:
        return _("Your yardstick has become stricter: you see more of what there is to learn.")
    if moved > 0:
        return _("Your yardstick has become milder: you could do more than you gave yourself.")
    return _("Your yardstick has not moved: the two ratings can be compared.")


def _compared(row: CompetenceHistory, early: date, late: date) -> Compared:
    selves = _at(row.selves, early), _at(row.selves, late)
    tested = _valid(row.tested, early), _valid(row.tested, late)
    changed = any(point.is_break and early < point.day <= late for point in row.tested)
    return Compared(
        code=row.code,
        name=row.name,
        before=standing(row, early),
        after=standing(row, late),
        self_change=_self_change(*selves),
        tested_change=_tested_change(*tested, changed=changed),
    )


def _at(points: Sequence[Point], day: date) -> Point | None:
    return next((point for point in reversed(points) if point.day <= day), None)


def _valid(points: Sequence[TestedPoint], day: date) -> TestedPoint | None:
    """Return what answers said on a day; None when the last one was twelve months before it."""
    point = _at(points, day)
    return point if point and day - point.day < EVIDENCE_LIFE else None


def _side(
    rating: SelfPoint | None,
    tested: TestedPoint | None,
    practice: Sequence[PracticeItem],
    day: date,
) -> Side:
    done = sum(day - YEAR < item.day <= day for item in practice)
    return Side(
        self_rating=_rating_words(rating),
        tested=tested_point_in_words(tested) if tested else _("Not tested."),
        practice=ngettext(
            "%(count)d activity in the twelve months before.",
            "%(count)d activities in the twelve months before.",
            done,
        )
        % {"count": done},
    )


def _rating_words(rating: SelfPoint | None) -> str:
    if rating is None:
        return _("Not rated yet.")
    return _("%(label)s, of %(day)s.") % {"label": rating.label, "day": date_format(rating.day)}


def tested_point_in_words(point: TestedPoint) -> str:
    """Return a band with its number of questions."""
    words = ngettext(
        "%(band)s, from %(count)d question.", "%(band)s, from %(count)d questions.", point.items
    ) % {"band": point.band_label.capitalize(), "count": point.items}
    return words + " " + _("Indicative: few questions.") if point.is_indicative else words


def _self_change(before: SelfPoint | None, after: SelfPoint | None) -> str:
    if before is None or after is None or before.level is None or after.level is None:
        return ""
    if before.version != after.version:
        return _("Not comparable: the sentences of this competence were changed in between.")
    steps = after.level - before.level
    if not steps:
        return _("The same level.")
    if steps > 0:
        return ngettext("%(count)d level higher.", "%(count)d levels higher.", steps) % {
            "count": steps
        }
    return ngettext("%(count)d level lower.", "%(count)d levels lower.", -steps) % {"count": -steps}


def _tested_change(before: TestedPoint | None, after: TestedPoint | None, *, changed: bool) -> str:
    if before is None or after is None or before == after:
        return ""
    if changed:
        return _("Not comparable: questions were changed in between.")
    if before.low <= after.high and after.low <= before.high:
        return _("The difference lies within the uncertainty.")
    return _("Clearly higher.") if after.level > before.level else _("Clearly lower.")


def track_in_words(row: CompetenceHistory) -> str:
    """Return what a timeline shows, for those who do not see it; the table has the values."""
    parts = []
    if row.selves:
        first, last = row.selves[0], row.selves[-1]
        parts.append(
            ngettext(
                "%(count)d self-rating: %(last)s on %(end)s.",
                "%(count)d self-ratings, from %(first)s on %(begin)s to %(last)s on %(end)s.",
                len(row.selves),
            )
            % {
                "count": len(row.selves),
                "first": first.label,
                "begin": date_format(first.day),
                "last": last.label,
                "end": date_format(last.day),
            }
        )
    if row.tested:
        tested = row.tested[-1]
        parts.append(
            _("Tested last on %(day)s: %(words)s")
            % {"day": date_format(tested.day), "words": tested_point_in_words(tested)}
        )
    if row.practice:
        parts.append(
            ngettext("%(count)d activity.", "%(count)d activities.", len(row.practice))
            % {"count": len(row.practice)}
        )
    parts += [
        _("Not comparable with before from %(day)s on.") % {"day": date_format(day)}
        for day in row.breaks
    ]
    return " ".join(parts)
