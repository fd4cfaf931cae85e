"""Changing the framework: a changed sentence makes a new version, and old answers keep theirs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from training.domain.framework_data import (
    AreaData,
    CompetenceData,
    CompetenceWords,
    FrameworkData,
    words_of,
)
from training.domain.problems import Problem, ProblemsFound
from training.models import (
    Area,
    AreaText,
    Competence,
    CompetenceText,
    CompetenceVersion,
    Framework,
    LevelDescriptor,
    LevelText,
)


@dataclass(frozen=True)
class StoredFramework:
    """What storing a framework did; the lists hold codes."""

    framework: Framework
    added: tuple[str, ...]
    revised: tuple[str, ...]
    unchanged: tuple[str, ...]
    absent: tuple[str, ...]


@transaction.atomic
def revise_competence(
    *,
    competence: Competence,
    texts: Mapping[str, CompetenceWords],
    sentences: Mapping[str, Mapping[int, str]],
    now: datetime,
) -> CompetenceVersion:
    """Return the current version with these words; a new one when any word differs.

    Args:
        competence: a saved competence, with or without versions.
        texts: name and definition by language.
        sentences: level sentences by language and level 0-5.
        now: the moment from which the new words hold.
    """
    current = competence.versions.select_for_update().filter(is_current=True).first()
    wanted = (dict(texts), {language: dict(rows) for language, rows in sentences.items()})
    if current is not None:
        if words_of(current) == wanted:
            return current
        current.is_current = False
        current.save(update_fields=["is_current"])
    version = CompetenceVersion.objects.create(
        competence=competence, number=_next_number(competence), created_at=now
    )
    CompetenceText.objects.bulk_create(
        CompetenceText(
            version=version, language=language, name=words.name, definition=words.definition
        )
        for language, words in texts.items()
    )
    LevelDescriptor.objects.bulk_create(
        LevelDescriptor(version=version, language=language, level=level, sentence=sentence)
        for language, rows in sentences.items()
        for level, sentence in rows.items()
    )
    return version


@transaction.atomic
def store_framework(*, data: FrameworkData, now: datetime) -> StoredFramework:
    """Write a framework over what is there; repeating it changes nothing.

    Competences that the data no longer has stay: results point to them. They are named as absent.

    Raises:
        ProblemsFound: when a code or an identifier is already used for something else.
    """
    problems = _conflicts(data)
    if problems:
        raise ProblemsFound(problems)
    framework, _created = Framework.objects.update_or_create(
        identifier=data.identifier,
        defaults={"title": data.title, "creator": data.creator, "version": data.version},
    )
    _store_levels(framework, data)
    areas = {area.code: _store_area(framework, area) for area in data.areas}
    outcome: dict[str, list[str]] = {"added": [], "revised": [], "unchanged": []}
    for competence in data.competences:
        outcome[_store_competence(areas[competence.area], competence, now)].append(competence.code)
    absent = Competence.objects.filter(area__framework=framework).exclude(
        code__in=[competence.code for competence in data.competences]
    )
    return StoredFramework(
        framework=framework,
        absent=tuple(absent.values_list("code", flat=True)),
        **{name: tuple(codes) for name, codes in outcome.items()},
    )


def _next_number(competence: Competence) -> int:
    last = competence.versions.order_by("-number").first()
    return last.number + 1 if last else 1


def _conflicts(data: FrameworkData) -> list[Problem]:
    return [
        *_conflicts_in(Area, data.areas),
        *_conflicts_in(Competence, data.competences),
    ]


def _conflicts_in(
    model: type[Area] | type[Competence],
    rows: tuple[AreaData, ...] | tuple[CompetenceData, ...],
) -> list[Problem]:
    known = dict(model.objects.values_list("code", "identifier"))
    codes = {identifier: code for code, identifier in known.items()}
    problems = []
    for row in rows:
        if known.get(row.code, row.identifier) != row.identifier:
            problems.append(
                Problem(
                    f"{row.place}.humanCodingScheme",
                    _("The code %(code)s already belongs to another item.") % {"code": row.code},
                )
            )
        elif codes.get(row.identifier, row.code) != row.code:
            problems.append(
                Problem(
                    f"{row.place}.humanCodingScheme",
                    _("This item has the code %(old)s; a code never changes.")
                    % {"old": codes[row.identifier]},
                )
            )
    return problems


def _store_levels(framework: Framework, data: FrameworkData) -> None:
    for language, rows in data.levels.items():
        for level, words in rows.items():
            LevelText.objects.update_or_create(
                framework=framework,
                level=level,
                language=language,
                defaults={"label": words.label, "sentence": words.sentence},
            )


def _store_area(framework: Framework, data: AreaData) -> Area:
    area, _created = Area.objects.update_or_create(
        identifier=data.identifier,
        defaults={"framework": framework, "code": data.code, "order": data.order},
    )
    for language, name in data.names.items():
        AreaText.objects.update_or_create(area=area, language=language, defaults={"name": name})
    return area


def _store_competence(area: Area, data: CompetenceData, now: datetime) -> str:
    competence, created = Competence.objects.update_or_create(
        identifier=data.identifier,
        defaults={
            "area": area,
            "code": data.code,
            "order": data.order,
            "is_extension": data.is_extension,
        },
    )
    before = competence.versions.count()
    revise_competence(competence=competence, texts=data.texts, sentences=data.sentences, now=now)
    if created:
        return "added"
    return "revised" if competence.versions.count() > before else "unchanged"
