"""Registers what the site adds to Wagtail's admin."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms.models import BasePage
from cms.translating import views
from cms.translating.steps import outdated_translations

BEFORE_LIBRARIES = -1


@hooks.register("register_admin_urls", order=BEFORE_LIBRARIES)
def translating_urls() -> list[URLPattern]:
    """Return our pages, and those that stand in front of wagtail-localize's own."""
    return [
        path("languages/<int:pk>/", views.languages, name="page_languages"),
        path("localize/update/<int:translation_source_id>/", views.UpdateView.as_view()),
        path("localize/page/<int:page_id>/convert_to_alias/", views.refuse_alias),
    ]


@hooks.register("register_page_header_buttons")
def language_buttons(page: Page, user, view_name: str, next_url=None) -> Iterator[Button]:
    if page.is_root() or not page.permissions_for_user(user).can_edit():
        return
    if not isinstance(page.specific, BasePage):
        return
    rows = outdated_translations(page.translation_key)
    label = _("Languages: out of date") if rows else _("Languages")
    yield Button(
        label,
        url=views.languages_url(page.pk),
        icon_name="warning" if rows else "wagtail-localize-language",
        priority=55,
    )


@hooks.register("before_edit_page", order=BEFORE_LIBRARIES)
def say_what_is_out_of_date(request: HttpRequest, page: Page) -> None:
    """Tell the editor of a page, and of its translation, which of them is behind."""
    if request.method != "GET" or not isinstance(page, BasePage):
        return
    for row in outdated_translations(page.translation_key):
        text, address = views.said_of(row, page)
        button = messages.button(address, _("Show"))
        messages.warning(request, text, buttons=[button])


@hooks.register("construct_page_action_menu")
def offer_no_copies(menu_items: list, request: HttpRequest, context: dict) -> None:
    """Leave out what would put words of the other language on a page."""
    menu_items[:] = [item for item in menu_items if item.name != "localize-convert-to-alias"]


@hooks.register("construct_reports_menu")
def show_translations_to_those_who_write(request: HttpRequest, menu_items: list) -> None:
    """Leave out wagtail-localize's report, which it shows to everybody."""
    if not page_permission_policy.user_has_any_permission(request.user, {"change", "publish"}):
        report = reverse("wagtail_localize:translations_report")
        menu_items[:] = [item for item in menu_items if item.url != report]
