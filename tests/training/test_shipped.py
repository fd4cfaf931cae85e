"""Every shipped page: it loads, its words are strings to translate, the two languages fit."""

import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.addresses import address_of
from cms.translating.align import Alignment, align
from cms.translating.ids import give_ids
from cms.translating.linking import keep_in_step
from cms.translating.strings import words_of
from tests.factories.pages import prepare_translating
from tests.made_once import made_once
from training.management.commands.load_toolkit import SHIPPED
from training.models import LessonPage

pytestmark = pytest.mark.any_database  # the demo of the journeys loads them too
# What a block holds besides words: the same in every language, or a choice of the editor's.
KEPT = {"anchor", "kind", "country", "address", "competences", "key", "table_header_choice"}
NUMBERS = {"answer", "tolerance"}  # of an exercise to reckon
TAGS = re.compile(r"<[^>]+>|&\w+;")
OPENING = re.compile(r"<\w+")
WORD = re.compile(r"\w+")


@pytest.fixture
def said(framework) -> str:
    """Load all that is shipped; what loading it said, in English."""
    prepare_translating()
    return made_once("all that is shipped", load_all)


def load_all() -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("load_toolkit", stdout=out)
    return out.getvalue()


def pages(language: str) -> list[Page]:
    found = Page.objects.filter(locale__language_code=language, depth__gt=1).order_by("path")
    return [page.specific for page in found]


def plain(text: str) -> list[str]:
    return WORD.findall(TAGS.sub(" ", text))


def words_in(value: Any, name: str = "") -> list[str]:
    """Return the words of stream data, by a way of its own."""
    if isinstance(value, str):
        return [] if name in KEPT else plain(value)
    if isinstance(value, dict):
        left = {"id", "type", *(NUMBERS if value.keys() >= NUMBERS else ())}
        inner = {key: part for key, part in value.items() if key not in left}
        return [word for key, part in inner.items() for word in words_in(part, key)]
    if isinstance(value, list):
        return [word for part in value for word in words_in(part, name)]
    return []


def words_of_fields(page: Page) -> list[str]:
    names = ("title", "slug", "summary", "place", "organisation")
    words = [word for name in names for word in plain(getattr(page, name, ""))]
    for objective in page.objectives.all() if hasattr(page, "objectives") else ():
        words += plain(objective.text)
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            words += words_in(list(getattr(page, field.name).raw_data))
    return words


def test_all_shipped_files_load_in_both_languages(said):
    assert "left as it is" not in said
    others = ("glossary", "case studies")
    assert said.count(" 0 updated, 0 unchanged") == len(list(SHIPPED.glob("m*/"))) + len(others)
    lessons = LessonPage.objects.all()
    assert all(page.live and not page.has_unpublished_changes for page in lessons)
    keys = {
        language: set(
            lessons.filter(locale__language_code=language).values_list("translation_key", flat=True)
        )
        for language in ("nl", "en")
    }
    assert keys["nl"] == keys["en"]
    assert len(lessons) == 2 * len(keys["nl"])
    for page in Page.objects.filter(depth__gte=2).select_related("locale"):
        assert address_of(page.url_path, page.locale.language_code) == page.url


def test_all_words_are_strings_and_the_two_languages_fit(said):
    dutch, english = pages("nl"), {page.translation_key: page for page in pages("en")}
    assert len(dutch) == len(english) > 45
    for page in [*dutch, *english.values()]:
        words = Counter(word for text in words_of(page) for word in plain(text))
        assert (page.url_path, words) == (page.url_path, Counter(words_of_fields(page)))
    alignments = []
    kinds: set[str] = set()
    for page in dutch:
        other = english[page.translation_key]
        # What has parts of known kinds alone is translated in the way that was seen before.
        is_told = kinds_in(page) <= kinds
        kinds |= kinds_in(page)
        alignments.append(fit(page, other) if is_told else keep(page, other))
    alone = [string for alignment in alignments for string in alignment.alone]
    # In a table, what says the same twice in one language can be said in one way only.
    assert [string.path for string in alone if not string.path.endswith(".table")] == []
    assert len(alone) <= 0.001 * sum(alignment.total for alignment in alignments)


def kinds_in(page: Page) -> set[str]:
    """Return the class of a page, and the kinds of blocks and tags on it with what they are in."""
    fields = [field for field in page._meta.get_fields() if isinstance(field, StreamField)]
    streams = {field.name: list(getattr(page, field.name).raw_data) for field in fields}
    return set(_kinds(type(page).__name__, streams))


def _kinds(place: str, value: Any) -> Iterator[str]:
    yield place
    if isinstance(value, dict):
        for name in value.keys() - {"id", "type", "value"}:
            yield from _kinds(f"{place}.{name}", value[name])
        if "type" in value:
            yield from _kinds(f"{place}.{value['type']}", value["value"])
    elif isinstance(value, list):
        for part in value:
            yield from _kinds(place, part)
    elif isinstance(value, str):
        yield from (f"{place} {tag}" for tag in OPENING.findall(value))


def fit(page: Page, other: Page) -> Alignment:
    """Lay two pages beside each other as linking them would; store nothing."""
    give_ids(page)
    give_ids(other)
    return align(page, other)


def keep(page: Page, other: Page) -> Alignment:
    """Link two pages, and fail unless translating gives the words that the other has."""
    before = Counter(words_of(other))
    alignment = keep_in_step(source=page, target=other)
    of_page = Translation.objects.get(source__object_id=page.translation_key)
    after = of_page.source.get_ephemeral_translated_instance(other.locale)
    lost = Counter(string.string.data for string in alignment.lost)
    assert (page.url_path, before - Counter(words_of(after))) == (page.url_path, lost)
    return alignment
