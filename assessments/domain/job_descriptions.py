"""What a role asks of work with labour market information, as text for a job description.

The sentences are those of the framework: what a competence is and what a level looks like. Only the
words in between are written here. Source: Cedefop, What kind of LMI skills do you need?, which asks
for labour market information in the professional profile and in the job description.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.models import RoleProfile
from training.domain.framework import (
    AreaInfo,
    CompetenceInfo,
    LevelInfo,
    areas_in,
    levels_in,
    preferred,
)


@dataclass(frozen=True)
class JobText:
    """The text of one role in one language."""

    language: str
    text: str


@dataclass(frozen=True)
class JobDescription:
    """A role profile with its text in each language; no texts where it has no targets."""

    id: int
    organisation: str
    name: str
    texts: tuple[JobText, ...]


def job_descriptions(profiles: Iterable[RoleProfile], language: str) -> list[JobDescription]:
    """Return the texts of role profiles; a fixed number of queries.

    Args:
        profiles: with organisation, texts, targets and their competences at hand.
        language: of the reader, for the name above the texts.
    """
    kept = list(profiles)
    codes = {each.competence.code for profile in kept for each in profile.targets.all()}
    languages = [language, *(code for code, _name in settings.LANGUAGES if code != language)]
    words = {each: (areas_in(each, codes=codes), levels_in(each)) for each in languages}
    return [
        JobDescription(
            id=profile.pk,
            organisation=profile.organisation.name,
            name=_name(profile, language),
            texts=tuple(
                JobText(each, text)
                for each, (areas, levels) in words.items()
                if (text := _text(profile, each, areas, levels))
            ),
        )
        for profile in kept
    ]


def job_text(
    role: str,
    areas: Sequence[AreaInfo],
    targets: Mapping[str, int],
    levels: Mapping[int, LevelInfo],
) -> str:
    """Return the paragraphs of one role in the active language; empty without a target above 0.

    Args:
        role: its name.
        areas: the framework in that language.
        targets: level 0-5 by code of the competence; 0 and what is left out ask nothing.
        levels: name and sentence of each level, in that language.
    """
    asked = {code: level for code, level in targets.items() if level}
    lines = [line for area in areas if (line := _area(area, asked, levels))]
    if not lines:
        return ""
    codes = {info.code for area in areas for info in area.competences}
    used = sorted({level for code, level in asked.items() if code in codes})
    return "\n\n".join(
        [
            _("%(role)s: working with labour market information") % {"role": role},
            _(
                "Working with labour market information (LMI) is a fixed part of this role. "
                "Whoever has this role:"
            ),
            "\n".join(lines),
            "\n".join([_("What the levels mean:"), *(_level(levels[each]) for each in used)]),
            _("The levels are goals to grow towards. They are not meant for appraisal or pay."),
        ]
    )


def _text(
    profile: RoleProfile,
    language: str,
    areas: Sequence[AreaInfo],
    levels: Mapping[int, LevelInfo],
) -> str:
    targets = {each.competence.code: each.level for each in profile.targets.all()}
    with override(language):
        return job_text(_name(profile, language), areas, targets, levels)


def _name(profile: RoleProfile, language: str) -> str:
    found = preferred(profile.texts.all(), lambda text: text.profile_id, language)
    return found[profile.pk].name if found else profile.code


def _area(area: AreaInfo, asked: Mapping[str, int], levels: Mapping[int, LevelInfo]) -> str:
    """Return one line: what is done in an area, and at which level."""
    members = [info for info in area.competences if info.code in asked]
    if not members:
        return ""
    wanted = [asked[info.code] for info in members]
    low, high = levels[min(wanted)], levels[max(wanted)]
    what = "; ".join(_deed(info) for info in members)
    values = {
        "area": area.name,
        "what": what,
        "low": low.number,
        "low_name": low.label,
        "high": high.number,
        "high_name": high.label,
    }
    if low == high:
        return _("- %(what)s (%(area)s: level %(low)d, %(low_name)s).") % values
    return (
        _("- %(what)s (%(area)s: level %(low)d to %(high)d, from %(low_name)s to %(high_name)s).")
        % values
    )


def _deed(info: CompetenceInfo) -> str:
    """Return a definition as part of a longer sentence: no capital, no full stop."""
    text = info.definition.strip().rstrip(".")
    return text[:1].lower() + text[1:]


def _level(level: LevelInfo) -> str:
    return f"- {level.number} {level.label}: {level.sentence}"
