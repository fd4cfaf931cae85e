"""My profile: the page, and the same report as files."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.domain.profile import ProfileReport, build_profile
from assessments.renderers.profile_json import build_json
from assessments.renderers.profile_pdf import build_pdf
from assessments.renderers.profile_xlsx import build_xlsx

LATEST = 2  # self-ratings shown beside a gauge; the rest stands in the history
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@never_cache
@login_required
@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """Show where the person stands per competence, as gauges or as a table."""
    report = build_profile(request.user, get_language(), timezone.now(), most=LATEST)
    name = "table" if request.GET.get("view") == "table" else "profile"
    context = {
        "report": report,
        "crumbs": [(_("My Peil"), reverse("me")), (_("My profile"), "")],
    }
    return render(request, f"assessments/profile/{name}.html", context)


@never_cache
@login_required
@require_safe
def profile_pdf(request: HttpRequest) -> HttpResponse:
    """Hand over the profile as a PDF."""
    report = _report(request)
    return _download(report, "pdf", "application/pdf", build_pdf(report))


@never_cache
@login_required
@require_safe
def profile_xlsx(request: HttpRequest) -> HttpResponse:
    """Hand over the profile as a workbook."""
    report = _report(request)
    return _download(report, "xlsx", XLSX, build_xlsx(report))


@never_cache
@login_required
@require_safe
def profile_json(request: HttpRequest) -> HttpResponse:
    """Hand over the profile as JSON."""
    report = _report(request)
    return _download(report, "json", "application/json", build_json(report))


def _report(request: HttpRequest) -> ProfileReport:
    return build_profile(request.user, get_language(), timezone.now())


def _download(report: ProfileReport, suffix: str, content_type: str, body: bytes) -> HttpResponse:
    """Return a file named after its day, not after the person."""
    # Translators: first part of a file name: peil-profile-2026-11-23.pdf
    name = slugify(_("peil-profile")) + f"-{report.day:%Y-%m-%d}.{suffix}"
    return HttpResponse(
        body,
        content_type=content_type,
        headers={"Content-Disposition": content_disposition_header(True, name)},
    )
