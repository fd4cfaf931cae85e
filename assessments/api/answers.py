"""What every answer of the read API has in common: its language, its next page, its headers."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page

from assessments.api.problems import problem
from assessments.api.schemas import Language, Listing
from assessments.domain.published import Page

USUAL_LANGUAGE: Language = "en"
ADDRESSES = "assessments.api.urls"
List = TypeVar("List", bound=Listing)
View = Callable[..., Any]


def language_of(request: HttpRequest, response: HttpResponse, asked: Language | None) -> Language:
    """Return the language of names: the one asked for, else of Accept-Language, else English.

    A cookie or a session has no say. The answer tells which one it was.
    """
    language = asked or _accepted(request.headers.get("Accept-Language", ""))
    response["Content-Language"] = language
    return language


def _accepted(header: str) -> Language:
    for code, _quality in parse_accept_lang_header(header):
        if code.partition("-")[0] == "nl":
            return "nl"
        if code.partition("-")[0] == "en":
            return "en"
    return USUAL_LANGUAGE


def listing(request: HttpRequest, shape: type[List], page: Page[Any]) -> List:
    """Return a page of rows with the address of the next one, in the shape of an answer."""
    following = None
    if page.after:
        query = request.GET.copy()
        query["after"] = page.after
        following = f"{request.path}?{query.urlencode()}"
    return shape.model_validate({"items": page.rows, "next": following}, from_attributes=True)


def answered(view: View) -> View:
    """Return a view that only reads, says what is wrong as a problem, and may answer 304."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.urlconf = ADDRESSES  # no page in a language stands in for this answer
        response = _answer(view, request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-cache")
        response.headers.setdefault("Content-Language", USUAL_LANGUAGE)
        patch_vary_headers(response, ["Authorization", "Accept-Language"])
        return response

    return csrf_exempt(conditional_page(answer))


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method != "GET":
        return problem(405, headers={"Allow": "GET"})
    try:
        return view(request, *args, **kwargs)
    except Http404:
        return problem(404)
