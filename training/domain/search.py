"""Finding modules and lessons by words, in the language of the reader."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page as ResultPage
from django.core.paginator import Paginator
from wagtail.models import Locale, Page

from cms.addresses import address_of
from training.models import LessonPage, ModulePage

PER_PAGE = 20


@dataclass(frozen=True)
class Found:
    """A module or lesson that was found; `module_title` is empty for a module."""

    key: UUID
    title: str
    summary: str
    address: str
    module_title: str


def search_toolkit(query: str, *, language: str, number: str | int = 1) -> ResultPage:
    """Return one page of what was found, best first; seven queries at most.

    Args:
        query: words, all of which must occur; signs between them mean nothing.
        language: "nl" or "en".
        number: of the page wanted; the nearest existing one when there is no such page.
    """
    locale = Locale.objects.get(language_code=language)
    pages = Page.objects.live().public().filter(locale=locale).type(ModulePage, LessonPage)
    words = " ".join(re.findall(r"\w+", query))
    results = pages.search(words) if words else []
    found = Paginator(results, PER_PAGE).get_page(number)
    found.object_list = _found(list(found.object_list), language)
    return found


def _found(pages: list[Page], language: str) -> list[Found]:
    keys = [page.pk for page in pages]
    summaries = {
        **dict(ModulePage.objects.filter(pk__in=keys).values_list("pk", "summary")),
        **dict(LessonPage.objects.filter(pk__in=keys).values_list("pk", "summary")),
    }
    parents = {page.path[: -Page.steplen] for page in pages}
    modules = dict(ModulePage.objects.filter(path__in=parents).values_list("path", "title"))
    return [
        Found(
            key=page.translation_key,
            title=page.title,
            summary=summaries.get(page.pk, ""),
            address=address_of(page.url_path, language),
            module_title=modules.get(page.path[: -Page.steplen], ""),
        )
        for page in pages
    ]
