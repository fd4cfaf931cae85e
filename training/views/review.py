"""The queue of what has to be looked at again, in the administration."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from training.domain.review_queue import assign_owner, check_today, in_words, kinds, queue
from training.models import ReviewCheck
from training.permissions import may_review, reviewing_editors
from training.review_forms import EntryForm, OwnerForm, QueueFilterForm

ROWS = 50
LOG_ROWS = 10
View = Callable[..., HttpResponse]


def for_editors(view: View) -> View:
    """Refuse everybody who does not work on pages; Wagtail itself asks who has signed in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not may_review(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@for_editors
def review(request: HttpRequest) -> HttpResponse:
    """Show what waits, with what was checked last."""
    form = QueueFilterForm(request.GET)
    today = timezone.localdate()
    wanted = form.wanted(request.user)
    page = Paginator(queue(today=today, wanted=wanted), ROWS).get_page(request.GET.get("p"))
    labels = {kind.name: kind for kind in kinds()}
    rows = [
        {
            "entry": entry,
            "kind": labels[entry.kind].label,
            "may_check": labels[entry.kind].check is not None,
            "due": in_words(entry.due, today),
            "is_late": entry.due is None or entry.due <= today,
        }
        for entry in page
    ]
    return render(
        request,
        "training/admin/review.html",
        {
            "header_title": _("To look at again"),
            "header_icon": "history",
            "breadcrumbs_items": [
                {"url": reverse("wagtailadmin_home"), "label": _("Home")},
                {"url": "", "label": _("To look at again")},
            ],
            "form": form,
            "is_filtered": wanted != type(wanted)(),
            "page": page,
            "rows": rows,
            "editors": list(reviewing_editors()),
            "log": ReviewCheck.objects.select_related("user")[:LOG_ROWS],
            "here": request.get_full_path(),
            "filters": _without_page(request),
        },
    )


@require_POST
@for_editors
def checked(request: HttpRequest) -> HttpResponse:
    """Note that an entry still holds."""
    form = EntryForm(request.POST)
    line = None
    if form.is_valid():
        line = check_today(key=form.cleaned_data["entry"], user=request.user, now=timezone.now())
    if line is None:
        messages.warning(request, _("This was no longer waiting; nothing was changed."))
    elif line.next_date:
        day = date_format(line.next_date, "DATE_FORMAT")
        words = _("“%(title)s” is checked. It comes back before %(day)s.")
        messages.success(request, words % {"title": line.title, "day": day})
    else:
        messages.success(request, _("“%(title)s” is checked.") % {"title": line.title})
    return _back(request)


@require_POST
@for_editors
def owner(request: HttpRequest) -> HttpResponse:
    """Make somebody responsible."""
    form = OwnerForm(request.POST)
    if form.is_valid():
        assign_owner(subject=form.cleaned_data["subject"], user=form.cleaned_data["owner"])
        messages.success(request, _("The owner is kept."))
    else:
        messages.error(request, _("Choose somebody from the list."))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(get_valid_next_url_from_request(request) or reverse("review_queue"))


def _without_page(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("p", None)
    return query.urlencode()
