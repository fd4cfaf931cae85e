"""The addresses of the read API, the same in every language."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, include, path

from assessments.api.answers import answered
from assessments.api.service import api


def _nothing(request: HttpRequest, rest: str) -> HttpResponse:
    raise Http404


def _patterns() -> list[URLPattern]:
    patterns = [each for each in api.urls[0] if isinstance(each, URLPattern)]
    for pattern in patterns:
        pattern.callback = answered(pattern.callback)
    return [*patterns, path("<path:rest>", answered(_nothing))]


urlpatterns = [path("api/v1/", include((_patterns(), "ninja"), namespace=api.urls_namespace))]
