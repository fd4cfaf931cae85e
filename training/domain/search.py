"""Finding lessons, terms, case studies and sources by words, in the language of the reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Page as ResultPage
from django.core.paginator import Paginator
from wagtail.models import Locale, Page

from cms.accounts.models import User
from cms.addresses import address_of
from cms.plain_text import SectionText, sections_of
from cms.search import backend_for
from training.domain.glossary import Term, glossary
from training.domain.query import Query, parse_query
from training.domain.snippets import Piece, best_snippet, marked
from training.domain.sources import preferred_text
from training.domain.suggestions import suggestions
from training.models import CaseStudyPage, LessonPage, ModulePage, Source, SourceText
from training.models.pages import ShippedPage
from training.permissions import visible_sources

PER_PAGE = 10
MOST_PAGES = 200
MOST_BESIDE = 4
Text = tuple[str, list[SectionText]]


@dataclass(frozen=True)
class Found:
    """A page that was found.

    Attributes:
        key: shared by its translations.
        module_title: of the module of a lesson; empty for any other page.
        address: of the section that the snippet is from.
        heading: of that section; may be empty.
        pieces: the snippet, or the summary where the words stand elsewhere.
    """

    key: UUID
    title: str
    module_title: str
    address: str
    heading: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class FoundSource:
    source: Source
    text: SourceText
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class FoundTerm:
    term: Term
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Results:
    """What was found, by kind; of terms, cases and sources the first ones and how many there are.

    Attributes:
        lessons: one page of modules and lessons.
        suggestions: other words to look for, when nothing was found.
    """

    lessons: ResultPage
    terms: list[FoundTerm]
    cases: list[Found]
    sources: list[FoundSource]
    term_count: int
    source_count: int
    suggestions: list[str]

    @property
    def count(self) -> int:
        return self.lessons.paginator.count + self.term_count + len(self.cases) + self.source_count


def search(words: str, *, language: str, user: User | None, number: str | int = 1) -> Results:
    """Return what is found, best first.

    Args:
        words: all that say something must occur; signs between them mean nothing.
        language: "nl" or "en".
        user: sources are for who signed in, and an organisation's own for its people.
        number: of the page of lessons wanted; the nearest one when there is no such page.
    """
    terms = glossary(language).terms
    query = parse_query(words, language=language, terms=terms)
    pages = _pages(query) if query.sought else []
    lessons = [page for page in pages if not issubclass(page.specific_class, CaseStudyPage)]
    cases = [page for page in pages if issubclass(page.specific_class, CaseStudyPage)]
    shown = Paginator(lessons, PER_PAGE).get_page(number)
    found = _found([*shown.object_list, *cases], query)
    shown.object_list = found[: len(shown.object_list)]
    named = _terms(terms, query)
    sources = _sources(user, query) if user is not None and query.sought else []
    nothing = query.sought and not (lessons or cases or named or sources)
    return Results(
        lessons=shown,
        terms=named[:MOST_BESIDE],
        cases=found[len(shown.object_list) :],
        sources=sources[:MOST_BESIDE],
        term_count=len(named),
        source_count=len(sources),
        suggestions=_suggestions(words, language, terms) if nothing else [],
    )


def _pages(query: Query) -> list[Page]:
    """Return the live, open pages of the language that fit, best first; four queries at most."""
    locale = Locale.objects.filter(language_code=query.language)
    pages = Page.objects.live().public().filter(locale__in=locale)
    pages = pages.type(ModulePage, LessonPage, CaseStudyPage)
    return list(backend_for(query.language).search(query.for_database, pages)[:MOST_PAGES])


def _found(pages: list[Page], query: Query) -> list[Found]:
    texts = {
        pk: row
        for model in (ModulePage, LessonPage, CaseStudyPage)
        for pk, row in _texts(model, pages)
    }
    parents = {page.path[: -Page.steplen] for page in pages}
    modules = dict(ModulePage.objects.filter(path__in=parents).values_list("path", "title"))
    return [
        _one_found(page, texts[page.pk], modules.get(page.path[: -Page.steplen], ""), query)
        for page in pages
        if page.pk in texts
    ]


def _texts(model: type[ShippedPage], pages: list[Page]) -> Iterable[tuple[int, Text]]:
    """Yield the key of each page of a kind with its summary and its sections; one query."""
    keys = [page.pk for page in pages if page.specific_class is model]
    if not keys:
        return
    rows = model.objects.filter(pk__in=keys).values_list("pk", "summary", model.text_field)
    for pk, summary, stream in rows:
        yield pk, (summary, sections_of(stream.raw_data))


def _one_found(page: Page, text: Text, module_title: str, query: Query) -> Found:
    summary, sections = text
    snippet = best_snippet(sections, query)
    address = address_of(page.url_path, query.language)
    return Found(
        key=page.translation_key,
        title=page.title,
        module_title=module_title,
        address=f"{address}#{snippet.anchor}" if snippet and snippet.anchor else address,
        heading=snippet.heading if snippet else "",
        pieces=snippet.pieces if snippet and snippet.pieces else marked(summary, query),
    )


def _terms(terms: Iterable[Term], query: Query) -> list[FoundTerm]:
    """Return the terms that fit; first those that are named."""
    fitting = [term for term in terms if query.fits(*term.forms, term.other, term.text)]
    fitting.sort(key=lambda term: not query.fits(*term.forms, term.other))
    return [FoundTerm(term, marked(term.text, query)) for term in fitting]


def _sources(user: User, query: Query) -> list[FoundSource]:
    """Return the sources in use that the person may see and that fit, by name."""
    rows = [
        (source, preferred_text(source, query.language))
        for source in visible_sources(user).in_use().prefetch_related("texts")
    ]
    found = [
        FoundSource(source, text, marked(text.purpose, query))
        for source, text in rows
        if query.fits(text.name, source.publisher, text.purpose, text.coverage)
    ]
    return sorted(found, key=lambda row: (not query.fits(row.text.name), row.text.name.casefold()))


def _suggestions(words: str, language: str, terms: Iterable[Term]) -> list[str]:
    titles = Page.objects.live().public().filter(locale__language_code=language)
    titles = titles.type(ModulePage, LessonPage, CaseStudyPage).values_list("title", flat=True)
    names = [form for term in terms for form in term.forms]
    return suggestions(words, language=language, names=[*names, *titles])
