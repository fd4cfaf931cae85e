"""The framework as readers see it: one language, current words, in a handful of queries."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from cms.drawn import for_a_minute
from training.models import (
    AreaText,
    Competence,
    CompetenceText,
    Framework,
    LevelDescriptor,
    LevelText,
)

FALLBACK = {"nl": "en", "en": "nl"}


@dataclass(frozen=True)
class CompetenceInfo:
    """A competence in one language; `sentences` maps levels 0-5 to what they look like."""

    id: int
    code: str
    name: str
    definition: str
    version_id: int
    is_extension: bool
    sentences: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AreaInfo:
    code: str
    name: str
    competences: tuple[CompetenceInfo, ...]


@dataclass(frozen=True)
class LevelInfo:
    """A level 0-5 in one language: what it is called and what somebody there says."""

    number: int
    label: str
    sentence: str


def languages_for(language: str) -> tuple[str, str]:
    """Return the wanted language and the one to fall back to where a text is missing."""
    return language, FALLBACK[language]


def preferred(rows: Iterable[Any], key: Callable[[Any], Any], language: str) -> dict:
    """Return one row per key: the one in the wanted language, else the one in the other.

    Args:
        rows: objects with a `language`.
        key: a function from a row to what it is a text of.
        language: "nl" or "en".
    """
    chosen: dict = {}
    for row in rows:
        if row.language == language or key(row) not in chosen:
            chosen[key(row)] = row
    return chosen


def competences_in(
    language: str, *, codes: Iterable[str] | None = None, extensions: bool = False
) -> list[CompetenceInfo]:
    """Return competences with names and definitions, without level sentences; two queries.

    Args:
        language: "nl" or "en"; missing texts fall back to the other.
        codes: only these, a query for codes included; all when left out.
        extensions: whether D4 and D5 are wanted too (always when named in `codes`).
    """
    wanted = Competence.objects.order_by("order")
    if codes is not None:
        wanted = wanted.filter(code__in=codes)
    elif not extensions:
        wanted = wanted.core()
    texts = preferred(
        CompetenceText.objects.filter(version__is_current=True).select_related("version"),
        lambda text: text.version.competence_id,
        language,
    )
    return [
        CompetenceInfo(
            id=competence.pk,
            code=competence.code,
            name=texts[competence.pk].name,
            definition=texts[competence.pk].definition,
            version_id=texts[competence.pk].version_id,
            is_extension=competence.is_extension,
        )
        for competence in wanted
        if competence.pk in texts
    ]


def sentences_in(language: str, version_ids: list[int]) -> dict[int, dict[int, str]]:
    """Return level sentences per competence version: {version_id: {level: sentence}}; one query."""
    rows = preferred(
        LevelDescriptor.objects.filter(version_id__in=version_ids),
        lambda row: (row.version_id, row.level),
        language,
    )
    sentences: dict[int, dict[int, str]] = {}
    for (version_id, level), row in sorted(rows.items()):
        sentences.setdefault(version_id, {})[level] = row.sentence
    return sentences


def areas_in(
    language: str, *, codes: Iterable[str] | None = None, sentences: bool = False
) -> list[AreaInfo]:
    """Return the areas with their competences; three queries, four with level sentences.

    Args:
        language: "nl" or "en".
        codes: only these competences; the core ones when left out. Areas without any are left out.
        sentences: whether level sentences are wanted.
    """
    competences = competences_in(language, codes=codes)
    lines = sentences_in(language, [c.version_id for c in competences]) if sentences else {}
    texts = preferred(
        AreaText.objects.select_related("area").order_by("area__order"),
        lambda text: text.area.code,
        language,
    )
    areas = []
    for code, text in texts.items():
        members = tuple(
            CompetenceInfo(**{**vars(c), "sentences": lines.get(c.version_id, {})})
            for c in competences
            if c.code.startswith(code)
        )
        if members:
            areas.append(AreaInfo(code=code, name=text.name, competences=members))
    return areas


def shown_areas(language: str) -> list[AreaInfo]:
    """Return the areas with every competence, as they were at most a minute ago.

    For what is shown; what somebody rates names the version of this moment, from `areas_in`. No
    query, or three where they were not read within the minute.
    """
    return for_a_minute("areas", language, lambda: _every_area(language))


def areas_of(language: str, codes: Collection[str]) -> list[AreaInfo]:
    """Return the areas with these competences alone, as `shown_areas` has them."""
    areas = (
        replace(area, competences=tuple(info for info in area.competences if info.code in codes))
        for area in shown_areas(language)
    )
    return [area for area in areas if area.competences]


def _every_area(language: str) -> list[AreaInfo]:
    codes = Competence.objects.order_by("order").values_list("code", flat=True)
    return areas_in(language, codes=codes)


def level_labels(language: str) -> dict[int, str]:
    """Return the label of each level 0-5; one query at most."""
    return levels_of_framework(language)[0]


def levels_in(language: str) -> dict[int, LevelInfo]:
    """Return name and sentence of each level 0-5; one query."""
    rows = preferred(LevelText.objects.all(), lambda row: row.level, language)
    return {level: LevelInfo(level, row.label, row.sentence) for level, row in sorted(rows.items())}


def levels_of_framework(language: str) -> tuple[dict[int, str], Framework | None]:
    """Return the label of each level 0-5 and the framework they are of.

    As they were at most a minute ago; one query where they were not read within it.
    """
    return for_a_minute("levels", language, lambda: _levels(language))


def _levels(language: str) -> tuple[dict[int, str], Framework | None]:
    texts = LevelText.objects.select_related("framework")
    rows = preferred(texts, lambda row: row.level, language)
    labels = {level: row.label for level, row in sorted(rows.items())}
    return labels, next((row.framework for row in rows.values()), None)
