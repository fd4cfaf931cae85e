"""What the reader of a lesson does: see a section, finish, take that back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cms.addresses import address_of
from training.domain.progress import finish_lesson, reopen_lesson, see_section
from training.forms import SectionForm
from training.models import LessonPage


@require_POST
def lesson_section(request: HttpRequest, lesson: UUID) -> HttpResponse:
    """Remember the section that was read; a script gets an empty answer, a form the lesson."""
    page = get_lesson_or_404(lesson)
    if not request.user.is_authenticated:
        return redirect_to_login(address(page))
    anchors = [anchor for anchor, _heading in page.sections]
    form = SectionForm(request.POST, anchors=anchors)
    if not form.is_valid():
        return HttpResponseBadRequest(_("This lesson has no such section."))
    section = form.cleaned_data["section"]
    see_section(
        user=request.user,
        lesson=lesson,
        section=section,
        now=timezone.now(),
        order=anchors,
        revision=page.live_revision_id,
    )
    if not request.accepts("text/html") or request.headers.get("Sec-Fetch-Dest") == "empty":
        return HttpResponse(status=204)
    return redirect(f"{address(page)}#{section}")


@require_POST
def lesson_done(request: HttpRequest, lesson: UUID) -> HttpResponse:
    """Mark a lesson as done."""
    page = get_lesson_or_404(lesson)
    if not request.user.is_authenticated:
        return redirect_to_login(address(page))
    finish_lesson(
        user=request.user, lesson=lesson, now=timezone.now(), revision=page.live_revision_id
    )
    messages.success(request, _("You have finished “%(title)s”.") % {"title": page.title})
    return redirect(address(page))


@require_POST
def lesson_reopen(request: HttpRequest, lesson: UUID) -> HttpResponse:
    """Take back that a lesson is done."""
    page = get_lesson_or_404(lesson)
    if not request.user.is_authenticated:
        return redirect_to_login(address(page))
    reopen_lesson(user=request.user, lesson=lesson, now=timezone.now())
    return redirect(address(page))


def get_lesson_or_404(lesson: UUID) -> LessonPage:
    """Return a live lesson, in the language of the reader when it exists in it.

    Raises:
        Http404: when there is none.
    """
    pages = LessonPage.objects.live().filter(translation_key=lesson).select_related("locale")
    by_language = {page.language: page for page in pages}
    if not by_language:
        raise Http404
    return by_language.get(get_language()) or next(iter(by_language.values()))


def address(page: LessonPage) -> str:
    return address_of(page.url_path, page.language)
