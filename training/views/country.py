"""Which country's examples a reader wants to see: a choice that stays in the browser."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from training.forms import COUNTRY_COOKIE, CountryForm

YEAR = 60 * 60 * 24 * 365


@require_POST
def country(request: HttpRequest) -> HttpResponse:
    """Remember the country for a year, or forget it, and lead back to the lesson."""
    form = CountryForm(request.POST)
    wanted = form.cleaned_data["country"] if form.is_valid() else ""
    response = redirect(f"{_way_back(request)}#country")
    if wanted:
        response.set_cookie(
            COUNTRY_COOKIE,
            wanted,
            max_age=YEAR,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
            httponly=True,
        )
    else:
        response.delete_cookie(COUNTRY_COOKIE, samesite="Lax")
    return response


def _way_back(request: HttpRequest) -> str:
    """Return the page that was asked for when it is one of this site; else the modules."""
    address = request.POST.get("next", "")
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, allowed_hosts=None, require_https=request.is_secure()
    )
    return address.split("#")[0] if is_ours else reverse("toolkit")
