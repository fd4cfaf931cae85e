"""Made once: pieces of pages that are the same for every reader, kept in this process.

A piece is named by everything that it depends on, so a change is another piece and nothing has to
be thrown away. What depends on the reader does not belong here.
"""

import hashlib
import pickle
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import caches
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

MINUTE = 60
T = TypeVar("T")


def drawn(kind: str, content: object, draw: Callable[[], str]) -> SafeString:
    """Return a piece of HTML in the language of this moment, drawn when it is not kept yet.

    Args:
        kind: what is drawn, so that two kinds of the same content stay apart.
        content: all that the piece depends on besides the language; plain values.
        draw: makes the piece; its output must be safe HTML.
    """
    cache, key = caches["drawn"], _key(kind, get_language(), content)
    html = cache.get(key)
    if html is None:
        html = str(draw())
        cache.set(key, html)
    return mark_safe(html)  # noqa: S308  `draw` promises safe HTML


def for_a_minute(kind: str, content: object, read: Callable[[], T]) -> T:
    """Return what is read, or what was read at most a minute ago: for what rarely changes.

    Args:
        kind, content: as for `drawn`.
        read: returns a value other than None that can be pickled.
    """
    cache, key = caches["drawn"], _key(kind, content)
    value = cache.get(key)
    if value is None:
        value = read()
        cache.set(key, value, MINUTE)
    return value


def _key(*parts: object) -> str:
    """Return the name of what depends on these parts.

    Pickling takes a fifth of the time of JSON. Equal parts may pickle differently, and are then
    drawn once more; different parts never have one name.
    """
    return hashlib.sha256(pickle.dumps(parts, pickle.HIGHEST_PROTOCOL)).hexdigest()
