"""The public data sheet."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from assessments.domain.privacy_sheet import privacy_sheet


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is kept and who sees it, to anybody."""
    return render(request, "assessments/privacy/sheet.html", {"sheet": privacy_sheet()})
