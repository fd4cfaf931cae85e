"""The strings of a page, as the translator's screen shows them, and how many are missing."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation
from wagtail_localize.segments import (
    OverridableSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments


@dataclass
class Place:
    """What stands in one place of a page: a field, a list item, or a text with its strings.

    Attributes:
        strings: in order; a plain text has one.
        template: the mark-up around the strings of a text; empty for a plain one.
        address: an address that a language may have of its own.
    """

    strings: list[StringSegmentValue] = field(default_factory=list)
    template: str = ""
    address: Any = None


def places_of(page: Page) -> dict[str, Place]:
    """Return the places of a page with words or addresses, by path; links are in their strings."""
    places: dict[str, Place] = defaultdict(Place)
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue):
            places[segment.path].strings.append(segment)
        elif isinstance(segment, TemplateSegmentValue):
            places[segment.path].template = segment.template
        elif isinstance(segment, OverridableSegmentValue) and not segment.path.endswith("'"):
            places[segment.path].address = segment.data
    return dict(places)


def words_of(page: Page) -> Iterator[str]:
    """Yield the strings of a page in order, with their mark-up but without addresses."""
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue):
            yield segment.string.data


def missing_strings(*, source: int, locale: int) -> QuerySet[StringSegment]:
    """Return the strings of a source that have no valid translation.

    Args:
        source: id of the translation source.
        locale: id of the language translated into.
    """
    return (
        StringSegment.objects.filter(source=source)
        .annotate_translation(locale)
        .filter(translation__isnull=True)
        .select_related("context", "string")
        .order_by("order")
    )


def translations_into(page: Page) -> QuerySet[Translation]:
    """Return the translations in use whose outcome is this page; one or none."""
    return Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True
    )


def is_linked(page: Page) -> bool:
    """Return whether the page is translated from another one, or another one from it."""
    return (
        Translation.objects.filter(source__object_id=page.translation_key, enabled=True)
        .filter(Q(target_locale=page.locale_id) | Q(source__locale=page.locale_id))
        .exists()
    )
