"""Addresses of other sites on our pages: found, looked at politely, and told when they break."""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import unescape
from itertools import chain, zip_longest
from typing import Any
from urllib.parse import urldefrag, urlsplit

from django.db.models import F, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy, ngettext

from cms.visiting import Answer
from training.domain.content_pages import live_pages, streams_of
from training.domain.review_kinds import edit_address, subject_of
from training.domain.review_queue import ReviewEntry, ReviewKind, register
from training.domain.sources import preferred_text
from training.models import ExternalLink, Reference, Source

WEB = ("http://", "https://")
HREF = re.compile(r'\bhref="([^"]+)"')
LONGEST = 1000
REST = timedelta(days=7)


@dataclass(frozen=True)
class LinkPlace:
    """Where an address stands."""

    subject: str
    title: str
    language: str = ""
    url: str = ""


@dataclass(frozen=True)
class LinkRun:
    """What a run did, in numbers of addresses."""

    known: int
    checked: int
    failed: int


class Pace:
    """Lets so many seconds pass between two requests to one host.

    Args:
        seconds: at least, from the end of one call to the end of the next.
        clock, sleep: time itself; another one in tests.
    """

    def __init__(
        self,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.seconds, self.clock, self.sleep = seconds, clock, sleep
        self.free_at: dict[str, float] = {}

    def __call__(self, host: str) -> None:
        wait = self.free_at.get(host, 0) - self.clock()
        if wait > 0:
            self.sleep(wait)
        self.free_at[host] = self.clock() + self.seconds


def register_kind() -> None:
    """Make the queue know broken links."""
    register(ReviewKind("link", gettext_lazy("Broken link"), _entries, _check))


def found_links() -> dict[str, list[LinkPlace]]:
    """Return every address of another site and where it stands: live pages, sources, references."""
    found: dict[str, list[LinkPlace]] = defaultdict(list)
    for page in live_pages():
        place = LinkPlace(
            subject_of(page), page.title, page.locale.language_code, edit_address(page.pk)
        )
        for address in dict.fromkeys(_addresses(list(streams_of(page)))):
            found[address].append(place)
    for address, place in chain(_of_sources(), _of_references()):
        found[address].append(place)
    return {address: places for address, places in found.items() if len(address) <= LONGEST}


def check_links(*, look: Callable[[str], Answer], now: datetime, limit: int) -> LinkRun:
    """Look at the addresses whose turn it is, one after the other, and keep what they answer.

    An address rests for a week; one that failed is looked at again the next day. What is no longer
    on a page is forgotten.

    Args:
        look: asks for one address.
        now: the moment; its day counts as the day of a failure.
        limit: how many addresses at most.
    """
    known = found_links()
    ExternalLink.objects.exclude(url__in=known).delete()
    ExternalLink.objects.bulk_create(
        (ExternalLink(url=url) for url in known), ignore_conflicts=True
    )
    day = localdate(now)
    due = ExternalLink.objects.filter(
        Q(checked_at=None) | Q(checked_at__lte=now - REST) | Q(failed_on__lt=day)
    )
    rows = list(due.order_by(F("checked_at").asc(nulls_first=True), "pk")[:limit])
    failed = sum(_keep(row, look(row.url), now, day) for row in _taking_turns(rows))
    return LinkRun(known=len(known), checked=len(rows), failed=failed)


def _keep(row: ExternalLink, answer: Answer, now: datetime, day: date) -> bool:
    row.status, row.problem, row.checked_at = answer.status, answer.problem, now
    if not answer.problem:
        row.failures, row.failed_on = 0, None
    elif row.failed_on != day:
        row.failures, row.failed_on = row.failures + 1, day
    row.save()
    return bool(answer.problem)


def _taking_turns(rows: Iterable[ExternalLink]) -> list[ExternalLink]:
    """Return them host by turn, so that no host has to be waited for while others are free."""
    hosts: dict[str, list[ExternalLink]] = defaultdict(list)
    for row in rows:
        hosts[urlsplit(row.url).netloc].append(row)
    return [row for turn in zip_longest(*hosts.values()) for row in turn if row is not None]


def _addresses(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        for address in HREF.findall(value):
            yield from _web(unescape(address))
    elif isinstance(value, dict):
        if isinstance(value.get("address"), str):
            yield from _web(value["address"])
        for inner in value.values():
            yield from _addresses(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _addresses(inner)


def _web(address: str) -> Iterator[str]:
    if address.startswith(WEB):
        yield urldefrag(address).url


def _of_sources() -> Iterator[tuple[str, LinkPlace]]:
    language = get_language() or "nl"
    for source in Source.objects.shipped().in_use().prefetch_related("texts"):
        title = preferred_text(source, language).name
        place = LinkPlace(f"source:{source.pk}", title, "", reverse("source", args=[source.pk]))
        for address in _web(source.address):
            yield address, place


def _of_references() -> Iterator[tuple[str, LinkPlace]]:
    for reference in Reference.objects.all():
        place = LinkPlace(
            f"reference:{reference.pk}", str(reference.data.get("title") or reference)
        )
        for address in _web(str(reference.data.get("URL") or "")):
            yield address, place


def _entries(_until: date) -> Iterator[ReviewEntry]:
    rows = list(ExternalLink.objects.broken())
    places = found_links() if rows else {}
    for row in rows:
        for place in places.get(row.url, [])[:1]:
            more = len(places[row.url]) - 1
            yield ReviewEntry(
                key=f"link:{row.pk}",
                subject=place.subject,
                title=place.title,
                language=place.language if not more else "",
                due=row.failed_on,
                url=place.url,
                note=_note(row, more),
                own_date=row.failed_on,
            )


def _note(row: ExternalLink, more: int) -> str:
    words = f"{row.url}: {row.get_problem_display()}"
    if row.status:
        words += f" ({row.status})"
    if more:
        others = ngettext("and %(count)d more place", "and %(count)d more places", more)
        words += f", {others % {'count': more}}"
    return words


def _check(entry: ReviewEntry, today: date) -> None:
    """Begin counting anew: an editor opened it, and it is there."""
    pk = int(entry.key.partition(":")[2])
    ExternalLink.objects.filter(pk=pk).update(failures=0, failed_on=None, problem="")
