"""The content checks over pages: all live ones, or one as its editor has it now."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import Count
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.fields import StreamField
from wagtail.models import get_page_models

from cms.addresses import address_of
from cms.models import BasePage
from training.domain.content_checks import Finding, LinkRule, check_text, no_anchor
from training.domain.content_text import CheckedText
from training.models import LessonObjective, LessonPage

# Addresses that lead to a page of the tree, and nowhere when there is none.
PAGE_ROUTES = {"wagtail_serve", "toolkit", "module", "lesson"}


@dataclass(frozen=True)
class PageFindings:
    """What was found on a page; `page` is specific, with its locale."""

    page: BasePage
    findings: list[Finding]


@dataclass(frozen=True)
class Target:
    """A live page that links may lead to."""

    path: str
    anchors: list[str]


def check_live_pages() -> list[PageFindings]:
    """Return every live page with something to look at, in the order of the tree."""
    pages = [page for page in live_pages() if page.live]
    check = _checker(pages)
    checked = [PageFindings(page, check(page)) for page in pages]
    return sorted((row for row in checked if row.findings), key=lambda row: row.page.path)


def check_page(page: BasePage) -> list[Finding]:
    """Return what is found on one page, as it stands in memory; other pages as they are live.

    Args:
        page: specific; it may have words that nobody saved.
    """
    return _checker([*(other for other in live_pages() if other.pk != page.pk), page])(page)


def live_pages() -> list[BasePage]:
    """Return all live pages, specific, with their locales; one query per kind of page."""
    models = [model for model in get_page_models() if issubclass(model, BasePage)]
    return [page for model in models for page in model.objects.live().select_related("locale")]


def _checker(pages: list[BasePage]) -> Callable[[BasePage], list[Finding]]:
    """Return the check of one page, which knows all these pages; a few queries."""
    languages: dict[UUID, set[str]] = defaultdict(set)
    for page in pages:
        languages[page.translation_key].add(page.locale.language_code)
    rows = LessonObjective.objects.values_list("page").annotate(count=Count("pk"))
    objectives: dict[int, int] = dict(rows.order_by())
    broken = _link_rule(pages)

    def check(page: BasePage) -> list[Finding]:
        known = languages[page.translation_key]
        missing = tuple(code for code, _name in settings.LANGUAGES if code not in known)
        text = CheckedText(
            language=page.locale.language_code,
            title=page.title,
            stream=list(streams_of(page)),
            is_lesson=isinstance(page, LessonPage),
            objectives=_objectives(page, objectives),
            missing=missing,
        )
        return check_text(text, broken=broken)

    return check


def _objectives(page: BasePage, stored: dict[int, int]) -> int:
    """Return how many objectives a page has; an edited one carries its own."""
    edited = getattr(page, "_cluster_related_objects", {}).get("objectives")
    return len(edited) if edited is not None else stored.get(page.pk, 0)


def streams_of(page: BasePage) -> Iterator[dict]:
    """Return the raw blocks of all streams of a page."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            yield from getattr(page, field.name).raw_data


def _link_rule(pages: list[BasePage]) -> LinkRule:
    targets = {
        page.pk: Target(
            path=address_of(page.url_path, page.locale.language_code),
            anchors=[
                raw["value"]["anchor"] for raw in streams_of(page) if raw["type"] == "heading"
            ],
        )
        for page in pages
    }
    return partial(_broken, targets, {target.path: target for target in targets.values()})


def _broken(
    by_id: dict[int, Target], by_path: dict[str, Target], link: dict[str, str], text: CheckedText
) -> str:
    if link.get("linktype") == "page":
        known = link.get("id", "").isdigit() and int(link["id"]) in by_id
        return "" if known else _("A link leads to a page that is not live.")
    address = link.get("href", "")
    if address.startswith("#"):
        return "" if address[1:] in text.anchors else no_anchor(address)
    path, anchor = _on_this_site(address)
    if not path:
        return ""
    target = by_path.get(path if path.endswith("/") else f"{path}/")
    if target is None:
        return "" if _is_screen(path) else _nowhere(address)
    return no_anchor(address) if anchor and anchor not in target.anchors else ""


def _nowhere(address: str) -> str:
    return _("The link “%(address)s” leads nowhere on this site.") % {"address": address}


def _on_this_site(address: str) -> tuple[str, str]:
    """Return (path, anchor) of an address of this site; empty for another site's."""
    parts = urlsplit(address)
    own = urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc
    if parts.scheme not in ("", "http", "https") or parts.netloc not in ("", own):
        return "", ""
    return (parts.path or "/", parts.fragment) if address else ("", "")


def _is_screen(path: str) -> bool:
    """Return whether an address is one of the product's own screens, not a page."""
    language = path.strip("/").split("/")[0]
    with override(language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        try:
            return resolve(path).url_name not in PAGE_ROUTES
        except Resolver404:
            return path == "/"
