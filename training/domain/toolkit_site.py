"""The ground the toolkit stands on: languages, site, front doors, and one toolkit per language.

Everything here is made once and belongs to the editors from then on.
"""

from collections.abc import Mapping
from typing import TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from wagtail.models import Locale, Page, Site

from cms.models import HomePage
from training.domain.toolkit_data import DoorText
from training.models import CaseIndexPage, ToolkitPage

NAMESPACE = uuid5(NAMESPACE_URL, "https://peil.example/toolkit/")
Kind = TypeVar("Kind", ToolkitPage, CaseIndexPage)
WELCOME = "Welcome to your new Wagtail site!"


def translation_key(key: str) -> UUID:
    """Return the key that the translations of a shipped page share: the same in each database."""
    return uuid5(NAMESPACE, key)


@transaction.atomic
def lay_ground(
    *, homes: Mapping[str, DoorText], toolkits: Mapping[str, DoorText]
) -> dict[str, ToolkitPage]:
    """Return the toolkit page of each language; what is missing is made and published.

    Args:
        homes: the words of the front door by language; the first language is the site's root.
        toolkits: the words of the toolkit page by language.
    """
    locales = {language: _locale(language) for language in homes}
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=next(iter(locales.values())))
    )
    pages: dict[str, ToolkitPage] = {}
    for number, (language, locale) in enumerate(locales.items()):
        home = _home(root, locale, homes[language])
        if number == 0:
            _site(home)
            _remove_welcome_page()
        pages[language] = _toolkit(home, locale, toolkits[language])
    return pages


@transaction.atomic
def lay_case_studies(texts: Mapping[str, DoorText]) -> dict[str, CaseIndexPage]:
    """Return the page of all case studies of each language; what is missing is made and published.

    Args:
        texts: title and summary by language; the front doors are there.
    """
    homes = HomePage.objects.filter(locale__language_code__in=texts).select_related("locale")
    return {
        home.language: _below(
            home, CaseIndexPage, "case-studies", home.locale, texts[home.language]
        )
        for home in homes
    }


def publish(page: Page) -> None:
    """Check a page in full and publish it; a draft that only passed the small check never is."""
    page.full_clean()
    page.save_revision().publish()


def _locale(language: str) -> Locale:
    locale, _created = Locale.objects.get_or_create(language_code=language)
    return locale


def _home(root: Page, locale: Locale, text: DoorText) -> HomePage:
    home = HomePage.objects.filter(locale=locale).first()
    if home is not None:
        return home
    other = HomePage.objects.first()
    home = HomePage(
        title=text.title,
        summary=text.summary,
        slug=locale.language_code,
        locale=locale,
        translation_key=other.translation_key if other else translation_key("home"),
        body=text.body,
        live=False,
    )
    root.refresh_from_db()
    root.add_child(instance=home)
    publish(home)
    return home


def _toolkit(home: HomePage, locale: Locale, text: DoorText) -> ToolkitPage:
    return _below(home, ToolkitPage, "toolkit", locale, text)


def _below(home: HomePage, model: type[Kind], slug: str, locale: Locale, text: DoorText) -> Kind:
    """Return the one page of a kind in a language, made under the front door when missing."""
    page = model.objects.filter(locale=locale).first()
    if page is not None:
        return page
    other = model.objects.first()
    page = model(
        title=text.title,
        summary=text.summary,
        slug=slug,
        locale=locale,
        translation_key=other.translation_key if other else translation_key(slug),
        live=False,
    )
    home.refresh_from_db()
    home.add_child(instance=page)
    publish(page)
    return page


def _site(home: HomePage) -> None:
    """Point the default site to the front door, unless an editor chose another one."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        Site.objects.create(
            hostname="localhost", site_name="Peil", root_page=home, is_default_site=True
        )
    elif site.root_page.title == WELCOME:
        site.root_page = home
        site.site_name = site.site_name or "Peil"
        site.save()


def _remove_welcome_page() -> None:
    """Remove the page that a new Wagtail comes with, when nobody made it something else."""
    for page in Page.objects.filter(title=WELCOME, depth=2, numchild=0).exact_type(Page):
        page.delete()
