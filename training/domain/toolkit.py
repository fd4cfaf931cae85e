"""The toolkit as readers see it: modules with their lessons, and where a lesson stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, QuerySet
from wagtail.models import Page

from cms.accounts.models import User
from cms.addresses import address_of
from cms.drawn import for_a_minute
from training.domain.framework import preferred
from training.domain.progress import ModuleProgress, module_progress, progress_of
from training.models import CompetenceText, LessonObjective, LessonPage, LessonProgress, ModulePage

STEP = Page.steplen


@dataclass(frozen=True)
class PageLink:
    """A page to link to; `key` is shared by its translations."""

    key: UUID
    title: str
    path: str
    url_path: str
    language: str

    @property
    def address(self) -> str:
        return address_of(self.url_path, self.language)


@dataclass(frozen=True)
class LessonPlace:
    """Where a lesson stands: the pages above it, its neighbours, the lessons of its module."""

    toolkit: PageLink
    module: PageLink
    lessons: tuple[PageLink, ...]
    previous: PageLink | None
    next: PageLink | None


@dataclass(frozen=True)
class CompetenceName:
    code: str
    name: str


@dataclass(frozen=True)
class Objective:
    text: str
    competence: CompetenceName


@dataclass(frozen=True)
class LessonCard:
    """A lesson in a list; `progress` is None for somebody who never opened it, or is a guest."""

    link: PageLink
    code: str
    summary: str
    minutes: int
    competences: tuple[CompetenceName, ...]
    progress: LessonProgress | None


@dataclass(frozen=True)
class ModuleCard:
    """A module in a list, with its lessons; `progress` is None for a guest."""

    link: PageLink
    code: str
    summary: str
    lessons: tuple[LessonCard, ...]
    progress: ModuleProgress | None

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)

    @property
    def competences(self) -> list[CompetenceName]:
        """Return the competences of all lessons, each once, by code."""
        found = {name.code: name for lesson in self.lessons for name in lesson.competences}
        return [found[code] for code in sorted(found)]


def lesson_place(page: LessonPage) -> LessonPlace:
    """Return where a lesson stands; one query, whatever the number of lessons."""
    module_path, toolkit_path = page.path[:-STEP], page.path[: -2 * STEP]
    language = page.language
    rows = (
        Page.objects.filter(path__startswith=toolkit_path, depth__lte=page.depth)
        .order_by("path")
        .values("translation_key", "title", "url_path", "path", "depth", "live")
    )
    links = [(row["depth"], row["live"], _link(row, language)) for row in rows]
    by_path = {link.path: link for _depth, _live, link in links}
    lessons = [link for depth, live, link in links if depth == page.depth and live]
    return LessonPlace(
        toolkit=by_path[toolkit_path],
        module=by_path[module_path],
        lessons=tuple(link for link in lessons if link.path.startswith(module_path)),
        previous=next((link for link in reversed(lessons) if link.path < page.path), None),
        next=next((link for link in lessons if link.path > page.path), None),
    )


def objectives_of(page: LessonPage) -> list[Objective]:
    """Return the objectives of a lesson with the names of their competences.

    One query for a saved page; a preview holds its objectives itself, and takes one for the names.
    """
    rows = page.objectives.all()
    if isinstance(rows, QuerySet):
        return for_a_minute(
            "objectives", [page.pk, page.language], lambda: _saved_objectives(rows, page.language)
        )
    names = competence_names({row.competence_id for row in rows}, page.language)
    return [
        Objective(row.text, names[row.competence_id]) for row in rows if row.competence_id in names
    ]


def competence_names(ids: Iterable[int], language: str) -> dict[int, CompetenceName]:
    """Return code and current name of competences by id; one query."""
    rows = preferred(
        CompetenceText.objects.filter(
            version__is_current=True, version__competence_id__in=list(ids)
        ).select_related("version__competence"),
        lambda text: text.version.competence_id,
        language,
    )
    return {key: CompetenceName(row.version.competence.code, row.name) for key, row in rows.items()}


def modules_in(
    language: str, *, user: User | None = None, module: ModulePage | None = None
) -> list[ModuleCard]:
    """Return the live modules of a language with their live lessons; at most five queries.

    Args:
        language: "nl" or "en".
        user: whose progress is wanted; nobody's when left out or not signed in.
        module: only this one.
    """
    modules = ModulePage.objects.live().filter(locale__language_code=language)
    lessons = LessonPage.objects.live().filter(locale__language_code=language)
    if module is not None:
        modules = modules.filter(path=module.path)
        lessons = lessons.filter(path__startswith=module.path)
    columns = ("translation_key", "title", "url_path", "path", "code", "summary")
    module_rows = list(modules.order_by("path").values(*columns))
    lesson_rows = list(lessons.order_by("path").values("pk", *columns, "minutes"))
    known = user if user is not None and user.is_authenticated else None
    progress = progress_of(known, [row["translation_key"] for row in lesson_rows]) if known else {}
    names = _names_by_lesson([row["pk"] for row in lesson_rows], language)
    cards = [
        LessonCard(
            link=_link(row, language),
            code=row["code"],
            summary=row["summary"],
            minutes=row["minutes"],
            competences=names.get(row["pk"], ()),
            progress=progress.get(row["translation_key"]),
        )
        for row in lesson_rows
    ]
    return [_module_card(row, cards, progress if known else None, language) for row in module_rows]


def _saved_objectives(rows: QuerySet, language: str) -> list[Objective]:
    texts = "competence__versions__texts"
    joined = rows.filter(competence__versions__is_current=True).annotate(
        language=F(f"{texts}__language"), name=F(f"{texts}__name"), code=F("competence__code")
    )
    return [
        Objective(row.text, CompetenceName(row.code, row.name))
        for row in preferred(joined, lambda row: row.pk, language).values()
    ]


def _module_card(
    row: dict,
    cards: list[LessonCard],
    progress: Mapping[UUID, LessonProgress] | None,
    language: str,
) -> ModuleCard:
    lessons = tuple(card for card in cards if card.link.path.startswith(row["path"]))
    keys = [card.link.key for card in lessons]
    return ModuleCard(
        link=_link(row, language),
        code=row["code"],
        summary=row["summary"],
        lessons=lessons,
        progress=None if progress is None else module_progress(progress, keys),
    )


def _names_by_lesson(pages: list[int], language: str) -> dict[int, tuple[CompetenceName, ...]]:
    rows = LessonObjective.objects.filter(page_id__in=pages).order_by("sort_order")
    pairs = list(rows.values_list("page_id", "competence_id"))
    names = competence_names({competence for _page, competence in pairs}, language)
    found: dict[int, dict[int, CompetenceName]] = {}
    for page, competence in pairs:
        if competence in names:
            found.setdefault(page, {})[competence] = names[competence]
    return {page: tuple(by_id.values()) for page, by_id in found.items()}


def _link(row: dict, language: str) -> PageLink:
    return PageLink(
        key=row["translation_key"],
        title=row["title"],
        path=row["path"],
        url_path=row["url_path"],
        language=language,
    )
