"""Adding a source for one's own organisation, and changing it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from training.domain.portfolio import add_to_portfolio
from training.domain.source_editing import add_source, change_source
from training.domain.sources import preferred_text
from training.permissions import get_editable_source_or_404, organisations_of
from training.source_forms import SourceForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def source_add(request: HttpRequest) -> HttpResponse:
    """Add a source that the people of my organisation see, and put it in my portfolio."""
    organisations = organisations_of(request.user)
    if not organisations:
        raise Http404
    form = SourceForm(request.POST or None, organisations=organisations)
    if not form.is_valid():
        crumbs = [(_("Sources"), reverse("sources")), (_("Add a source"), "")]
        context = {"form": form, "crumbs": crumbs, "organisations": organisations}
        return render(request, "training/sources/add.html", context)
    added = add_source(
        user=request.user,
        organisation=form.chosen_organisation,
        key=form.cleaned_data["token"].hex,
        facts=form.facts,
        language=get_language(),
        words=form.words,
        today=timezone.localdate(),
    )
    add_to_portfolio(user=request.user, source=added, now=timezone.now())
    messages.success(request, _("The source is added, and in your portfolio."))
    return redirect("source", pk=added.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def source_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a source of my organisation."""
    found = get_editable_source_or_404(request.user, pk)
    text = preferred_text(found, get_language())
    form = SourceForm(
        request.POST or None, organisations=[found.organisation], source=found, text=text
    )
    if not form.is_valid():
        crumbs = [
            (_("Sources"), reverse("sources")),
            (text.name, reverse("source", args=[found.pk])),
            (_("Change"), ""),
        ]
        context = {"form": form, "crumbs": crumbs, "source": found, "text": text}
        return render(request, "training/sources/edit.html", context)
    change_source(
        source=found,
        facts=form.facts,
        language=get_language(),
        words=form.words,
        is_retired=form.cleaned_data["is_retired"],
    )
    messages.success(request, _("The source is changed."))
    return redirect("source", pk=found.pk)
