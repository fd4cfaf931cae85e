"""Template tags of the site's frame (menu, languages, account) and of its charts."""

from collections.abc import Iterator
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Page as WagtailPage

from cms import charts
from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.permissions import roles_of
from cms.addresses import address_of
from cms.drawn import drawn, for_a_minute
from cms.gauge import Value
from cms.gauge_words import gauge_words

register = template.Library()
LABELLED_BY_FIRST_CHOICE = ("radioselect", "checkboxselectmultiple")
MANAGING = (Role.TEAM_MANAGER, Role.ORGANISATION_MANAGER)
EDITING = (Role.EDITOR, Role.ORGANISATION_ADMINISTRATOR)
Request = HttpRequest | None


@register.simple_tag(takes_context=True)
def main_menu(context: template.Context) -> SafeString:
    """Show the places a person may go; the reports of teams only for those who have any."""
    request, user = context.get("request"), context.get("user")
    path = request.path if request else ""
    is_known = bool(user and user.is_authenticated)
    has_teams = is_known and not roles_for_menus(user).isdisjoint(MANAGING)
    places = for_a_minute(
        "places", [get_language(), is_known, has_teams], lambda: _places(is_known, has_teams)
    )
    here = max((url for _label, url in places if path.startswith(url)), key=len, default="")
    items = [
        {
            "label": label,
            "url": url,
            "current": ("page" if url == path else "true") if url == here else "",
        }
        for label, url in places
    ]
    return drawn("menu", items, lambda: render_to_string("includes/_menu.html", {"items": items}))


@register.simple_tag(takes_context=True)
def account_menu(context: template.Context) -> SafeString:
    """Show the menu of a signed-in person, or the way to sign in.

    The token of its form stands beside it, so that the menu itself need not be drawn each time.
    """
    user = context.get("user")
    is_known = bool(user and user.is_authenticated)
    may_edit = is_known and (user.is_superuser or not roles_for_menus(user).isdisjoint(EDITING))
    shown = {"name": str(user) if is_known else "", "may_edit": may_edit}
    return drawn("account", shown, lambda: render_to_string("includes/_account_menu.html", shown))


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> SafeString:
    """Link to this page in each language; to the front door where it has no translation."""
    request = context.get("request")
    links = getattr(request, "language_links", None)
    if links is None:
        rows = [_language_link(code, url) for code, url in _addresses(context, request)]
        links = render_to_string("includes/_languages.html", {"links": rows})
        if request is not None:
            request.language_links = links
    return links


@register.simple_tag(takes_context=True)
def footer_links(context: template.Context) -> SafeString:
    """Show the links below each page; one more for who is signed in."""
    user = context.get("user")
    shown = {"is_known": bool(user and user.is_authenticated)}
    return drawn("footer", shown, lambda: render_to_string("includes/_footer_links.html", shown))


@register.simple_tag
def gauge(
    *,
    label: str,
    self: Value = None,
    tested: Any = None,
    target: float | None = None,
    earlier: float | None = None,
    description: str = "",
    show_tested: bool = True,
    compact: bool = False,
    key: str = "",
) -> SafeString:
    """Draw the gauge with its words.

    Args:
        label: what is gauged; the name of the image.
        self, tested: a level 0-5, a (low, level, high), or an object with these attributes; None
            when unknown.
        target, earlier: a level, or None.
        description: the values in words; composed from the numbers when left out.
        show_tested, compact, key: see `cms.charts.gauge_svg`.
    """
    level, tested = _as_value(self), _as_value(tested)
    show_tested = show_tested and not compact
    words = description or gauge_words(
        level=level, tested=tested, target=target, earlier=earlier, show_tested=show_tested
    )
    return charts.gauge_svg(
        title=label,
        description=words,
        level=level,
        tested=tested,
        target=target,
        earlier=earlier,
        show_tested=show_tested,
        compact=compact,
        key=key,
    )


@register.simple_tag
def bars(items: list, highest: float | None = None) -> SafeString:
    """Draw labelled bars to scale from items with `label` and a number as `text`."""
    rows = [(str(item["label"]), _as_number(item["text"]), str(item["text"])) for item in items]
    return charts.bars_svg(rows, highest=highest)


@register.simple_tag
def bar(number: float, highest: float, colour: str = "water") -> SafeString:
    """Draw one bar to read beside its number; `colour` is the name of a token."""
    return charts.bar_svg(number, highest, colour)


@register.simple_tag
def page_numbers(page_obj: Page) -> Iterator[int | str]:
    """Return the numbers to show below a list, with gaps."""
    return page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)


@register.filter
def needs_summary(form: BaseForm | None) -> bool:
    """Return whether the errors of a form still have to be summed up; true once per form.

    A page may put the summary above its heading and draw the form below; the form then leaves its
    own summary out.
    """
    if form is None or not form.errors or "errors_are_summed_up" in form.__dict__:
        return False
    form.__dict__["errors_are_summed_up"] = True
    return True


@register.filter
def error_anchor(field: BoundField) -> str:
    """Return the id that an error message about a field links to."""
    if field.widget_type in LABELLED_BY_FIRST_CHOICE:
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


def roles_for_menus(user: User) -> frozenset[str]:
    """Return the roles of a person, as they were at most a minute ago.

    A menu shows the way and opens nothing: what it leads to asks again.
    """
    return for_a_minute("roles", user.pk, lambda: frozenset(m.role for m in roles_of(user)))


def _places(is_known: bool, has_teams: bool) -> list[tuple[str, str]]:
    """Return the label and the address of each place in the menu."""
    modules = (_("Modules"), f"/{get_language()}/toolkit/")
    if not is_known:
        return [modules]
    places = [
        (_("My Peil"), reverse("me")),
        modules,
        (_("Quizzes"), reverse("quizzes")),
        (_("Check-ins"), reverse("check_ins")),
        (_("Sources"), reverse("sources")),
    ]
    return [*places, (_("Teams"), reverse("teams"))] if has_teams else places


def _addresses(context: template.Context, request: Request) -> list[tuple[str, str]]:
    translations = _translations_of_page(context, request)
    return [(code, _address(code, request, translations)) for code, _name in settings.LANGUAGES]


def _address(code: str, request: Request, translations: dict[str, str] | None) -> str:
    home = f"/{code}/"
    if request is None:
        return home
    here = request.get_full_path()
    if code == get_language():
        return here
    if translations is not None:
        return translations.get(code, home)
    there = translate_url(here, code)
    return there if there != here else home


def _translations_of_page(context: template.Context, request: Request) -> dict[str, str] | None:
    """Return the address per language of a Wagtail page's live translations; None elsewhere."""
    page = context.get("page")
    if page is None or not hasattr(page, "get_translations"):
        return None
    pages = context.get("translations")
    if pages is not None:
        return {other.locale.language_code: other.get_url(request) for other in pages}
    return for_a_minute("translations", page.pk, lambda: _live_translations(page))


def _live_translations(page: WagtailPage) -> dict[str, str]:
    rows = page.get_translations().live().values_list("locale__language_code", "url_path")
    return {language: address_of(url_path, language) for language, url_path in rows}


def _language_link(code: str, url: str) -> dict:
    name = get_language_info(code)["name_local"].capitalize()
    return {"code": code, "url": url, "name": name, "current": code == get_language()}


def _as_value(value: Any) -> Value:
    if value is None or value == "":
        return None
    if hasattr(value, "low"):
        return (value.low, value.level, value.high)
    return tuple(value) if isinstance(value, list | tuple) else value


def _as_number(text: Any) -> float:
    return float(str(text).replace(",", "."))
