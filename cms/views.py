"""Addresses that belong to no page: health, errors."""

from django.contrib.auth.views import redirect_to_login
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Say that the database answers too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ready"})


@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the one sign-in with its rate limits and second step, whichever door was tried.

    Wagtail sends here who may not enter; somebody signed in already is told so, not sent around.
    """
    if request.user.is_authenticated:
        list(get_messages(request))  # Wagtail's own words about it; the page says it better
        return render(request, "403.html", status=403)
    return redirect_to_login(request.GET.get("next", "/"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain a stale or foreign form, and keep the way back."""
    return render(request, "403_csrf.html", status=403)
