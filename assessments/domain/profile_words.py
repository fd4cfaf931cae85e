"""The words of a profile, in the language that is active while they are made."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.freshness import Ages, age_in_words, day_in_words
from assessments.domain.gaps import Gap, GapState, largest_gaps
from assessments.domain.practice import Practice
from assessments.domain.profile_evidence import SelfRating, Tested
from assessments.enums import Freshness
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
    self_age: str
    tested_age: str
    practice_age: str


def purpose_statement() -> str:
    """Return what a profile is for; it stands on every page of a file."""
    return _(
        "Your own development information. Nobody else sees it unless you share it. Not for "
        "appraisal, selection, pay or dismissal."
    )


def headline(gaps: dict[str, Gap]) -> str:
    """Return in one or two sentences where somebody stands, from {code: gap} in order."""
    states = [gap.state for gap in gaps.values()]
    expired = states.count(GapState.EXPIRED)
    unknown = states.count(GapState.UNKNOWN) + expired
    if not any(state in (GapState.BELOW, GapState.REACHED) for state in states):
        if expired:
            return _("What you rated is too old to count: a check-in brings it up to date.")
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
    parts = {
        "label": rating.label,
        "day": day_in_words(rating.given_at),
        "age": age_in_words(rating.given_at, now),
    }
    if rating.is_declined:
        return _("You would rather not say, on %(day)s (%(age)s).") % parts
    if rating.level is None:
        return _("Not applicable in my role, said on %(day)s (%(age)s).") % parts
    return _("Self-rating %(level)d, %(label)s, on %(day)s (%(age)s).") % {
        "level": rating.level,
        **parts,
    }


def tested_in_words(tested: Tested | None, expired_at: datetime | None, now: datetime) -> str:
    """Return tested knowledge with its band, its uncertainty, its n and its date."""
    if tested is None and expired_at is not None:
        return _("Tested too long ago: on %(day)s (%(age)s).") % {
            "day": day_in_words(expired_at),
            "age": age_in_words(expired_at, now),
        }
    return _figures(tested) if tested else _("Not tested yet.")


def _figures(tested: Tested) -> str:
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
        "day": day_in_words(tested.given_at),
    }
    return words + " " + _("Indicative: few questions.") if tested.is_indicative else words


def area_in_words(tested: Tested | None) -> str:
    """Return tested knowledge of an area as a line of its own, from its own questions."""
    if tested is None:
        return ""
    return _("The whole area. %(tested)s") % {"tested": _figures(tested)}


def practice_in_words(practice: Practice | None) -> str:
    """Return how much was done that is not expired, and what the latest was."""
    if practice is None:
        return ""
    latest = practice.items[0]
    return ngettext(
        "Practice: %(count)d activity, on %(day)s: %(what)s (%(source)s).",
        "Practice: %(count)d activities, the latest on %(day)s: %(what)s (%(source)s).",
        practice.activities,
    ) % {
        "count": practice.activities,
        "day": date_format(latest.day),
        "what": latest.what,
        "source": latest.source,
    }


def freshness_in_words(freshness: Freshness, ages: Ages) -> str:
    """Return what the age of a value means; empty while it is current."""
    if freshness == Freshness.AGEING:
        return ngettext(
            "Ageing: %(count)d month or more old.",
            "Ageing: %(count)d months or more old.",
            ages.current_months,
        ) % {"count": ages.current_months}
    if freshness == Freshness.EXPIRED:
        return ngettext(
            "Expired: %(count)d month or more old. It no longer counts.",
            "Expired: %(count)d months or more old. It no longer counts.",
            ages.expired_months,
        ) % {"count": ages.expired_months}
    return ""


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
        GapState.EXPIRED: _("Gap unknown: your self-rating is too old"),
        GapState.NO_TARGET: "",
        GapState.NOT_APPLICABLE: "",
    }[gap.state]


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
