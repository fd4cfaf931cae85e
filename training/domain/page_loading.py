"""Turns what shipped files say into pages, and leaves alone what an editor changed."""

import json
import re
from collections.abc import Mapping
from datetime import date
from difflib import SequenceMatcher
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import StreamValue
from wagtail.models import Page

from training.domain.loaded import Loaded
from training.domain.problems import Problem, ProblemsFound
from training.domain.toolkit_site import publish, translation_key
from training.models import LessonPage
from training.models.pages import ShippedPage

BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')
Known = dict[tuple[str, str], Any]


def content_hash(page: ShippedPage) -> str:
    """Return a hash of what a reader gets; ids that Wagtail adds to blocks make no difference."""
    text = json.dumps(_content(page), sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def changes_between(page: ShippedPage, wanted: ShippedPage) -> list[str]:
    """Return the names of the fields that differ; of a text "body 3 (figure)" for each block.

    Blocks are counted as they are now, or, where they are new, as they will be.
    """
    before, after = _content(page), _content(wanted)
    names: list[str] = []
    for name in after:
        if before[name] == after[name]:
            continue
        is_stream = isinstance(getattr(page, name, None), StreamValue)
        names += _blocks_between(name, before[name], after[name]) if is_stream else [name]
    return names


def _blocks_between(name: str, before: list[dict], after: list[dict]) -> list[str]:
    old, new = (
        [json.dumps(block, sort_keys=True) for block in blocks] for blocks in (before, after)
    )
    found = []
    for kind, start, end, new_start, new_end in SequenceMatcher(a=old, b=new).get_opcodes():
        if kind != "equal":
            there = list(enumerate(before[start:end], start=start + 1))
            here = there or list(enumerate(after[new_start:new_end], start=new_start + 1))
            found += [f"{name} {number} ({block['type']})" for number, block in here]
    return found


def known_pages(model: type[ShippedPage], **filters: Any) -> Known:
    """Return the pages that are there by (key, language)."""
    pages = model.objects.filter(**filters).select_related("locale").order_by("path")
    if model is LessonPage:
        pages = pages.prefetch_related("objectives")
    return {(page.key, page.locale.language_code): page for page in pages}


class PageLoader:
    """Loads pages one by one and remembers what became of each.

    Args:
        known: the pages that are there already; those that are made are added.
    """

    def __init__(self, known: Known) -> None:
        self.known = known
        self.loaded = Loaded()

    def load(self, wanted: ShippedPage, *, place: str, parent: Page, before: Page | None) -> Page:
        """Return the page of one file, made, updated or left as it was.

        Args:
            wanted: the page as the file has it, not saved, with its key and locale.
            place: the name of the file.
            parent: under which a new page goes.
            before: the page that a new page follows; the first of all when None.

        Raises:
            ProblemsFound: when Wagtail refuses the page, for instance because its slug is taken.
        """
        wanted.shipped_hash = content_hash(wanted)
        at = (wanted.key, wanted.locale.language_code)
        page = self.known.get(at)
        if page is not None:
            self._compare(page, wanted, place)
            return page
        wanted.live = False
        wanted.draft_title = wanted.title
        wanted.translation_key = next(
            (other.translation_key for (key, _code), other in self.known.items() if key == at[0]),
            translation_key(wanted.key),
        )
        try:
            _add(wanted, parent, before)
        except ValidationError as error:
            raise ProblemsFound(Problem(place, message) for message in error.messages) from error
        self.known[at] = wanted
        self.loaded.added.append(place)
        return wanted

    def _compare(self, page: Any, wanted: ShippedPage, place: str) -> None:
        changed = page.has_unpublished_changes or not page.live
        if changed or content_hash(page) != page.shipped_hash:
            self.loaded.left.append(place)
        elif page.shipped_hash == wanted.shipped_hash:
            self.loaded.unchanged.append(place)
        else:
            self.loaded.changes[place] = changes_between(page, wanted)
            self.loaded.updated.append(place)
            _update(page, wanted)


def _content(page: ShippedPage) -> dict[str, Any]:
    content = {
        name.removesuffix("_date"): without_ids(getattr(page, name)) for name in page.shipped_fields
    }
    if isinstance(page, LessonPage):
        content["objectives"] = [[row.competence_id, row.text] for row in page.objectives.all()]
    return content


def without_ids(value: Any) -> Any:
    """Return a value as JSON holds it, without the ids of blocks, list items and paragraphs."""
    if isinstance(value, StreamValue):
        return without_ids(value.get_prep_value())
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return BLOCK_KEY.sub("", value)
    if isinstance(value, Mapping):
        if value.get("type") == "item" and "value" in value:
            return without_ids(value["value"])
        return {name: without_ids(inner) for name, inner in value.items() if name != "id"}
    if isinstance(value, list | tuple):
        return [without_ids(inner) for inner in value]
    return value


def _add(page: Page, parent: Page, before: Page | None) -> None:
    """Put a new page behind the one that precedes it, or in front of all others."""
    parent.refresh_from_db()
    first = parent.get_children().first()
    if before is not None and before.get_parent().pk == parent.pk:
        Page.objects.get(pk=before.pk).add_sibling(pos="right", instance=page)
    elif first is not None:
        first.add_sibling(pos="left", instance=page)
    else:
        parent.add_child(instance=page)
    publish(page)


def _update(page: Any, wanted: Any) -> None:
    if isinstance(page, LessonPage):
        page.objectives = list(wanted.objectives.all())
    for name in (*page.shipped_fields, "shipped_hash"):
        setattr(page, name, getattr(wanted, name))
    page.draft_title = page.title
    publish(page)
