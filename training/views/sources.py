"""The sources and the portfolio: the single access point; adding a source is in source_editing."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from training.domain.portfolio import (
    add_to_portfolio,
    describe_use,
    mark_checked,
    remove_from_portfolio,
    review_source,
)
from training.domain.sources import reviews_of, source_row, source_rows
from training.models import Source
from training.permissions import get_source_or_404, organisations_of
from training.source_forms import PurposeForm, ReviewForm, SourceFilterForm


@login_required
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """List the sources that fit the filters."""
    form = SourceFilterForm(request.GET)
    search = form.search
    today = timezone.localdate()
    return render(
        request,
        "training/sources/list.html",
        {
            "form": SourceFilterForm(initial=vars(search)),
            "search": search,
            "rows": source_rows(request.user, language=get_language(), search=search, today=today),
            "may_add": bool(organisations_of(request.user)),
            "today": today,
        },
    )


@login_required
@require_safe
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one source, what is mine about it and what colleagues found."""
    return _source_page(request, get_source_or_404(request.user, pk))


def posted_for_source(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the source that the person may see, on POST; anything else shows the source.

    So somebody whose session ended signs in and is back at the source, with nothing changed.
    """

    @login_required
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def answer(request: HttpRequest, pk: int) -> HttpResponse:
        found = get_source_or_404(request.user, pk)
        if request.method != "POST":
            return redirect("source", pk=found.pk)
        return view(request, found)

    return answer


@posted_for_source
def source_keep(request: HttpRequest, found: Source) -> HttpResponse:
    """Put a source in my portfolio."""
    add_to_portfolio(user=request.user, source=found, now=timezone.now())
    messages.success(request, _("This source is in your portfolio."))
    return _back(request, found)


@posted_for_source
def source_remove(request: HttpRequest, found: Source) -> HttpResponse:
    """Take a source out of my portfolio."""
    remove_from_portfolio(user=request.user, source=found)
    messages.success(request, _("This source is no longer in your portfolio."))
    return _back(request, found)


@posted_for_source
def source_checked(request: HttpRequest, found: Source) -> HttpResponse:
    """Note that I checked a source today."""
    mark_checked(user=request.user, source=found, today=timezone.localdate(), now=timezone.now())
    messages.success(request, _("You checked this source today."))
    return _back(request, found)


@posted_for_source
def source_purpose(request: HttpRequest, found: Source) -> HttpResponse:
    """Write down when I open a source."""
    form = PurposeForm(request.POST)
    if not form.is_valid():
        return _source_page(request, found, purpose_form=form)
    describe_use(
        user=request.user,
        source=found,
        purpose=form.cleaned_data["purpose"],
        now=timezone.now(),
    )
    messages.success(request, _("Your note is saved."))
    return redirect("source", pk=found.pk)


@posted_for_source
def source_review(request: HttpRequest, found: Source) -> HttpResponse:
    """Keep what I decide about a source, for my colleagues too."""
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _source_page(request, found, review_form=form)
    review_source(user=request.user, source=found, today=timezone.localdate(), **form.cleaned_data)
    messages.success(request, _("Your review is saved."))
    return redirect("source", pk=found.pk)


def _source_page(
    request: HttpRequest,
    found: Source,
    purpose_form: PurposeForm | None = None,
    review_form: ReviewForm | None = None,
) -> HttpResponse:
    row = source_row(request.user, found, language=get_language(), today=timezone.localdate())
    words = {"purpose": row.item.purpose if row.item else ""}
    return render(
        request,
        "training/sources/source.html",
        {
            "row": row,
            "purpose_form": purpose_form or PurposeForm(initial=words),
            "review_form": review_form or ReviewForm(),
            "wrong_form": purpose_form or review_form,
            "reviews": reviews_of(request.user, found),
            "crumbs": [(_("Sources"), reverse("sources")), (row.text.name, "")],
        },
    )


def _back(request: HttpRequest, found: Source) -> HttpResponse:
    """Go back to where the button was, when that is on this site."""
    address = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure()):
        return redirect(address)
    return redirect("source", pk=found.pk)
