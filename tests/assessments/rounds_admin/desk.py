"""Rounds that are open now, their addresses, and reading a page."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from assessments.models import Campaign
from tests.factories.reports import make_round

DAY = timedelta(days=1)


def round_of(team, competences, **fields) -> Campaign:
    now = timezone.now()
    return make_round(team, competences, **{"opens_at": now - DAY, "closes_at": now + DAY} | fields)


def address(name: str, *args) -> str:
    return reverse(f"rounds:{name}", args=args)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())
