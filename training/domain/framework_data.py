"""A whole framework as plain values: what exchange files are read into and written from."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from training.models import Competence, CompetenceVersion, Framework


@dataclass(frozen=True)
class CompetenceWords:
    name: str
    definition: str


@dataclass(frozen=True)
class LevelWords:
    label: str
    sentence: str


@dataclass(frozen=True)
class AreaData:
    """An area; `names` by language, `place` says where in the file it stood."""

    identifier: UUID
    code: str
    order: int
    names: dict[str, str]
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class CompetenceData:
    """A competence; `texts` by language, `sentences` by language and level 0-5."""

    identifier: UUID
    code: str
    area: str
    order: int
    is_extension: bool
    texts: dict[str, CompetenceWords]
    sentences: dict[str, dict[int, str]]
    place: str = field(default="", compare=False)


@dataclass(frozen=True)
class FrameworkData:
    """A framework; `levels` by language and level 0-5."""

    identifier: UUID
    title: str
    creator: str
    version: str
    levels: dict[str, dict[int, LevelWords]]
    areas: tuple[AreaData, ...]
    competences: tuple[CompetenceData, ...]


def framework_data(framework: Framework) -> FrameworkData:
    """Return the framework with its current words; seven queries."""
    competences = (
        Competence.objects.filter(area__framework=framework)
        .select_related("area")
        .prefetch_related("versions__texts", "versions__descriptors")
        .order_by("order")
    )
    return FrameworkData(
        identifier=framework.identifier,
        title=framework.title,
        creator=framework.creator,
        version=framework.version,
        levels=_levels(framework),
        areas=tuple(
            AreaData(
                identifier=area.identifier,
                code=area.code,
                order=area.order,
                names={text.language: text.name for text in area.texts.all()},
            )
            for area in framework.areas.prefetch_related("texts").order_by("order")
        ),
        competences=tuple(_competence_data(competence) for competence in competences),
    )


def changed_at(framework: Framework) -> datetime:
    """Return the moment from which the newest words of a competence hold; one query.

    Raises:
        CompetenceVersion.DoesNotExist: when the framework has no competences.
    """
    versions = CompetenceVersion.objects.filter(competence__area__framework=framework)
    return versions.latest("created_at").created_at


def words_of(
    version: CompetenceVersion,
) -> tuple[dict[str, CompetenceWords], dict[str, dict[int, str]]]:
    """Return texts by language, and sentences by language and level, of a competence version."""
    texts = {row.language: CompetenceWords(row.name, row.definition) for row in version.texts.all()}
    sentences: dict[str, dict[int, str]] = {}
    for row in version.descriptors.all():
        sentences.setdefault(row.language, {})[row.level] = row.sentence
    return texts, sentences


def _levels(framework: Framework) -> dict[str, dict[int, LevelWords]]:
    levels: dict[str, dict[int, LevelWords]] = {}
    for row in framework.level_texts.all():
        levels.setdefault(row.language, {})[row.level] = LevelWords(row.label, row.sentence)
    return levels


def _competence_data(competence: Competence) -> CompetenceData:
    version = next(row for row in competence.versions.all() if row.is_current)
    texts, sentences = words_of(version)
    return CompetenceData(
        identifier=competence.identifier,
        code=competence.code,
        area=competence.area.code,
        order=competence.order,
        is_extension=competence.is_extension,
        texts=texts,
        sentences=sentences,
    )
