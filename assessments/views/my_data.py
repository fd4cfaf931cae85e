"""My data: take everything along, delete my reflections, delete my account."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments.domain.data_exports import ask_for_export
from assessments.domain.deletion import delete_account
from assessments.domain.kept_files import file_of
from assessments.domain.my_data_page import my_data_page
from assessments.forms.my_data import DeleteAccountForm
from assessments.share_permissions import get_export_or_404
from assessments.tasks import make_export


@never_cache
@login_required
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """Show what can be taken along and deleted, and the files that wait."""
    context = {
        "data": my_data_page(request.user, timezone.now()),
        "crumbs": [(_("My Peil"), reverse("me")), (_("My data"), "")],
    }
    return render(request, "assessments/my_data/my_data.html", context)


@never_cache
@require_POST
def export_ask(request: HttpRequest) -> HttpResponse:
    """Have the file made, by a worker where there is one; asks who it is first."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("my_data"))
    return _export_ask(request)


@reauthentication_required
def _export_ask(request: HttpRequest) -> HttpResponse:
    export, is_new = ask_for_export(user=request.user, now=timezone.now())
    if is_new:
        make_export.enqueue(export.pk)
        export.refresh_from_db()
    if export.ready_at:
        messages.success(request, _("Your file is ready."))
    else:
        messages.info(request, _("Your file is being made. It appears below when it is ready."))
    return redirect("my_data")


@never_cache
@login_required
@require_safe
def export_file(request: HttpRequest, token: str) -> HttpResponse:
    """Hand over a finished file to the person whose data are in it."""
    export = get_export_or_404(request.user, token, timezone.now())
    try:
        file = file_of(export).open("rb")
    except OSError as error:
        raise Http404 from error
    # Translators: first part of a file name: peil-my-data-2026-11-23.zip
    first = slugify(_("peil-my-data"))
    name = f"{first}-{timezone.localdate(export.asked_at):%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@never_cache
@login_required
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_delete(request: HttpRequest) -> HttpResponse:
    """Say what goes and what stays, then delete my account."""
    data = request.POST if request.method == "POST" else None
    form = DeleteAccountForm(data, user=request.user)
    if not form.is_valid():
        context = {
            "form": form,
            "data": my_data_page(request.user, timezone.now()),
            "crumbs": _crumbs(_("Delete my account")),
        }
        return render(request, "assessments/my_data/delete_account.html", context)
    delete_account(user=request.user)
    logout(request)
    return redirect("farewell")


@require_safe
def farewell(request: HttpRequest) -> HttpResponse:
    """Say that an account is gone, to whoever comes here."""
    return render(request, "assessments/my_data/farewell.html")


def _crumbs(last: str) -> list[tuple[str, str]]:
    return [(_("My Peil"), reverse("me")), (_("My data"), reverse("my_data")), (last, "")]
