"""Search over lessons, terms, case studies and sources."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from training.domain.search import search as search_everything
from training.forms import LONGEST_QUERY, SearchForm


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found; an empty query shows the box alone."""
    form = SearchForm(request.GET)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    results = search_everything(
        query, language=get_language(), user=request.user, number=request.GET.get("page", 1)
    )
    return render(
        request,
        "training/search/search.html",
        {
            "query": query,
            "was_cut": getattr(form, "was_cut", False),
            "longest": LONGEST_QUERY,
            "results": results,
            "page_obj": results.lessons,
        },
    )
