"""The audit report of an organisation, on screen and as files, for who manages the whole."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments.domain.audit_report import (
    AuditReport,
    build_audit_report,
    counted_quarters,
    last_year_of,
    next_count_day,
)
from assessments.forms.audit import PeriodForm
from assessments.renderers.audit_csv import build_csv
from assessments.renderers.audit_pdf import build_pdf
from assessments.renderers.audit_xlsx import build_xlsx
from assessments.report_enums import Report, ReportFormat
from assessments.views.report_log import log_report
from assessments.views.teams import XLSX
from cms.accounts.models import Organisation
from cms.accounts.permissions import get_led_organisation_or_404


@require_safe
@login_required
@never_cache
def audit(request: HttpRequest) -> HttpResponse:
    """Show what was done in a period, of the last full year unless another one was asked for."""
    found = get_led_organisation_or_404(request.user)
    form = _period(request, found)
    report = None
    if form and form.is_valid():
        report = _report(request, found, form)
        log_report(request, [found.pk], Report.AUDIT)
    context = {
        "form": form,
        "report": report,
        "organisation": found,
        "counted_from": next_count_day(timezone.localdate()),
        "query": request.GET.urlencode(),
        "crumbs": [(_("Teams"), reverse("teams")), (_("Audit report"), "")],
    }
    return render(request, "assessments/organisation/audit.html", context)


@require_safe
@login_required
@never_cache
def audit_pdf(request: HttpRequest) -> HttpResponse:
    """Hand over what the page shows as a PDF."""
    return _file(request, ReportFormat.PDF, "application/pdf", build_pdf)


@require_safe
@login_required
@never_cache
def audit_xlsx(request: HttpRequest) -> HttpResponse:
    """Hand over the same as a workbook."""
    return _file(request, ReportFormat.XLSX, XLSX, build_xlsx)


@require_safe
@login_required
@never_cache
def audit_csv(request: HttpRequest) -> HttpResponse:
    """Hand over the same as one figure a row."""
    return _file(request, ReportFormat.CSV, "text/csv; charset=utf-8", build_csv)


def _period(request: HttpRequest, organisation: Organisation) -> PeriodForm | None:
    """Return the choice of a period; None where no quarter was counted yet."""
    quarters = counted_quarters(organisation)
    if not quarters:
        return None
    return PeriodForm(request.GET, quarters=quarters, otherwise=last_year_of(quarters))


def _report(request: HttpRequest, organisation: Organisation, form: PeriodForm) -> AuditReport:
    first, last = form.period
    return build_audit_report(
        organisation=organisation, first=first, last=last, language=request.LANGUAGE_CODE
    )


def _file(
    request: HttpRequest,
    how: ReportFormat,
    content_type: str,
    build: Callable[[AuditReport], bytes],
) -> HttpResponse:
    """Return the report as a file, named after the organisation and the period.

    Raises:
        Http404: when the person manages no organisation as a whole, or there is no such period.
    """
    found = get_led_organisation_or_404(request.user)
    form = _period(request, found)
    if form is None or not form.is_valid():
        raise Http404
    report = _report(request, found, form)
    log_report(request, [found.pk], Report.AUDIT, how)
    name = f"{slugify(found.name) or found.pk}-audit-{report.first_day}-{report.last_day}.{how}"
    headers = {"Content-Disposition": content_disposition_header(True, name)}
    return HttpResponse(build(report), content_type=content_type, headers=headers)
