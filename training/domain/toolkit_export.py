"""What is on the site as plain values, for files that load_toolkit turns into the same pages.

Only what readers see: pages that are offline, and drafts, stay where they are. A page that came
from no file gets a key from its address in the first language that it has.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from wagtail.blocks import StreamValue
from wagtail.models import Page

from cms.addresses import address_of
from cms.models import HomePage
from training.domain.glossary_editing import TermData, words_in
from training.domain.page_loading import without_ids
from training.domain.toolkit_data import (
    CaseData,
    CaseText,
    DoorText,
    LessonData,
    LessonText,
    ModuleData,
    ModuleText,
    Stream,
)
from training.models import (
    CaseIndexPage,
    CaseStudyPage,
    GlossaryTerm,
    LessonPage,
    ModulePage,
    Reference,
    ToolkitPage,
)

P = TypeVar("P", bound=Page)
Keys = dict[UUID, str]
Texts = dict[UUID, dict[str, P]]
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def modules_to_export() -> list[ModuleData]:
    """Return the live modules with their live lessons, in their order; four queries."""
    modules = _by_translation(_live(ModulePage))
    lessons = _by_translation(_live(LessonPage).prefetch_related("objectives__competence"))
    module_keys = _keys(modules)
    parents = {page.path: key for key, pages in modules.items() for page in pages.values()}
    found = []
    for translation, pages in modules.items():
        module_key = module_keys[translation]
        inside = {
            lesson: texts
            for lesson, texts in lessons.items()
            if parents.get(_first(texts).path[: -Page.steplen]) == translation
        }
        found.append(
            ModuleData(
                key=module_key,
                texts={
                    language: _module_text(module_key, page) for language, page in pages.items()
                },
                lessons=tuple(
                    _lesson(f"{module_key}/{key}", inside[lesson])
                    for lesson, key in _keys(inside).items()
                ),
            )
        )
    return found


def doors_to_export() -> dict[str, dict[str, DoorText]]:
    """Return the words of the pages that others stand under, by name of the file and language."""
    homes = _live(HomePage)
    lists = {"toolkit": _live(ToolkitPage), "case-studies": _live(CaseIndexPage)}
    return {
        "home": {page.language: _door(page, _stream(page.body)) for page in homes},
        **{
            name: {page.language: _door(page, []) for page in pages}
            for name, pages in lists.items()
        },
    }


def cases_to_export() -> list[CaseData]:
    """Return the live case studies in their order; one query."""
    cases = _by_translation(_live(CaseStudyPage))
    return [
        CaseData(
            key=key,
            texts={language: _case(key, page) for language, page in cases[translation].items()},
        )
        for translation, key in _keys(cases).items()
    ]


def references_to_export() -> list[dict[str, Any]]:
    """Return the bibliography by key; one query."""
    return list(Reference.objects.order_by("key").values_list("data", flat=True))


def terms_to_export() -> list[TermData]:
    """Return the glossary in the order in which it was made; six queries."""
    keys = {
        (language, lesson.texts[language].slug): lesson.key
        for module in modules_to_export()
        for lesson in module.lessons
        for language in lesson.texts
    }
    lessons = {
        page.translation_key: keys[page.language, page.slug]
        for page in _live(LessonPage)
        if (page.language, page.slug) in keys
    }
    return [
        TermData(key=entry.key, lesson=lessons.get(entry.lesson, ""), texts=words_in(entry))
        for entry in GlossaryTerm.objects.prefetch_related("texts").order_by("pk")
    ]


def link_addresses() -> Callable[[dict[str, str]], str]:
    """Return a function from the attributes of a link to its full address; one query.

    Links to pages of this site get the address that they have here; links to documents get none.
    """
    rows = Page.objects.values_list("pk", "url_path", "locale__language_code", "depth")
    pages = {str(pk): address_of(path, code) for pk, path, code, depth in rows if depth > 1}

    def address(attributes: dict[str, str]) -> str:
        if attributes.get("linktype") == "page":
            here = pages.get(attributes.get("id", ""), "")
            return here and settings.WAGTAILADMIN_BASE_URL + here
        return attributes.get("href", "")

    return address


def _live(model: type[P]) -> QuerySet[P]:
    return model.objects.live().select_related("locale").order_by("path")


def _by_translation(pages: Iterable[P]) -> Texts:
    """Return {translation key: {language: page}} in the order of the first language."""
    ordered = sorted(pages, key=lambda page: LANGUAGES.index(page.language))
    found: Texts = {}
    for page in ordered:
        found.setdefault(page.translation_key, {})[page.language] = page
    return found


def _first(texts: dict[str, P]) -> P:
    return next(iter(texts.values()))


def _keys(texts: Texts) -> Keys:
    """Return the last part of the key of each page; pages without one are named by their slug."""
    shipped = {
        translation: next((page.key for page in pages.values() if page.key), "")
        for translation, pages in texts.items()
    }
    keys: Keys = {}
    taken = {key.rpartition("/")[2] for key in shipped.values() if key}
    for translation, pages in texts.items():
        key = shipped[translation].rpartition("/")[2]
        if not key:
            slug, number = _first(pages).slug, 2
            key = slug
            while key in taken:
                key, number = f"{slug}-{number}", number + 1
            taken.add(key)
        keys[translation] = key
    return keys


def _module_text(key: str, page: ModulePage) -> ModuleText:
    return ModuleText(
        language=page.language,
        place=f"{key}/module.{page.language}.md",
        code=page.code,
        slug=page.slug,
        title=page.title,
        summary=page.summary,
        introduction=_stream(page.introduction),
    )


def _lesson(key: str, pages: dict[str, LessonPage]) -> LessonData:
    return LessonData(
        key=key,
        texts={
            language: LessonText(
                language=language,
                place=f"{key}.{language}.md",
                code=page.code,
                slug=page.slug,
                title=page.title,
                summary=page.summary,
                minutes=page.minutes,
                review_date=page.review_date,
                objectives=tuple((row.competence.code, row.text) for row in page.objectives.all()),
                body=_stream(page.body),
            )
            for language, page in pages.items()
        },
    )


def _case(key: str, page: CaseStudyPage) -> CaseText:
    return CaseText(
        language=page.language,
        place=f"case-studies/{key}.{page.language}.md",
        slug=page.slug,
        title=page.title,
        summary=page.summary,
        category=page.category,
        where=page.place,
        organisation=page.organisation,
        year=page.year,
        competences=tuple(page.competences),
        is_verified=page.is_verified,
        review_date=page.review_date,
        body=_stream(page.body),
    )


def _door(page: HomePage | ToolkitPage | CaseIndexPage, body: Stream) -> DoorText:
    return DoorText(title=page.title, summary=page.summary, body=body)


def _stream(value: StreamValue) -> Stream:
    return without_ids(value)
