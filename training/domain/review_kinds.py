"""What training puts in the queue: lessons, case studies, facts to verify, sources."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import Page

from training.domain.review_queue import (
    ReviewEntry,
    ReviewKind,
    after_months,
    date_after_checks,
    latest_checks,
    register,
)
from training.domain.sources import preferred_text
from training.enums import UpdateFrequency
from training.models import CaseStudyPage, LessonPage, Source

PAGE_CYCLE = 12
SOURCE_CYCLE = 12
# What its publisher changes often is looked at twice a year.
OFTEN = {UpdateFrequency.CONTINUOUS, UpdateFrequency.MONTHLY, UpdateFrequency.QUARTERLY}
OFTEN_CYCLE = 6


def register_kinds() -> None:
    """Make the queue know them."""
    register(page_kind("lesson", gettext_lazy("Lesson"), LessonPage))
    register(page_kind("case", gettext_lazy("Case study"), CaseStudyPage))
    register(ReviewKind("fact", gettext_lazy("Fact to verify"), _facts))
    register(ReviewKind("source", gettext_lazy("Source"), _sources, _check_source))


def page_kind(name: str, label: Any, model: type[Page]) -> ReviewKind:
    """Return the kind of entry for pages with a `review_date`.

    A check does not touch the page: it has drafts and shipped words that carry the old date.
    """

    def entries(until: date) -> Iterator[ReviewEntry]:
        checks = latest_checks(name)
        for page in model.objects.live().select_related("locale").defer("body"):
            key = f"{name}:{page.pk}"
            due = date_after_checks(page.review_date, checks.get(key))
            if due <= until:
                yield _of_page(page, key, due=due, own_date=page.review_date)

    return ReviewKind(name, label, entries, lambda _entry, today: after_months(today, PAGE_CYCLE))


def subject_of(page: Page) -> str:
    """Return what the owner of a page is responsible for."""
    return f"page:{page.pk}"


def edit_address(page_id: int) -> str:
    """Return where a page is edited."""
    return reverse("wagtailadmin_pages:edit", args=[page_id])


def _of_page(page: Page, key: str, **fields: Any) -> ReviewEntry:
    return ReviewEntry(
        key=key,
        subject=subject_of(page),
        title=page.title,
        language=page.locale.language_code,
        url=edit_address(page.pk),
        **fields,
    )


def _facts(_until: date) -> Iterator[ReviewEntry]:
    """Each block that says "to be verified" waits from the day its lesson went live."""
    for page in LessonPage.objects.live().select_related("locale"):
        went_live = localdate(page.first_published_at) if page.first_published_at else None
        section = ""
        for number, block in enumerate(page.body.raw_data, start=1):
            if block["type"] == "heading":
                section = block["value"]["text"]
            elif block["type"] == "verify":
                yield _of_page(page, f"fact:{page.pk}:{number}", due=went_live, note=section)


def _sources(until: date) -> Iterator[ReviewEntry]:
    language = get_language() or "nl"
    for source in Source.objects.shipped().in_use().prefetch_related("texts"):
        due = source.checked_on and after_months(source.checked_on, _cycle(source))
        if due is None or due <= until:
            yield ReviewEntry(
                key=f"source:{source.pk}",
                subject=f"source:{source.pk}",
                title=preferred_text(source, language).name,
                due=due,
                url=reverse("source", args=[source.pk]),
                note="" if due else _("Nobody ever checked it."),
                own_date=source.checked_on,
            )


def _cycle(source: Source) -> int:
    return OFTEN_CYCLE if source.frequency in OFTEN else SOURCE_CYCLE


def _check_source(entry: ReviewEntry, today: date) -> date:
    source = Source.objects.select_for_update().get(pk=int(entry.key.partition(":")[2]))
    source.checked_on = today
    source.save(update_fields=["checked_on"])
    return after_months(today, _cycle(source))
