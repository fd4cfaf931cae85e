"""Access tokens of the read API: made once, found again by their digest, revoked for ever.

Decision 024 says why a plain SHA-256 is enough for such a secret.
"""

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from assessments.models import ApiScope, ApiToken
from cms.accounts.models import Organisation

PREFIX = "peil_"  # by which a scanner of leaked secrets knows one
RANDOM_BYTES = 32
YEARS, MOST_YEARS = 1, 2


def usual_last_day(today: date) -> date:
    """Return the last day of a token that is made today, unless another is chosen."""
    return today + relativedelta(years=YEARS)


def latest_last_day(today: date) -> date:
    """Return the last day that may be chosen for a token that is made today."""
    return today + relativedelta(years=MOST_YEARS)


def make_token(
    *,
    organisation: Organisation,
    name: str,
    scopes: Iterable[str],
    expires_on: date,
    now: datetime,
) -> tuple[ApiToken, str]:
    """Return a new token and its secret, which nobody can be told again.

    Args:
        scopes: values of ApiScope, at least one.
        expires_on: its last day, from today to `latest_last_day`.

    Raises:
        ValueError: when there is no scope, one is unknown, or the day is out of range.
    """
    opened = sorted({ApiScope(scope).value for scope in scopes})
    today = timezone.localdate(now)
    if not opened:
        raise ValueError("a token opens something")
    if not today <= expires_on <= latest_last_day(today):
        raise ValueError(f"no token until {expires_on}")
    secret = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    token = ApiToken.objects.create(
        organisation=organisation,
        name=name,
        digest=_digest(secret),
        scopes=opened,
        made_at=now,
        expires_on=expires_on,
    )
    return token, secret


def usable_token(secret: str, now: datetime) -> ApiToken | None:
    """Return the token with this secret; None when there is none that still opens something."""
    usable = ApiToken.objects.usable(timezone.localdate(now))
    return usable.filter(digest=_digest(secret)).first()


def note_use(*, token: ApiToken, now: datetime) -> None:
    """Keep the day on which a token was last used; one write a day."""
    today = timezone.localdate(now)
    if token.last_used_on != today:
        token.last_used_on = today
        token.save(update_fields=["last_used_on"])


def revoke_token(*, token: ApiToken, now: datetime) -> ApiToken:
    """End a token; the moment of the first time stays."""
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=now)
    token.refresh_from_db(fields=["revoked_at"])
    return token


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
