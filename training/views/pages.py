"""The pages of the toolkit by their address."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from cms.drawn import for_a_minute
from training.models import CaseIndexPage, CaseStudyPage, LessonPage, ModulePage, ToolkitPage
from training.models.pages import ReadablePage

MODELS = (ToolkitPage, ModulePage, LessonPage)


def toolkit_page(request: HttpRequest, **slugs: str) -> HttpResponse:
    """Serve a page of the toolkit as Wagtail does, but found in two queries instead of ten.

    Where the address is not that of a live page of the expected kind, Wagtail looks for itself.

    Args:
        request: in the language of the address.
        slugs: of the module and of the lesson, as far as the address goes.
    """
    path = "".join(f"{slug}/" for slug in ("toolkit", *slugs.values()))
    return _serve(request, MODELS[len(slugs)], path)


def case_page(request: HttpRequest, **slugs: str) -> HttpResponse:
    """Serve the page of all case studies, or one of them, found as quickly.

    Args:
        request: in the language of the address.
        slugs: of the case study, if any.
    """
    path = "".join(f"{slug}/" for slug in ("case-studies", *slugs.values()))
    return _serve(request, CaseStudyPage if slugs else CaseIndexPage, path)


def _serve(request: HttpRequest, model: type[ReadablePage], path: str) -> HttpResponse:
    page = _live_page(model, get_language(), path)
    if page is not None:
        page.some_page_is_restricted = PageViewRestriction.objects.exists()
        request._wagtail_route_for_request = RouteResult(page)
    return serve(request, path)


def _live_page(model: type[ReadablePage], language: str, address: str) -> ReadablePage | None:
    """Return the live page at an address in a language, or None; one query where it is kept.

    What is published is kept in the process: publishing or moving a page makes another one.
    """
    found = Page.objects.filter(url_path=f"/{language}/{address}", live=True).order_by()
    stamp = found.values_list("pk", "path", "live_revision_id", "last_published_at")[:1]
    named = [model.__name__, language, address, *stamp]
    pages = model.objects.live().filter(url_path=f"/{language}/{address}")
    return for_a_minute("page", named, pages.select_related("locale").first) if stamp else None
