"""The glossary from A to Z."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from training.domain.glossary import by_letter, filter_terms, glossary
from training.forms import SearchForm


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """Show all terms, or those that a reader looks for."""
    form = SearchForm(request.GET)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    found = filter_terms(glossary(get_language()).terms, query)
    return render(
        request,
        "training/glossary/glossary.html",
        {"query": query, "count": len(found), "letters": by_letter(found)},
    )
