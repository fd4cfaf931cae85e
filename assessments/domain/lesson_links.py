"""From the keys that questions name lessons by to where those stand in the reader's language."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from cms.addresses import address_of
from training.domain.framework import preferred
from training.models import LessonPage


@dataclass(frozen=True)
class LessonLink:
    title: str
    address: str


def lesson_links(keys: Collection[str], language: str) -> dict[str, LessonLink]:
    """Return where to read, for the keys that have a live lesson; one query.

    Args:
        keys: "module/lesson" or "module/lesson#section".
        language: "nl" or "en"; a lesson that is not there in it is linked in the other.
    """
    rows = preferred(
        LessonPage.objects.live()
        .filter(key__in={key.partition("#")[0] for key in keys if key})
        .select_related("locale")
        .only("key", "title", "url_path", "locale__language_code"),
        lambda page: page.key,
        language,
    )
    links = {}
    for key in keys:
        name, _hash, anchor = key.partition("#")
        if page := rows.get(name):
            address = address_of(page.url_path, page.language)
            links[key] = LessonLink(page.title, f"{address}#{anchor}" if anchor else address)
    return links


def link_to_lesson(lesson: UUID, language: str) -> LessonLink | None:
    """Return where a lesson stands, by its translation key; None when it is not live; one query."""
    rows = preferred(
        LessonPage.objects.live()
        .filter(translation_key=lesson)
        .select_related("locale")
        .only("key", "title", "url_path", "locale__language_code"),
        lambda page: lesson,
        language,
    )
    page = rows.get(lesson)
    return LessonLink(page.title, address_of(page.url_path, page.language)) if page else None


def lesson_sections(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the live lessons by title, each with (key, heading) of itself and its sections.

    Args:
        language: "nl" or "en"; a lesson that is not there in it has the words of the other.
    """
    pages = preferred(
        LessonPage.objects.live().exclude(key="").select_related("locale").order_by("code", "pk"),
        lambda page: page.key,
        language,
    )
    return [
        (
            f"{page.code} {page.title}",
            [
                (page.key, page.title),
                *((f"{page.key}#{anchor}", heading) for anchor, heading in page.sections),
            ],
        )
        for page in pages.values()
    ]
