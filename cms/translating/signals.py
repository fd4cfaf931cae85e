"""Hears what is published."""

from typing import Any

from wagtail.models import Page
from wagtail.signals import page_published

from cms.translating.steps import note_publication


def connect() -> None:
    page_published.connect(_published, dispatch_uid="cms.translating")


def _published(*, instance: Page, **kwargs: Any) -> None:
    note_publication(instance)
