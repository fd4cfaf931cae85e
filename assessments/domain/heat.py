"""A field of an overview: how far a group lies below its target; and the groups by role."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.team_report_notes import reason_in_words, short_reason
from assessments.enums import Evidence, HeatState
from assessments.models import ProfileCell, RoleProfileText, Snapshot
from training.domain.framework import AreaInfo, preferred

DARKEST = 3
Figures = Sequence[Any]  # rule, median, target, people


@dataclass(frozen=True)
class HeatCell:
    """One group and competence.

    Attributes:
        gap: levels that the median lies below the target, 0 when it does not; None when unknown.
        words: the same as a sentence, with the number of people.
    """

    code: str
    state: HeatState
    gap: int | None
    words: str

    @property
    def shade(self) -> int:
        """Return 1, 2 or 3 for a gap of so many levels and more; 0 without a gap."""
        return min(self.gap or 0, DARKEST)


@dataclass(frozen=True)
class RoleRow:
    """One role profile, over the organisation as a whole.

    Attributes:
        name: in the language of the reader; as it was called where it is gone.
        gaps: number of competences below target, of `judged` that are shown and have a target.
        reasons: why the others are not shown.
    """

    name: str
    cells: tuple[HeatCell, ...]
    gaps: int
    judged: int
    reasons: tuple[str, ...]


def heat_cell(code: str, figures: Figures | None, k: int) -> HeatCell:
    """Return what a field shows.

    Args:
        code: of the competence.
        figures: rule that withholds them or empty, median, target and number of people; None where
            there is no such group.
        k: the smallest group that was published, in people.
    """
    if figures is None:
        return HeatCell(code, HeatState.UNKNOWN, None, _("No figure."))
    rule, median, target, n = figures
    if rule:
        return HeatCell(code, HeatState.WITHHELD, None, short_reason(rule, k))
    people = ngettext("%(count)d person", "%(count)d people", n) % {"count": n}
    if target is None or median is None:
        words = _("Median %(median)s, no target; %(people)s.")
        return HeatCell(code, HeatState.UNKNOWN, None, words % {"median": median, "people": people})
    values = {"median": median, "target": target, "people": people}
    if median >= target:
        words = _("Target %(target)d reached: median %(median)d; %(people)s.") % values
        return HeatCell(code, HeatState.MET, 0, words)
    words = _("Below target %(target)d: median %(median)d; %(people)s.") % values
    return HeatCell(code, HeatState.GAP, target - median, words)


def reasons_by_code(withheld: Mapping[str, tuple[str, str]], asked: int, k: int) -> tuple[str, ...]:
    """Return why fields of a row are not shown, those with one reason in one sentence.

    Args:
        withheld: the rule, and the nearest group above that is shown or empty, by code.
        asked: number of competences in the row, of which `withheld` has some or all.
        k: the smallest group that was published, in people.
    """
    said: dict[str, list[str]] = {}
    for code, (rule, place) in withheld.items():
        said.setdefault(reason_in_words(rule, k, place), []).append(code)
    if len(withheld) == asked and len(said) == 1:
        return tuple(said)
    return tuple(f"{', '.join(codes)}: {reason}" for reason, codes in said.items())


def role_rows(
    snapshot: Snapshot, language: str, evidence: Evidence, areas: Iterable[AreaInfo]
) -> tuple[RoleRow, ...]:
    """Return the role profiles of a snapshot with their figures; two queries.

    Args:
        language: "nl" or "en", which is active too.
        evidence: which kind of figure.
        areas: the competences to show, in their order.
    """
    cells: dict[str, dict[str, Figures]] = {}
    rows = ProfileCell.objects.filter(snapshot=snapshot, evidence=evidence).order_by("pk")
    profiles: dict[str, int | None] = {}
    for role, profile, competence, *figures in rows.values_list(
        "code", "profile_id", "competence__code", "withheld", "median", "target", "n"
    ):
        profiles[str(role)] = profile
        cells.setdefault(str(role), {})[competence] = figures
    names = _names(profiles.values(), language)
    codes = [info.code for area in areas for info in area.competences]
    made = []
    k = snapshot.minimum_group_size
    for role, pk in profiles.items():
        fields = tuple(heat_cell(code, cells[role].get(code), k) for code in codes)
        rules = {code: str(found[0]) for code in codes if (found := cells[role].get(code))}
        made.append(
            RoleRow(
                name=names.get(pk, role),
                cells=fields,
                gaps=sum(field.state == HeatState.GAP for field in fields),
                judged=sum(field.gap is not None for field in fields),
                reasons=reasons_by_code(
                    {code: (rule, "") for code, rule in rules.items() if rule}, len(codes), k
                ),
            )
        )
    return tuple(made)


def _names(profiles: Iterable[int | None], language: str) -> dict[int | None, str]:
    texts = RoleProfileText.objects.filter(profile__in=[pk for pk in profiles if pk is not None])
    chosen = preferred(texts, lambda text: text.profile_id, language)
    return {profile: text.name for profile, text in chosen.items()}
