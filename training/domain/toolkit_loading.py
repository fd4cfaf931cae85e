"""Turns shipped modules and lessons into pages; how one page is loaded is in page_loading."""

from collections.abc import Mapping

from django.db import transaction
from wagtail.models import Locale

from training.domain.loaded import Loaded
from training.domain.page_loading import PageLoader, known_pages
from training.domain.toolkit_data import LessonText, ModuleData, ModuleText
from training.domain.toolkit_site import translation_key
from training.models import LessonObjective, LessonPage, ModulePage, ToolkitPage


@transaction.atomic
def load_module(
    *,
    module: ModuleData,
    toolkits: Mapping[str, ToolkitPage],
    competences: Mapping[str, int],
    after: str = "",
) -> Loaded:
    """Make or update the pages of a module in every language; repeating it changes nothing.

    A page is updated only when its file changed and its content is still what was loaded before.

    Args:
        module: what the files say.
        toolkits: the parent page by language.
        competences: ids by code.
        after: the key of the module that comes before this one; empty for the first.

    Raises:
        ProblemsFound: when Wagtail refuses a page, for instance because its slug is taken.
    """
    loader = PageLoader(
        {
            **known_pages(ModulePage, key=module.key),
            **known_pages(LessonPage, key__startswith=f"{module.key}/"),
            **known_pages(ModulePage, key=after or None),
        }
    )
    for language, text in module.texts.items():
        parent = toolkits[language]
        page = loader.load(
            _module_page(module.key, text, parent.locale),
            place=text.place,
            parent=parent,
            before=loader.known.get((after, language)),
        )
        before = None
        for lesson in module.lessons:
            words = lesson.texts[language]
            before = loader.load(
                _lesson_page(lesson.key, words, parent.locale, competences),
                place=words.place,
                parent=page,
                before=before,
            )
    return loader.loaded


def _module_page(key: str, text: ModuleText, locale: Locale) -> ModulePage:
    return ModulePage(
        key=key,
        locale=locale,
        code=text.code,
        slug=text.slug,
        title=text.title,
        summary=text.summary,
        introduction=text.introduction,
    )


def _lesson_page(
    key: str, text: LessonText, locale: Locale, competences: Mapping[str, int]
) -> LessonPage:
    page = LessonPage(
        key=key,
        locale=locale,
        code=text.code,
        slug=text.slug,
        title=text.title,
        summary=text.summary,
        minutes=text.minutes,
        review_date=text.review_date,
        body=text.body,
    )
    page.objectives = [
        LessonObjective(
            # known as the same one in every language
            translation_key=translation_key(f"{key}/objective-{number}"),
            locale=locale,
            competence_id=competences[code],
            text=line,
            sort_order=number,
        )
        for number, (code, line) in enumerate(text.objectives)
    ]
    return page
