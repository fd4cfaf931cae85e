"""Makes one language of a page the translation of another one, and keeps the words it has."""

import json
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import (
    SegmentOverride,
    String,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments.extract import quote_path_component

from cms.accounts.models import User
from cms.translating.align import Alignment, Pair, align
from cms.translating.ids import give_ids
from cms.translating.steps import settle
from cms.translating.strings import is_linked


class AlreadyLinked(ValueError):
    """One of the two pages is translated, or is a translation, already."""


@dataclass(frozen=True)
class Twin:
    """A page in another language that may be made the translation of this one."""

    page: Page
    language: str


def twins_of(page: Page) -> list[Twin]:
    """Return the live pages that could be kept in step with a live page: none when it is linked."""
    if not page.live or page.alias_of_id or is_linked(page):
        return []
    others = page.get_translations().live().filter(alias_of=None).select_related("locale")
    return [Twin(other, other.locale.get_display_name()) for other in others]


@transaction.atomic
def keep_in_step(*, source: Page, target: Page, user: User | None = None) -> Alignment:
    """Make a page the translation of another one, beginning with the words that it has.

    The target's own page stays as it is until somebody publishes the translation.

    Args:
        source: the live page that leads, in its own class.
        target: the same page in another language, in its own class.
        user: who does it.

    Raises:
        AlreadyLinked: when one of the pages is linked.
    """
    if is_linked(source) or is_linked(target):
        raise AlreadyLinked(f"page {source.pk} or {target.pk}")
    give_ids(target)
    if give_ids(source):
        _keep_ids(source)
    origin, _changed = TranslationSource.update_or_create_from_instance(source)
    Translation.objects.update_or_create(
        source=origin,
        target_locale=target.locale,
        defaults={"enabled": True, "created_at": timezone.now()},
    )
    alignment = align(source, target)
    contexts = {
        context.path: context
        for context in TranslationContext.objects.filter(object_id=origin.object_id)
    }
    for pair in alignment.pairs:
        _remember(pair, source, target, contexts[pair.source.path], user)
        for path, address in _links_of(pair):
            _override(contexts.get(path), target, address, user)
    for path, address in alignment.addresses:
        _override(contexts.get(path), target, address, user)
    settle([source, target])
    return alignment


def _keep_ids(page: Page) -> None:
    """Store a live page with the ids it was given; a draft that waits stays the latest."""
    if page.has_unpublished_changes:
        page.save()
    else:
        page.save_revision().publish(log_action=False)


def _remember(
    pair: Pair, source: Page, target: Page, context: TranslationContext, user: User | None
) -> None:
    string = String.from_value(source.locale, pair.source.string)
    StringTranslation.objects.update_or_create(
        translation_of=string,
        locale=target.locale,
        context=context,
        defaults={
            "data": pair.target.string.data,
            "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            "last_translated_by": user,
            "has_error": False,
            "field_error": "",
        },
    )


def _links_of(pair: Pair) -> list[tuple[str, str]]:
    """Return (path, address) of the links in a string that lead elsewhere in the target."""
    ours, theirs = pair.source.attrs or {}, pair.target.attrs or {}
    return [
        (f"{pair.source.path}.{quote_path_component(tag['href'])}", theirs[name]["href"])
        for name, tag in ours.items()
        if "href" in tag and theirs.get(name, {}).get("href", tag["href"]) != tag["href"]
    ]


def _override(
    context: TranslationContext | None, target: Page, address: str, user: User | None
) -> None:
    if context is not None:
        SegmentOverride.objects.update_or_create(
            context=context,
            locale=target.locale,
            defaults={
                "data_json": json.dumps(address),
                "last_translated_by": user,
                "has_error": False,
            },
        )
