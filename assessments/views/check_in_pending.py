"""What somebody typed in a check-in while the session had run out, kept until the sign-in is done.

Kept in the anonymous session, which survives signing in, for an hour, and only for a form that this
site made (a signed ticket). It is given back on the same step of the same check-in; only the person
whose check-in it is gets that page.
"""

from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

KEY = "pending_check_in"
LIFE = timedelta(hours=1)
TICKET_LIFE = timedelta(hours=24)
LARGEST = 256_000  # as sent: a longest reflection in letters of four bytes is 144,000
LEFT_OUT = ("csrfmiddlewaretoken", "ticket", "go")
_signer = TimestampSigner(salt="peil.check_in.step")


def ticket_for(pk: int, step: str) -> str:
    """Return the mark of a form that this site made."""
    return _signer.sign(f"{pk}/{step}")


def sign_in_first(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Send somebody to sign in and back to the step; what was posted is kept meanwhile."""
    if request.method == "POST" and _is_ours(request, pk, step):
        _keep(request, pk, step)
    return redirect_to_login(request.get_full_path())


def pending_for(request: HttpRequest, pk: int, step: str) -> QueryDict | None:
    """Return what was typed on this step before signing in, if that is not too long ago."""
    kept = request.session.get(KEY)
    if not kept:
        return None
    if datetime.fromisoformat(kept["at"]) < timezone.now() - LIFE:
        drop_pending(request)
        return None
    if (kept["check_in"], kept["step"]) != (pk, step):
        return None
    return QueryDict(kept["data"])


def drop_pending(request: HttpRequest) -> None:
    """Forget what was typed before signing in."""
    request.session.pop(KEY, None)


def _is_ours(request: HttpRequest, pk: int, step: str) -> bool:
    try:
        made_for = _signer.unsign(request.POST.get("ticket", ""), max_age=TICKET_LIFE)
    except BadSignature:
        return False
    return made_for == f"{pk}/{step}"


def _keep(request: HttpRequest, pk: int, step: str) -> None:
    data = request.POST.copy()
    for name in LEFT_OUT:
        data.pop(name, None)
    sent = data.urlencode()
    if len(sent) > LARGEST:
        messages.warning(
            request, _("You were signed out, and this page was too long to keep. Sign in again.")
        )
        return
    request.session[KEY] = {
        "check_in": pk,
        "step": step,
        "data": sent,
        "at": timezone.now().isoformat(),
    }
    messages.info(request, _("You were signed out. What you typed is kept: sign in to go on."))
