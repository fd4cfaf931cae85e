"""The whole bibliography on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from training.domain.references import citations_by_letter


@require_safe
def references(request: HttpRequest) -> HttpResponse:
    """Show all references from A to Z, to anybody."""
    letters = citations_by_letter(get_language())
    return render(request, "training/references.html", {"letters": letters})
