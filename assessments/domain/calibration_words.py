"""The private note about a self-rating and tested knowledge, in the language that is active."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.measurement import FIRM_ITEMS, Calibration, WrongAnswers


def calibration_in_words(
    calibration: Calibration | None, items: int = 0, wrong: WrongAnswers | None = None
) -> str:
    """Return the private remark; empty without a self-rating.

    Args:
        items: number of questions behind tested knowledge; 0 when there is none.
        wrong: what the wrong answers look like.
    """
    if calibration is None:
        return ""
    return " ".join(
        part for part in (_class(calibration, items), _wrong(calibration, wrong)) if part
    )


def _class(calibration: Calibration, items: int) -> str:
    match calibration:
        case Calibration.BLIND_SPOT:
            return _(
                "You rate yourself higher than your answers show. Both may be right: look at the "
                "questions once more. Only you see this."
            )
        case Calibration.UNDER_CLAIM:
            return _(
                "Your answers show more than you give yourself. Both may be right. Only you see "
                "this."
            )
        case Calibration.ALIGNED:
            return _("Your self-rating and your answers agree. Only you see this.")
    return ngettext(
        "Too few questions to lay beside your self-rating: %(items)d of %(count)d.",
        "Too few questions to lay beside your self-rating: %(items)d of %(count)d.",
        FIRM_ITEMS,
    ) % {"items": items, "count": FIRM_ITEMS}


def _wrong(calibration: Calibration, wrong: WrongAnswers | None) -> str:
    if wrong == WrongAnswers.MISCONCEPTION and calibration != Calibration.UNTESTED:
        return _(
            "You were certain of wrong answers: that looks like something that you learnt "
            "differently. Read why at those questions."
        )
    if wrong == WrongAnswers.GAP and calibration == Calibration.BLIND_SPOT:
        return _("You were not certain of your wrong answers: there is something left to learn.")
    return ""
