"""Finds which words of a page stand for which words of the same page in another language.

Blocks are matched by their order and kind (headings by anchor too), items of a list by position
when the lists are equally long, and strings of a text by position when the mark-up is alike.
What does not match stays without a partner: nothing is guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.strings import extract_ids

from cms.translating.strings import Place, places_of

ATTRIBUTES = re.compile(r"<(/?\w+)[^>]*>")


@dataclass(frozen=True)
class Pair:
    """A string of the source and the string of the target that says the same."""

    source: StringSegmentValue
    target: StringSegmentValue


@dataclass
class Alignment:
    """Two languages of a page beside each other.

    Attributes:
        pairs: strings that have a partner.
        alone: strings of the source without one: to be translated.
        lost: strings of the target without one: translating will not keep them.
        addresses: (path, address) where the target has an address of its own.
    """

    pairs: list[Pair] = field(default_factory=list)
    alone: list[StringSegmentValue] = field(default_factory=list)
    lost: list[StringSegmentValue] = field(default_factory=list)
    addresses: list[tuple[str, Any]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.pairs) + len(self.alone)


def align(source: Page, target: Page) -> Alignment:
    """Return the strings of two pages beside each other; asks the database for their parts only.

    Args:
        source: the page that is translated, in its own class.
        target: the same page in another language.
    """
    names = dict(_partners(source, target))
    theirs = {_renamed(path, names): place for path, place in places_of(target).items()}
    result = Alignment()
    for path, place in places_of(source).items():
        _align_place(path, place, theirs.pop(path, Place()), result)
    result.lost += [string for place in theirs.values() for string in place.strings]
    return result


def _align_place(path: str, ours: Place, theirs: Place, result: Alignment) -> None:
    if len(ours.strings) != len(theirs.strings) or _shape(ours) != _shape(theirs):
        result.alone += ours.strings
        result.lost += theirs.strings
    else:
        taken: dict[str, str] = {}
        for source, target in zip(ours.strings, theirs.strings, strict=True):
            words = target.string.data
            fits = extract_ids(words) == extract_ids(source.string.data)
            if fits and taken.setdefault(source.string.data, words) == words:
                result.pairs.append(Pair(source, target))
            else:
                result.alone.append(source)
                result.lost.append(target)
    if theirs.address not in (None, "", ours.address):
        result.addresses.append((path, theirs.address))


def _shape(place: Place) -> str:
    """Return the tags of a text, in order."""
    return " ".join(ATTRIBUTES.findall(place.template))


def _renamed(path: str, names: dict[str, str]) -> str:
    return ".".join(names.get(part, part) for part in path.split("."))


def _partners(source: Page, target: Page) -> Iterator[tuple[str, str]]:
    """Yield the id of each block and list item of the target with that of its partner."""
    for stream in source._meta.get_fields():
        if isinstance(stream, StreamField):
            ours, theirs = (getattr(page, stream.name).raw_data for page in (source, target))
            yield from _in_list(list(ours), list(theirs))


def _in_list(ours: list, theirs: list) -> Iterator[tuple[str, str]]:
    if not all(isinstance(part, dict) and "id" in part for part in (*ours, *theirs)):
        return
    if any(part["type"] == "item" for part in ours):
        matched = zip(ours, theirs, strict=True) if len(ours) == len(theirs) else iter(())
    else:
        matched = _in_stream(ours, theirs)
    for our, their in matched:
        yield their["id"], our["id"]
        yield from _in_value(our["value"], their["value"])


def _in_stream(ours: list[dict], theirs: list[dict]) -> Iterator[tuple[dict, dict]]:
    kinds = [[_kind(part) for part in parts] for parts in (ours, theirs)]
    for run in SequenceMatcher(None, *kinds, autojunk=False).get_matching_blocks():
        yield from zip(ours[run.a :][: run.size], theirs[run.b :][: run.size], strict=True)


def _kind(part: dict) -> tuple[str, str]:
    anchor = part["value"].get("anchor", "") if isinstance(part["value"], dict) else ""
    return part["type"], anchor


def _in_value(ours: Any, theirs: Any) -> Iterator[tuple[str, str]]:
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name in ours.keys() & theirs.keys():
            yield from _in_value(ours[name], theirs[name])
    elif isinstance(ours, list) and isinstance(theirs, list):
        yield from _in_list(ours, theirs)
