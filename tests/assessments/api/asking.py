"""Tokens of an organisation, and asking the API with one."""

from datetime import timedelta

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from assessments.domain.api_tokens import make_token
from assessments.models import ApiScope, ApiToken
from cms.accounts.models import Organisation

ROOT = "/api/v1/"


def token_of(organisation: Organisation, *scopes: ApiScope) -> tuple[ApiToken, str]:
    """Return a token for some scopes, for all when none is named; with its secret."""
    now = timezone.now()
    return make_token(
        organisation=organisation,
        name="Dashboard",
        scopes=scopes or list(ApiScope),
        expires_on=timezone.localdate(now) + timedelta(days=30),
        now=now,
    )


def ask(path: str, secret: str = "", **headers) -> HttpResponse:
    """Return the answer to a GET below /api/v1/, or of a whole path."""
    if secret:
        headers["Authorization"] = f"Bearer {secret}"
    return Client().get(path if path.startswith("/") else ROOT + path, headers=headers)


def all_items(path: str, secret: str) -> list[dict]:
    """Return the items of a list, page by page."""
    items, following = [], path
    while following:
        answer = ask(following, secret).json()
        items += answer["items"]
        following = answer["next"]
    return items
