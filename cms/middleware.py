"""Two small things around each request: remembered language, and the right security policy."""

from collections.abc import Callable

from csp.constants import SELF
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse

LANGUAGE_CODES = {code for code, _name in settings.LANGUAGES}


class RememberLanguageMiddleware:
    """Keeps the language of the page last read, for addresses that carry none (sign-in, errors)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        prefix = request.path_info.split("/", 2)[1]
        cookie = settings.LANGUAGE_COOKIE_NAME
        if prefix in LANGUAGE_CODES and request.COOKIES.get(cookie) != prefix:
            response.set_cookie(
                cookie,
                prefix,
                max_age=31_536_000,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                samesite="Lax",
                httponly=True,
            )
        return response


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Strict on the site; under /admin/ the policy that Wagtail's editor can live with.

    Sign-in pages may also load the site's own script files: allauth's scripts carry no nonce.
    """

    def get_policy_parts(self, request, response, report_only: bool = False) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if report_only:
            return parts
        if getattr(request, "is_preview", False):  # shown in a frame of the editor
            parts.replace = {"frame-ancestors": [SELF]}
        elif request.path_info.startswith("/admin/"):
            parts.config = settings.ADMIN_CSP["DIRECTIVES"]
        elif request.path_info.startswith("/accounts/"):
            parts.update = {"script-src": [SELF]}
        return parts
