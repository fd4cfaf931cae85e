"""Sources as a reader sees them: one language, with what is in the reader's own portfolio.

Adding and changing them is in source_editing, the portfolio's verbs in portfolio.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.db.models import Choices, Q, TextField
from django.db.models.functions import Cast

from cms.accounts.models import User
from training.domain.framework import preferred
from training.domain.source_data import SourceSearch
from training.enums import ClientGroup, Dots
from training.models import PortfolioItem, Source, SourceReview, SourceText
from training.models.sources import SourceQuerySet
from training.permissions import (
    editable_sources,
    visible_portfolio,
    visible_reviews,
    visible_sources,
)


@dataclass(frozen=True)
class LastCheck:
    """When a source was last checked, by anybody whose check the reader knows of.

    Attributes:
        on: the day, or None when it never was.
        is_old: whether that is more than twelve months ago.
    """

    on: date | None
    is_old: bool


@dataclass(frozen=True)
class SourceRow:
    """A source in the language that `text` has; `item` is None when it is not in the portfolio."""

    source: Source
    text: SourceText
    item: PortfolioItem | None
    last_check: LastCheck
    may_edit: bool

    @property
    def site(self) -> str:
        """Return the host of the address, to read instead of the whole of it."""
        return urlsplit(self.source.address).netloc.removeprefix("www.")

    @property
    def dots(self) -> list:
        """Return the labels of what the source helps with."""
        return labels(Dots, self.source.dots)

    @property
    def client_groups(self) -> list:
        """Return the labels of the client groups; none means everyone."""
        return labels(ClientGroup, self.source.client_groups)


def labels(enum: type[Choices], values: Iterable[str]) -> list:
    """Return the labels of the known values, in the order of the enum."""
    wanted = set(values)
    return [choice.label for choice in enum if choice.value in wanted]


def is_old(checked_on: date, today: date) -> bool:
    """Return whether a check lies more than twelve months back; exactly twelve is not yet old."""
    month_and_day = (checked_on.month, checked_on.day)
    years = today.year - checked_on.year
    return years > 1 or (years == 1 and (today.month, today.day) > month_and_day)


def last_check(source: Source, item: PortfolioItem | None, today: date) -> LastCheck:
    """Return the latest of the source's own check and the reader's."""
    days = [day for day in (source.checked_on, item and item.checked_on) if day]
    latest = max(days, default=None)
    return LastCheck(on=latest, is_old=latest is not None and is_old(latest, today))


def found_sources(user: User, search: SourceSearch) -> SourceQuerySet:
    """Return the visible sources that fit a search.

    Each word must occur in a name, publisher, purpose or coverage, in any language. A source for no
    group in particular fits every client group. Archived sources show in the portfolio only.
    """
    found = visible_sources(user)
    if search.mine:
        found = found.filter(pk__in=visible_portfolio(user).values("source"))
    else:
        found = found.in_use()
    for word in search.text.split():
        found = found.filter(_mentions(word))
    if search.country:
        found = found.filter(country=search.country)
    if search.dots:
        found = _listing(found, "dots", search.dots)
    if search.client_group:
        found = _listing(found, "client_groups", search.client_group, or_none=True)
    return found


def source_rows(user: User, *, language: str, search: SourceSearch, today: date) -> list[SourceRow]:
    """Return what a search finds, by name.

    Args:
        language: "nl" or "en"; a missing text falls back to the other.
        today: the day from which the age of a check counts.
    """
    return _rows(user, found_sources(user, search), language, today)


def source_row(user: User, source: Source, *, language: str, today: date) -> SourceRow:
    """Return one source that the person may see."""
    return _rows(user, visible_sources(user).filter(pk=source.pk), language, today)[0]


def reviews_of(user: User, source: Source) -> list[SourceReview]:
    """Return what the person and colleagues found when they checked a source, newest first."""
    return list(visible_reviews(user).filter(source=source).select_related("user"))


def _rows(user: User, sources: SourceQuerySet, language: str, today: date) -> list[SourceRow]:
    found = list(sources.select_related("organisation").prefetch_related("texts"))
    items = {item.source_id: item for item in visible_portfolio(user)}
    editable = set(editable_sources(user).values_list("pk", flat=True))
    rows = [
        SourceRow(
            source=source,
            text=preferred_text(source, language),
            item=items.get(source.pk),
            last_check=last_check(source, items.get(source.pk), today),
            may_edit=source.pk in editable,
        )
        for source in found
    ]
    return sorted(rows, key=lambda row: row.text.name.casefold())


def preferred_text(source: Source, language: str) -> SourceText:
    """Return the words of a source in a language, else in the other; never saved when missing."""
    texts = preferred(source.texts.all(), lambda text: text.source_id, language)
    return texts.get(source.pk) or SourceText(source=source, language=language, name=source.key)


def _mentions(word: str) -> Q:
    texts = SourceText.objects.filter(
        Q(name__icontains=word) | Q(purpose__icontains=word) | Q(coverage__icontains=word)
    )
    return Q(publisher__icontains=word) | Q(pk__in=texts.values("source"))


def _listing(
    sources: SourceQuerySet, field: str, value: str, *, or_none: bool = False
) -> SourceQuerySet:
    """Return the sources whose JSON list has a value; as text, which every database can search."""
    as_text = f"{field}_as_text"
    wanted = Q(**{f"{as_text}__contains": f'"{value}"'})
    if or_none:
        wanted |= Q(**{as_text: "[]"})
    return sources.alias(**{as_text: Cast(field, TextField())}).filter(wanted)
