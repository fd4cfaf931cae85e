"""Says which language of a page has fallen behind, whether the two are linked or not.

Linked: the strings that wait for a translation are counted; where none waits, the translation may
still wait to be published. Not linked: languages are in step when each was published for the first
time; a change in one asks for a change in the other; once the other one was published with a
change as well, or an editor said that nothing needs to follow, they are in step again.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from cms.models import BasePage, LanguageStep
from cms.translating.strings import is_linked, words_of


@dataclass(frozen=True)
class Outdated:
    """A live page that has to follow a change of the same page in another language.

    Attributes:
        page_id: the page that has to follow.
        title: of that page.
        language: code of its language.
        strings: how many strings are to be done; 0 when the translation waits to be published.
        leader_id: the page that changed.
        is_linked: whether the translator's screen shows what to do.
    """

    page_id: int
    title: str
    language: str
    strings: int
    leader_id: int
    is_linked: bool


def outdated_translations(key: UUID | None = None) -> list[Outdated]:
    """Return the live pages that have to follow a change; four queries, however many there are.

    Args:
        key: translation key of the only page to look at; all pages when left out.
    """
    found = [*_behind_linked(key), *_behind_unlinked(key)]
    return sorted(found, key=lambda row: row.page_id)


@transaction.atomic
def note_publication(page: Page) -> None:
    """Keep what there is to do for the other languages up to date after a page went live.

    Args:
        page: the page as it was published, in its own class.
    """
    if not isinstance(page, BasePage):
        return
    if is_linked(page):
        _refresh_source(page)
        settle([page])
    else:
        _compare(page)


@transaction.atomic
def settle(pages: Iterable[Page]) -> None:
    """Remember that pages are in step as they read now.

    Args:
        pages: in their own class.
    """
    for page in pages:
        LanguageStep.objects.update_or_create(
            page_id=page.pk,
            defaults={"words": _marks(page), "changed_at": None, "changed": 0},
        )


def _refresh_source(page: Page) -> None:
    """Tell the translations of a page what it says now, when that is something else."""
    source = TranslationSource.objects.get_for_instance_or_none(page)
    if source is None or not source.translations.filter(enabled=True).exists():
        return
    before, after = json.loads(source.content_json), json.loads(page.to_json())
    names = [translatable.field_name for translatable in get_translatable_fields(type(page))]
    if any(before.get(name) != after.get(name) for name in names):
        source.update_from_db()


def _compare(page: Page) -> None:
    twins = page.get_translations().live().filter(alias_of=None)
    marks = _marks(page)
    step, is_first = LanguageStep.objects.get_or_create(page_id=page.pk, defaults={"words": marks})
    changed = _difference(step.words, marks)
    waiting = LanguageStep.objects.filter(page__in=twins, changed_at__isnull=False).exists()
    if waiting and (is_first or changed):
        settle([page, *(twin.specific for twin in twins)])
    else:
        step.changed = changed
        step.changed_at = timezone.now() if changed else None
        step.save(update_fields=["changed", "changed_at"])


def _marks(page: Page) -> list[str]:
    return [sha256(words.encode()).hexdigest()[:16] for words in words_of(page)]


def _difference(before: list[str], after: list[str]) -> int:
    """Return how many strings differ; 1 when only their order does."""
    if before == after:
        return 0
    was, now = Counter(before), Counter(after)
    return max((now - was).total(), (was - now).total(), 1)


def _behind_linked(key: UUID | None) -> Iterator[Outdated]:
    is_done = StringTranslation.objects.filter(
        translation_of=OuterRef("string_id"),
        context=OuterRef("context_id"),
        locale=OuterRef("into"),
        has_error=False,
    )
    missing = (
        StringSegment.objects.filter(source=OuterRef("source_id"))
        .annotate(into=OuterRef("target_locale_id"))
        .filter(~Exists(is_done))
        .order_by()
        .values("source")
        .annotate(count=Count("pk"))
        .values("count")
    )
    translations = Translation.objects.filter(enabled=True, **_only("source__object", key))
    rows = list(
        translations.annotate(missing=Coalesce(Subquery(missing), 0)).select_related("source")
    )
    pages = _live_pages({row.source.object_id for row in rows})
    for row in rows:
        leader = pages.get((row.source.object_id, row.source.locale_id))
        page = pages.get((row.source.object_id, row.target_locale_id))
        if leader and page and (row.missing or _waits(row, page)):
            yield _outdated(page, leader, row.missing, is_linked=True)


def _waits(translation: Translation, page: Page) -> bool:
    """Return whether the source changed after the two were linked and the page was published."""
    latest = max(translation.created_at, page.last_published_at or translation.created_at)
    return translation.source.last_updated_at > latest


def _behind_unlinked(key: UUID | None) -> Iterator[Outdated]:
    steps = list(
        LanguageStep.objects.filter(
            Q(changed_at__isnull=False), page__live=True, **_only("page__translation_key", key)
        ).select_related("page")
    )
    pages = _live_pages({step.page.translation_key for step in steps})
    for step in steps:
        for (translation_key, locale), page in pages.items():
            if translation_key == step.page.translation_key and locale != step.page.locale_id:
                yield _outdated(page, step.page, step.changed, is_linked=False)


def _only(name: str, key: UUID | None) -> dict[str, Any]:
    return {} if key is None else {name: key}


def _live_pages(keys: set[UUID]) -> dict[tuple[UUID, int], Page]:
    pages: QuerySet[Page] = Page.objects.live().filter(translation_key__in=keys, alias_of=None)
    return {(page.translation_key, page.locale_id): page for page in pages.select_related("locale")}


def _outdated(page: Page, leader: Page, strings: int, *, is_linked: bool) -> Outdated:
    language = page.locale.language_code
    return Outdated(page.pk, page.title, language, strings, leader.pk, is_linked)
