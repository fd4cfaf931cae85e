"""Plain pages of the site in both languages, without the toolkit."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import Locale, Page, Site

from cms.models import BasePage, HomePage, StandardPage
from tests.made_once import made_once

WORDS = {
    "nl": {"title": "Over ons", "summary": "Wie wij zijn."},
    "en": {"title": "About us", "summary": "Who we are."},
}
BODIES = {
    "nl": [
        {"type": "heading", "value": {"text": "Ons werk", "anchor": "work"}},
        {"type": "text", "value": '<p data-block-key="a">Wij <a href="/nl/x/">helpen</a>.</p>'},
        {"type": "references", "value": {"items": ["Een boek"]}},
    ],
    "en": [
        {"type": "heading", "value": {"text": "Our work", "anchor": "work"}},
        {"type": "text", "value": '<p data-block-key="b">We <a href="/en/x/">help</a>.</p>'},
        {"type": "references", "value": {"items": ["A book"]}},
    ],
}


def make_home(language: str) -> HomePage:
    """Return the published front door of a language; the first one is the site's."""
    locale, _created = Locale.objects.get_or_create(language_code=language)
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=locale)
    )
    home = HomePage(
        title=f"Home {language}",
        slug=language,
        locale=locale,
        translation_key=uuid5(NAMESPACE_URL, "home"),
        live=False,
    )
    root.add_child(instance=home)
    home.save_revision().publish()
    if not Site.objects.exists():
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return HomePage.objects.get(pk=home.pk)


def make_homes() -> dict[str, HomePage]:
    """Return the published front door of each language."""

    def make() -> None:
        for language in WORDS:
            make_home(language)

    made_once("homes", make)
    return {home.locale.language_code: home for home in HomePage.objects.select_related("locale")}


def make_site_with_pair() -> dict[str, StandardPage]:
    """Return a text page in each language, published below the front doors, which it makes."""

    def make() -> None:
        make_pair(make_homes())

    made_once("site with a pair", make)
    pages = StandardPage.objects.select_related("locale")
    return {page.locale.language_code: page for page in pages}


def make_pair(
    homes: dict[str, HomePage],
    *,
    slug: str = "about",
    languages: tuple[str, ...] = ("nl", "en"),
    **bodies: list[dict],
) -> dict[str, StandardPage]:
    """Return a text page in each language, published; `nl` and `en` replace the bodies."""
    pages = {}
    for language in languages:
        page = StandardPage(
            **WORDS[language],
            slug=slug,
            locale=homes[language].locale,
            translation_key=uuid5(NAMESPACE_URL, slug),
            body=bodies.get(language, BODIES[language]),
            live=False,
        )
        HomePage.objects.get(pk=homes[language].pk).add_child(instance=page)
        page.save_revision().publish()
        pages[language] = StandardPage.objects.get(pk=page.pk)
    return pages


def edit(page: BasePage, **changes: Any) -> Any:
    """Publish a page with changes, as an editor would, and return it as it is now."""
    page = page.specific_class.objects.get(pk=page.pk)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page.specific_class.objects.get(pk=page.pk)


def prepare_translating() -> None:
    """Make what wagtail-localize has from migrations: their own table, and its permission.

    On SQLite it does without the table, and none can be made within a transaction.
    """
    if connection.vendor != "sqlite":
        MigrationRecorder(connection).ensure_schema()
    kind, _created = ContentType.objects.get_or_create(
        app_label="wagtail_localize", model="translation"
    )
    Permission.objects.get_or_create(
        content_type=kind, codename="submit_translation", defaults={"name": "Can submit"}
    )
