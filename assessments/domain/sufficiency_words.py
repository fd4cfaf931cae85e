"""Sufficiency in words, in the language that is active; every mark has its word beside it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.enums import AlertState, SufficiencyState

MARKS = {
    SufficiencyState.SUFFICIENT: "✓",
    SufficiencyState.FRAGILE: "≈",
    SufficiencyState.INSUFFICIENT: "!",
    SufficiencyState.UNKNOWN: "?",
}


def terms_in_words(people: int, level: int, label: str, months: int) -> str:
    """Return what a rule asks, such as "at least 2 people at level 4 (Skilled) or higher ..."."""
    who = ngettext(
        "at least %(people)d person at level %(level)d (%(label)s) or higher",
        "at least %(people)d people at level %(level)d (%(label)s) or higher",
        people,
    ) % {"people": people, "level": level, "label": label}
    age = ngettext(
        "evidence at most %(months)d month old", "evidence at most %(months)d months old", months
    ) % {"months": months}
    return f"{who}, {age}"


def more_in_words(step: tuple[int, int] | None) -> str:
    """Return how many more people it would take; empty when that is not told."""
    if step is None:
        return ""
    return _("Sufficient takes %(low)d to %(high)d more people at this level.") % {
        "low": step[0],
        "high": step[1],
    }


def next_step(state: AlertState | None) -> str:
    """Return the next thing to do about an alert; empty without one."""
    if state is None:
        return ""
    return {
        AlertState.OPEN: _("Say that you have seen it, or plan an action at once."),
        AlertState.REOPENED: _("It did not help enough: plan another action."),
        AlertState.ACKNOWLEDGED: _("Plan an action: what, who, by when."),
        AlertState.PLANNED: _("Say so when the action is done."),
        AlertState.DONE: _("Wait for the next check-in round: it says whether it helped."),
        AlertState.CLOSED: "",
    }[state]


def what_if_in_words(reach: int, least: SufficiencyState, *, is_certain: bool) -> str:
    """Return how it would stand if so many more people reached the level.

    Args:
        least: what then holds at least.
        is_certain: whether it is sure that it is no better.
    """
    if is_certain:
        words = ngettext(
            "If %(reach)d more person reaches this level: %(state)s.",
            "If %(reach)d more people reach this level: %(state)s.",
            reach,
        )
    elif least == SufficiencyState.INSUFFICIENT:
        words = ngettext(
            "If %(reach)d more person reaches this level: perhaps still %(state)s.",
            "If %(reach)d more people reach this level: perhaps still %(state)s.",
            reach,
        )
    else:
        words = ngettext(
            "If %(reach)d more person reaches this level: at least %(state)s, perhaps better.",
            "If %(reach)d more people reach this level: at least %(state)s, perhaps better.",
            reach,
        )
    return words % {"reach": reach, "state": str(least.label).lower()}
