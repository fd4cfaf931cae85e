"""Sharing, from both sides: what an adviser lets a manager see, and what that manager sees."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain.shared_page import SharedPage, build_shared_page, page_of
from assessments.domain.shares import (
    SharedItems,
    ShareRefused,
    line_to,
    make_share,
    note_view,
    revoke_share,
    share_cycle,
)
from assessments.domain.sharing import Offer, offer_to, received_by, sharing_of
from assessments.forms.sharing import ItemsForm, ManagerForm
from assessments.share_permissions import (
    get_own_share_or_404,
    get_visible_share_or_404,
    shares_seen,
)
from cms.accounts.enums import Role
from cms.accounts.permissions import has_role

PAGE = "assessments/shares/shared.html"


@never_cache
@login_required
@require_safe
def sharing(request: HttpRequest) -> HttpResponse:
    """Show what is shared with whom, until when, and who looked."""
    context = {
        "sharing": sharing_of(request.user, get_language(), timezone.now()),
        "crumbs": [(_("My Peil"), reverse("me")), (_("What I share"), "")],
    }
    return render(request, "assessments/shares/sharing.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def share_new(request: HttpRequest) -> HttpResponse:
    """Make a share in three steps: with whom, what, and a look at what the manager will see."""
    now = timezone.now()
    data = request.POST if request.method == "POST" else request.GET
    offer = offer_to(request.user, get_language(), now)
    with_whom = ManagerForm(data if "step" in data else None, offer=offer)
    if not with_whom.is_valid():
        return _manager_step(request, with_whom, offer)
    what = ItemsForm(data if data["step"] == "preview" else None, offer=offer)
    if not what.is_valid():
        return _items_step(request, with_whom, what)
    manager_id, items = with_whom.cleaned_data["manager"], what.items()
    if request.method != "POST":
        return _preview_step(request, manager_id, items)
    try:
        share = make_share(user=request.user, manager_id=manager_id, items=items, now=now)
    except ShareRefused:
        messages.warning(request, _("That can no longer be shared. Look at it once more."))
        return redirect("share_new")
    messages.success(request, _("Shared with %(manager)s.") % {"manager": share.manager})
    return redirect("sharing")


@never_cache
@login_required
@require_safe
def share_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show exactly what the manager sees of a share that lives."""
    now = timezone.now()
    share = get_own_share_or_404(request.user, pk)
    if not shares_seen(now).filter(pk=share.pk).exists():
        raise Http404
    page = page_of(share, language=get_language(), now=now)
    return _own_view(request, page, {"share_id": share.pk})


@never_cache
@require_POST
def share_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a share at once."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("sharing"))
    share = get_own_share_or_404(request.user, pk)
    revoke_share(share=share, now=timezone.now())
    messages.success(
        request, _("Stopped. %(manager)s sees nothing of it any more.") % {"manager": share.manager}
    )
    return redirect("sharing")


@never_cache
@login_required
@require_safe
def shared_list(request: HttpRequest) -> HttpResponse:
    """List what others share with a manager; nobody else knows this page."""
    if not has_role(request.user, Role.TEAM_MANAGER, Role.ORGANISATION_MANAGER):
        raise Http404
    context = {
        "shares": received_by(request.user, timezone.now()),
        "crumbs": [(_("Teams"), reverse("teams")), (_("Shared with you"), "")],
    }
    return render(request, "assessments/shares/received.html", context)


@never_cache
@login_required
@require_safe
def shared(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a manager what one adviser shares, and write in the adviser's log that it was seen."""
    now = timezone.now()
    share = get_visible_share_or_404(request.user, pk, now)
    note_view(share=share, now=now)
    page = page_of(share, language=get_language(), now=now)
    crumbs = [
        (_("Teams"), reverse("teams")),
        (_("Shared with you"), reverse("shared_list")),
        (page.person, ""),
    ]
    return render(request, PAGE, {"page_shared": page, "crumbs": crumbs})


def _crumbs(last: str) -> list[tuple[str, str]]:
    return [(_("My Peil"), reverse("me")), (_("What I share"), reverse("sharing")), (last, "")]


def _manager_step(request: HttpRequest, form: ManagerForm, offer: Offer) -> HttpResponse:
    context = {"form": form, "offer": offer, "crumbs": _crumbs(_("Share something"))}
    return render(request, "assessments/shares/choose_manager.html", context)


def _items_step(request: HttpRequest, with_whom: ManagerForm, form: ItemsForm) -> HttpResponse:
    context = {
        "form": form,
        "manager_id": with_whom.cleaned_data["manager"],
        "crumbs": _crumbs(_("Share something")),
    }
    return render(request, "assessments/shares/choose_items.html", context)


def _preview_step(request: HttpRequest, manager_id: int, items: SharedItems) -> HttpResponse:
    now = timezone.now()
    line = line_to(user=request.user, manager_id=manager_id, now=now)
    _round, ends_at = share_cycle(user=request.user, organisation=line.organisation, now=now)
    page = build_shared_page(
        user=request.user,
        manager=line.user,
        organisation=line.organisation,
        items=items,
        ends_at=ends_at,
        language=get_language(),
        now=now,
    )
    return _own_view(request, page, {"manager_id": manager_id, "items": items})


def _own_view(request: HttpRequest, page: SharedPage, frame: dict) -> HttpResponse:
    """Draw the manager's page with a frame around it that says whose view this is."""
    context = {"page_shared": page, "frame": frame, "crumbs": _crumbs(page.manager)}
    return render(request, PAGE, context)
