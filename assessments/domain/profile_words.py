"""The words of a profile, in the language that is active while they are made."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.calibration import Calibration
from assessments.domain.gaps import Gap, GapState, largest_gaps
from assessments.domain.profile_evidence import Practice, SelfRating, Tested
from cms.numbers import decimal_text


@dataclass(frozen=True)
class RowWords:
    """One competence in sentences; empty where there is nothing to say."""

    self_rating: str
    tested: str
    practice: str
    target: str
    gap: str
    calibration: str


def purpose_statement() -> str:
    """Return what a profile is for; it stands on every page of a file."""
    return _(
        "Your own development information. Nobody else sees it unless you share it. Not for "
        "appraisal, selection, pay or dismissal."
    )


def headline(gaps: dict[str, Gap]) -> str:
    """Return in one or two sentences where somebody stands, from {code: gap} in order."""
    states = [gap.state for gap in gaps.values()]
    unknown = states.count(GapState.UNKNOWN)
    if not any(state in (GapState.BELOW, GapState.REACHED) for state in states):
        if unknown:
            return _("No level is known yet: a check-in gives you the first.")
        return _("Your role has no targets yet, so no gaps are known.")
    first = _below(gaps, states.count(GapState.BELOW))
    if not unknown:
        return first
    rest = ngettext(
        "Of %(count)d competence your level is not known.",
        "Of %(count)d competences your level is not known.",
        unknown,
    ) % {"count": unknown}
    return f"{first} {rest}"


def self_in_words(rating: SelfRating | None, now: datetime) -> str:
    """Return a self-rating with its date and age."""
    if rating is None:
        return _("Not rated yet.")
    parts = {"label": rating.label, "day": _day(rating.given_at), "age": _age(rating.given_at, now)}
    if rating.level is None:
        return _("Not applicable in my role, said on %(day)s (%(age)s).") % parts
    return _("Self-rating %(level)d, %(label)s, on %(day)s (%(age)s).") % {
        "level": rating.level,
        **parts,
    }


def tested_in_words(tested: Tested | None, expired_at: datetime | None) -> str:
    """Return tested knowledge with its band, its uncertainty, its n and its date."""
    if tested is None and expired_at is not None:
        return _("Tested too long ago: on %(day)s, more than a year.") % {"day": _day(expired_at)}
    if tested is None:
        return _("Not tested yet.")
    words = ngettext(
        "Tested: %(band)s, %(level)s of 5 (between %(low)s and %(high)s), from %(items)d question "
        "until %(day)s.",
        "Tested: %(band)s, %(level)s of 5 (between %(low)s and %(high)s), from %(items)d questions "
        "until %(day)s.",
        tested.items,
    ) % {
        "band": tested.band_label,
        "level": decimal_text(tested.level, always=True),
        "low": decimal_text(tested.low, always=True),
        "high": decimal_text(tested.high, always=True),
        "items": tested.items,
        "day": _day(tested.given_at),
    }
    return words + " " + _("Indicative: few questions.") if tested.is_indicative else words


def practice_in_words(practice: Practice | None) -> str:
    """Return what was logged as learning in the last twelve months."""
    if practice is None:
        return ""
    return ngettext(
        "Practice: %(count)d learning activity in the last twelve months, on %(day)s.",
        "Practice: %(count)d learning activities in the last twelve months, the latest on %(day)s.",
        practice.activities,
    ) % {"count": practice.activities, "day": date_format(practice.latest)}


def target_in_words(gap: Gap, target: int | None, label: str) -> str:
    """Return the level that the role asks; empty where the competence has no place in the role."""
    if gap.state == GapState.NOT_APPLICABLE:
        return ""
    if target is None:
        return _("No target.")
    return _("Target %(level)d, %(label)s.") % {"level": target, "label": label}


def gap_in_words(gap: Gap) -> str:
    """Return the gap, or why there is none."""
    if gap.state == GapState.BELOW:
        return ngettext("Gap: %(count)d level", "Gap: %(count)d levels", gap.size or 0) % {
            "count": gap.size
        }
    return {
        GapState.REACHED: _("Target reached"),
        GapState.UNKNOWN: _("Gap unknown"),
        GapState.NO_TARGET: "",
        GapState.NOT_APPLICABLE: "",
    }[gap.state]


def calibration_in_words(calibration: Calibration | None) -> str:
    """Return the private remark about self-rating and tested knowledge."""
    if calibration == Calibration.HIGHER:
        return _(
            "You rate yourself higher than your answers show. Both may be right: look at the "
            "questions once more. Only you see this."
        )
    if calibration == Calibration.LOWER:
        return _(
            "Your answers show more than you give yourself. Both may be right. Only you see this."
        )
    return ""


def _below(gaps: dict[str, Gap], below: int) -> str:
    total = sum(gap.state in (GapState.BELOW, GapState.REACHED) for gap in gaps.values())
    if not below:
        return ngettext(
            "The %(total)d competence that you rated reaches its target.",
            "All %(total)d competences that you rated reach their target.",
            total,
        ) % {"total": total}
    return ngettext(
        "%(below)d of the %(total)d competences that you rated lies below its target; the largest "
        "gap is %(largest)s.",
        "%(below)d of the %(total)d competences that you rated lie below their target; the largest "
        "gap is %(largest)s.",
        below,
    ) % {"below": below, "total": total, "largest": largest_gaps(gaps, 1)[0]}


def _age(given_at: datetime, now: datetime) -> str:
    days = (timezone.localdate(now) - timezone.localdate(given_at)).days
    if days < 1:
        return _("today")
    return _("%(time)s ago") % {"time": timesince(given_at, now, depth=1)}


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment))
