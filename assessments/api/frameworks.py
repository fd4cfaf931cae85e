"""The competence framework in both languages; for exchange there is CASE, to which it links."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Router

from assessments.api import schemas
from assessments.api.access import AccessToken, TokenRequest
from assessments.models import ApiScope
from training.domain.framework_data import CompetenceData, FrameworkData, framework_data
from training.models import Framework

LEVELS = range(6)
router = Router(auth=AccessToken(ApiScope.FRAMEWORKS), tags=["frameworks"])


@router.get("/frameworks", response=schemas.Frameworks, summary="The frameworks in use")
def frameworks(request: TokenRequest) -> schemas.Frameworks:
    """Which frameworks this installation has. Scope: frameworks."""
    found = Framework.objects.order_by("pk")[: schemas.MOST_ROWS]
    items = [schemas.FrameworkSummary(**_summary(framework)) for framework in found]
    return schemas.Frameworks(items=items)


@router.get("/frameworks/{framework_id}", response=schemas.Framework, summary="One framework")
def framework(request: TokenRequest, framework_id: UUID) -> schemas.Framework:
    """Areas, competences and levels with their current words, in both languages.

    Scope: frameworks.
    """
    found = get_object_or_404(Framework, identifier=framework_id)
    data = framework_data(found)
    return schemas.Framework(
        **_summary(data),
        levels=[_level(data, level) for level in LEVELS],
        areas=[
            schemas.Area(
                id=area.identifier,
                code=area.code,
                names=_words(area.names),
                competences=[
                    _competence(each) for each in data.competences if each.area == area.code
                ],
            )
            for area in data.areas
        ],
    )


def _summary(found: Framework | FrameworkData) -> dict[str, Any]:
    package = reverse("case_object", args=("CFPackages", found.identifier))
    return {
        "id": found.identifier,
        "title": found.title,
        "creator": found.creator,
        "version": found.version,
        "case": settings.WAGTAILADMIN_BASE_URL + package,
    }


def _level(data: FrameworkData, level: int) -> schemas.LevelWords:
    known = {language: words[level] for language, words in data.levels.items() if level in words}
    return schemas.LevelWords(
        level=level,
        names=_words({language: words.label for language, words in known.items()}),
        sentences=_words({language: words.sentence for language, words in known.items()}),
    )


def _competence(data: CompetenceData) -> schemas.Competence:
    sentences = data.sentences
    return schemas.Competence(
        id=data.identifier,
        code=data.code,
        is_extension=data.is_extension,
        names=_words({language: text.name for language, text in data.texts.items()}),
        definitions=_words({language: text.definition for language, text in data.texts.items()}),
        levels=[
            schemas.Sentences(
                level=level,
                sentences=_words(
                    {
                        language: lines[level]
                        for language, lines in sentences.items()
                        if level in lines
                    }
                ),
            )
            for level in LEVELS
        ],
    )


def _words(texts: dict[str, str]) -> schemas.Words:
    return schemas.Words(nl=texts.get("nl"), en=texts.get("en"))
