"""The door of the read API: a token, its scope, and how often it may ask. No session, no cookie."""

from threading import local
from typing import cast

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from assessments.domain.api_tokens import note_use, usable_token
from assessments.models import ApiScope, ApiToken


class TokenRequest(HttpRequest):
    """A request that came in: `auth` is its token."""

    auth: ApiToken


class ScopeMissing(Exception):
    """The token is good, but does not open this part."""

    def __init__(self, scope: ApiScope) -> None:
        self.scope = scope
        super().__init__(scope)


class AccessToken(HttpBearer):
    """A token made by an organisation administrator, as `Authorization: Bearer peil_...`."""

    openapi_description = (
        "An access token of an organisation. An organisation administrator makes it in the "
        "administration, under Settings, Access tokens."
    )

    def __init__(self, scope: ApiScope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        """Return the token that was sent; None when it opens nothing.

        Raises:
            ScopeMissing: when it opens something else.
        """
        now = timezone.now()
        found = usable_token(token, now)
        if found is None:
            return None
        if self.scope not in found.scopes:
            raise ScopeMissing(self.scope)
        note_use(token=found, now=now)
        return found


class TokenRate(local, SimpleRateThrottle):
    """How often one token may ask, over all processes: they share the cache.

    The library keeps the requests of the moment on the throttle itself, of which there is one for
    all; each thread has its own here, else one token would be counted for another.
    """

    scope = "token"

    def get_cache_key(self, request: HttpRequest) -> str:
        return f"api-rate-{cast(TokenRequest, request).auth.pk}"
