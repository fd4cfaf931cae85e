"""Case studies: loading the shipped ones, and the list of them as readers see it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction

from cms.addresses import address_of
from training.domain.framework import preferred
from training.domain.loaded import Loaded
from training.domain.page_loading import PageLoader, known_pages
from training.domain.toolkit import CompetenceName
from training.domain.toolkit_data import CaseData
from training.enums import CaseCategory
from training.models import CaseIndexPage, CaseStudyPage, CompetenceText


@dataclass(frozen=True)
class CaseCard:
    """A case study in a list."""

    title: str
    summary: str
    address: str
    place: str
    organisation: str
    year: int | None
    is_verified: bool


@dataclass(frozen=True)
class CaseGroup:
    """One of the two headings; `cases` may be empty, and then readers are told so."""

    heading: str
    cases: tuple[CaseCard, ...]


@transaction.atomic
def load_cases(*, cases: Collection[CaseData], parents: Mapping[str, CaseIndexPage]) -> Loaded:
    """Make or update the pages of all case studies; repeating it changes nothing.

    A page is updated only when its file changed and its content is still what was loaded before.

    Args:
        cases: what the files say, in the order in which new ones are listed.
        parents: the page of all case studies by language.

    Raises:
        ProblemsFound: when Wagtail refuses a page, for instance because its slug is taken.
    """
    loader = PageLoader(known_pages(CaseStudyPage, key__in=[case.key for case in cases]))
    for language, parent in parents.items():
        before = None
        for case in cases:
            text = case.texts[language]
            page = CaseStudyPage(
                key=case.key,
                locale=parent.locale,
                slug=text.slug,
                title=text.title,
                summary=text.summary,
                category=text.category,
                place=text.where,
                organisation=text.organisation,
                year=text.year,
                competences=list(text.competences),
                is_verified=text.is_verified,
                review_date=text.review_date,
                body=text.body,
            )
            before = loader.load(page, place=text.place, parent=parent, before=before)
    return loader.loaded


def case_groups(language: str) -> list[CaseGroup]:
    """Return the live case studies of a language under their headings; one query.

    Args:
        language: "nl" or "en".
    """
    rows = CaseStudyPage.objects.live().filter(locale__language_code=language).order_by("path")
    pages = list(rows.defer_streamfields())
    return [
        CaseGroup(
            heading=str(category.label),
            cases=tuple(_card(page, language) for page in pages if page.category == category),
        )
        for category in CaseCategory
    ]


def competences_of(page: CaseStudyPage) -> list[CompetenceName]:
    """Return the competences of a case study by code, named in its language; one query."""
    rows = CompetenceText.objects.filter(
        version__is_current=True, version__competence__code__in=page.competences
    ).select_related("version__competence")
    chosen = preferred(rows, lambda text: text.version.competence.code, page.language)
    return [CompetenceName(code, chosen[code].name) for code in sorted(chosen)]


def _card(page: CaseStudyPage, language: str) -> CaseCard:
    return CaseCard(
        title=page.title,
        summary=page.summary,
        address=address_of(page.url_path, language),
        place=page.place,
        organisation=page.organisation,
        year=page.year,
        is_verified=page.is_verified,
    )
