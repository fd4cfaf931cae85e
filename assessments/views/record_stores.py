"""What I let go to the learning record store of my organisation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from assessments.domain.record_consents import StoreChoice, choose, store_choices, withdraw
from assessments.forms.record_consents import RecordConsentForm
from assessments.models import RecordStore
from assessments.permissions import get_record_store_or_404


@never_cache
@login_required
@require_safe
def record_stores(request: HttpRequest) -> HttpResponse:
    """Show the record stores that the person can choose about, and what goes there."""
    return _page(request, store_choices(request.user, timezone.now()))


@never_cache
@require_POST
def record_store_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Store what the person lets go to a record store, or that nothing goes any more."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("record_stores"))
    now = timezone.now()
    store = get_record_store_or_404(request.user, pk, timezone.localdate(now))
    choices = store_choices(request.user, now)
    choice = next(row for row in choices if row.pk == store.pk)
    form = RecordConsentForm(request.POST, choice=choice)
    if "stop" not in request.POST and not form.is_valid():
        return _page(request, choices, form, store)
    if "stop" in request.POST or not form.chosen["kinds"]:
        _say_stopped(request, choice)
        withdraw(user=request.user, store=store)
    else:
        choose(user=request.user, store=store, now=now, **form.chosen)
        messages.success(request, _("Saved. What you do from now on is sent there."))
    return redirect("record_stores")


def _page(
    request: HttpRequest,
    choices: list[StoreChoice],
    sent: RecordConsentForm | None = None,
    store: RecordStore | None = None,
) -> HttpResponse:
    """Show the page; the form that was sent keeps what was ticked."""
    here = store.pk if store else None
    rows = [
        (choice, sent if choice.pk == here else RecordConsentForm(choice=choice))
        for choice in choices
    ]
    crumbs = [
        (_("My Peil"), reverse("me")),
        (_("My data"), reverse("my_data")),
        (_("Learning record store"), ""),
    ]
    context = {"rows": rows, "form": sent, "crumbs": crumbs}
    return render(request, "assessments/my_data/record_stores.html", context)


def _say_stopped(request: HttpRequest, choice: StoreChoice) -> None:
    if choice.account is None:
        messages.success(request, _("Saved. Nothing of you is sent."))
        return
    words = _(
        "Nothing of you is sent any more. What is there already stays there: your organisation can "
        "delete it, under the name %(account)s. Peil does not keep that name."
    )
    messages.success(request, words % {"account": choice.account})
