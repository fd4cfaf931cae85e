"""What is said beside the figures of one cell, in the language that is active meanwhile."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.domain.team_report_stored import StoredCell
from assessments.enums import NoChange, WithheldRule
from assessments.models import Cell

WITHOUT_CHANGE = {
    NoChange.NOT_PUBLISHED: gettext_lazy(
        "In the round before, this figure was not shown or not asked."
    ),
    NoChange.REORGANISED: gettext_lazy(
        "Teams have moved in or out since: the group is another one."
    ),
    NoChange.MEMBERSHIP: gettext_lazy(
        "Fewer than %(k)d people joined or left: the change would tell about them."
    ),
    NoChange.COMPLEMENTARY: gettext_lazy(
        "Beside another change, this one would tell about fewer than %(k)d people."
    ),
    NoChange.VERSION: gettext_lazy("The description of this competence has changed since."),
}


def reason_in_words(rule: str, k: int, see_instead: str = "") -> str:
    """Return why a figure is not shown and where the same people do count."""
    if rule == WithheldRule.MINIMUM_SIZE:
        reason = _("Fewer than %(k)d people have a level here.") % {"k": k}
    elif rule == WithheldRule.SECOND_PARTITION:
        reason = _("Beside the teams this would tell about fewer than %(k)d people.") % {"k": k}
    else:
        reason = _("Beside another figure this one would tell about fewer than %(k)d people.") % {
            "k": k
        }
    if not see_instead:
        return reason
    where = _("They count in the figures of %(team)s.") % {"team": see_instead}
    return f"{reason} {where}"


def short_reason(rule: str, k: int) -> str:
    """Return the reason as it fits in a cell of a table."""
    if rule == WithheldRule.MINIMUM_SIZE:
        return _("Not shown: fewer than %(k)d") % {"k": k}
    return _("Not shown: protects a small group")


def target_in_words(cell: StoredCell) -> str:
    if cell.target is None or cell.median is None:
        return ""
    if cell.median < cell.target:
        return _("below target %(level)d") % {"level": cell.target}
    return _("target %(level)d reached") % {"level": cell.target}


def half_in_words(cell: StoredCell) -> str:
    if cell.p25 is None or cell.p75 is None:
        return ""
    if cell.p25 == cell.p75:
        return _("middle half at %(level)d") % {"level": cell.p25}
    return _("middle half %(low)d to %(high)d") % {"low": cell.p25, "high": cell.p75}


def half_in_brackets(cell: StoredCell) -> str:
    if cell.p25 is None or cell.p75 is None:
        return ""
    return _("(%(low)d to %(high)d)") % {"low": cell.p25, "high": cell.p75}


def people_in_words(cell: StoredCell) -> str:
    count = cell.n or 0
    people = ngettext("%(count)d person", "%(count)d people", count) % {"count": count}
    if not cell.missing:
        return people
    return _("%(people)s, %(count)d missing") % {"people": people, "count": cell.missing}


def not_applicable_in_words(cell: StoredCell) -> str:
    if not cell.not_applicable:
        return ""
    return _("%(count)d not applicable") % {"count": cell.not_applicable}


def change_in_words(cell: StoredCell | Cell) -> str:
    """Return how the median moved since the round before, or that this is not told."""
    if cell.no_change:
        return _("change not shown")
    if cell.change is None:
        return ""
    if cell.change == 0:
        return _("as in the round before")
    levels = abs(cell.change)
    if cell.change > 0:
        words = ngettext(
            "%(count)d level higher than the round before",
            "%(count)d levels higher than the round before",
            levels,
        )
    else:
        words = ngettext(
            "%(count)d level lower than the round before",
            "%(count)d levels lower than the round before",
            levels,
        )
    return words % {"count": levels}


def no_change_in_words(rule: str, k: int) -> str:
    """Return why a change is not shown; empty without a rule."""
    return str(WITHOUT_CHANGE[NoChange(rule)]) % {"k": k} if rule else ""


def benchmark_in_words(name: str, median: int | None) -> str:
    """Return the median of the whole that a team is part of; empty where it is not shown."""
    if median is None:
        return ""
    return _("%(team)s: median %(level)d") % {"team": name, "level": median}
