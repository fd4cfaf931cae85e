"""The administration's page about the languages of a page, and two of the library's made safe."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.views.update_translations import (
    UpdateTranslationsForm,
    UpdateTranslationsView,
)

from cms.models import BasePage
from cms.translating.align import align
from cms.translating.linking import keep_in_step, twins_of
from cms.translating.steps import Outdated, outdated_translations, settle

SHOWN = 20


def languages(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how a page stands to its other languages; link it, or say that nothing must follow."""
    page = get_object_or_404(Page, pk=pk).specific
    if not isinstance(page, BasePage) or not _may_edit(request, page):
        raise PermissionDenied
    twins = twins_of(page)
    if request.method == "POST":
        chosen = next((t for t in twins if str(t.page.pk) == request.POST.get("twin")), None)
        if chosen is None or not _may_edit(request, chosen.page):
            raise PermissionDenied
        return _do(request, page, chosen.page.specific, chosen.language)
    rows = [(twin, align(page, twin.page.specific)) for twin in twins]
    context = {
        "page": page,
        "language": page.locale.get_display_name(),
        "rows": rows,
        "shown": SHOWN,
        "outdated": [
            (row, *said_of(row, page)) for row in outdated_translations(page.translation_key)
        ],
        "may_translate": may_translate(request.user),
        "edit_url": edit_url(page.pk),
    }
    return render(request, "cms/admin/languages.html", context)


def _do(request: HttpRequest, page: BasePage, twin: BasePage, language: str) -> HttpResponse:
    if request.POST.get("deed") == "settle":
        settle([page, twin])
        messages.success(request, _("The languages of “%(title)s” are in step.") % {"title": page})
        return redirect(edit_url(page.pk))
    if not may_translate(request.user):
        raise PermissionDenied
    found = keep_in_step(source=page, target=twin, user=request.user)
    text = _("“%(title)s” (%(language)s) follows from now on. Strings kept: %(kept)d of %(total)d.")
    values = {"title": twin, "language": language, "kept": len(found.pairs), "total": found.total}
    messages.success(request, text % values)
    return redirect(edit_url(twin.pk))


def said_of(row: Outdated, page: Page) -> tuple[str, str]:
    """Return what to say on a page about a language that is behind, and where to go for it.

    Args:
        row: about this page, or about the one that has to follow it.
        page: on whose screen it is said.
    """
    is_here = row.page_id == page.pk
    address = edit_url(row.page_id) if row.is_linked else languages_url(page.pk)
    if not row.is_linked and is_here:
        text = _("The page in the other language changed; strings that differ: %(count)d.")
    elif not row.is_linked:
        text = _("“%(title)s” has not followed the change of this page; strings: %(count)d.")
    elif not row.strings:
        text = _("The translation “%(title)s” is complete and waits to be published.")
    else:
        text = _("The translation “%(title)s” is out of date; strings to translate: %(count)d.")
    return text % {"title": row.title, "count": row.strings}, address


def may_translate(user) -> bool:
    return user.has_perm("wagtail_localize.submit_translation")


def edit_url(pk: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[pk])


def languages_url(pk: int) -> str:
    return reverse("page_languages", args=[pk])


def _may_edit(request: HttpRequest, page: Page) -> bool:
    return page.permissions_for_user(request.user).can_edit()


class UpdateForm(UpdateTranslationsForm):
    """Never publishes: what is not translated would go live in the source's words."""

    publish_translations = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_publish_translations(self) -> bool:
        return False


class UpdateView(UpdateTranslationsView):
    def get_form(self) -> UpdateForm:
        return UpdateForm(self.request.POST if self.request.method == "POST" else None)


def refuse_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """Keep a page from becoming a copy of the page in the other language, words and all."""
    messages.error(request, _("A page keeps words of its own language; it cannot be made a copy."))
    return redirect(edit_url(page_id))
