"""The queue: what waits, in which order, who is responsible, and what "checked today" does."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import people
from tests.factories.sources import make_own_source, make_source
from tests.factories.training import lesson_body, make_lesson, make_module
from training.domain.review_queue import (
    QueueFilter,
    after_months,
    assign_owner,
    check_today,
    counts,
    in_words,
    queue,
)
from training.models import LessonPage, ReviewCheck, ReviewOwner, Source

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
VERIFY = {"type": "verify", "value": {"text": "<p>Look this up.</p>"}}


@pytest.fixture
def editor(db):
    return people.make_user("editor@test.example")


def keys(**wanted) -> list[str]:
    return [entry.key for entry in queue(today=TODAY, wanted=QueueFilter(**wanted))]


def dates(kind: str) -> list[date | None]:
    return [entry.due for entry in queue(today=TODAY, wanted=QueueFilter(kind=kind))]


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 1, 31), 13, date(2028, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 11, 24), 1, date(2026, 12, 24)),
        (date(2026, 12, 24), 6, date(2027, 6, 24)),
    ],
)
def test_after_months_keeps_the_day_where_there_is_one(day, months, then):
    assert after_months(day, months) == then


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (None, "nu"),
        (TODAY, "vandaag"),
        (TODAY - timedelta(days=1), "1 dag geleden"),
        (TODAY - timedelta(days=12), "12 dagen geleden"),
        (TODAY + timedelta(days=5), "over 5 dagen"),
    ],
)
def test_due_in_words(due, words):
    assert in_words(due, TODAY) == words


@pytest.mark.parametrize(("days", "waits"), [(60, True), (61, False), (-400, True)])
def test_lesson_waits_from_sixty_days_before_its_date(framework, days, waits):
    make_lesson(review_date=TODAY + timedelta(days=days))
    assert (dates("lesson") != []) == waits


def test_draft_waits_for_nothing(framework):
    page = make_lesson(review_date=TODAY)
    page.unpublish()
    assert [entry.language for entry in queue(today=TODAY)] == ["nl"]


def test_each_fact_to_verify_waits_with_its_section(framework):
    body = [*lesson_body(("first",)), VERIFY, *lesson_body(("second",)), VERIFY]
    page = make_lesson(review_date=date(2030, 1, 1), body=body)
    found = queue(today=TODAY, wanted=QueueFilter(kind="fact", language="en"))
    assert [(entry.title, entry.note) for entry in found] == [
        (page.title, "First"),
        (page.title, "Second"),
    ]


def test_sources_wait_by_their_own_cycle(framework, organisation):
    user = people.make_user()
    never = make_source()
    often = make_source(checked_on=date(2026, 5, 24), frequency="monthly")
    make_source(checked_on=date(2026, 5, 24), frequency="yearly")
    yearly = make_source(checked_on=date(2025, 12, 1), frequency="yearly")
    retired = make_source()
    Source.objects.filter(pk=retired.pk).update(is_retired=True)
    own = make_own_source(user, organisation)
    Source.objects.filter(pk=own.pk).update(checked_on=None)
    assert keys() == [f"source:{source.pk}" for source in (never, often, yearly)]
    assert dates("source") == [None, TODAY, date(2026, 12, 1)]


def test_checking_a_lesson_moves_its_date_but_not_the_page(framework, editor):
    page = make_lesson(review_date=date(2026, 11, 1))
    entry = f"lesson:{page.pk}"
    line = check_today(key=entry, user=editor, now=NOW)
    assert (line.entry, line.user, line.checked_at, line.title) == (entry, editor, NOW, page.title)
    assert line.next_date == date(2027, 11, 24)
    assert entry not in keys()
    assert LessonPage.objects.get(pk=page.pk).review_date == date(2026, 11, 1)


def test_new_date_on_the_page_overrules_an_earlier_check(framework, editor):
    page = make_lesson(review_date=date(2026, 11, 1))
    check_today(key=f"lesson:{page.pk}", user=editor, now=NOW)
    LessonPage.objects.filter(pk=page.pk).update(review_date=date(2026, 12, 5))
    assert f"lesson:{page.pk}" in keys()


def test_checking_twice_writes_one_line(framework, editor):
    page = make_lesson(review_date=TODAY)
    assert check_today(key=f"lesson:{page.pk}", user=editor, now=NOW) is not None
    assert check_today(key=f"lesson:{page.pk}", user=editor, now=NOW) is None
    assert ReviewCheck.objects.count() == 1


@pytest.mark.parametrize("key", ["lesson:999", "fact:1:1", "nothing:1", "", "source:x"])
def test_what_does_not_wait_cannot_be_checked(framework, editor, key):
    assert check_today(key=key, user=editor, now=NOW) is None
    assert not ReviewCheck.objects.exists()


def test_fact_is_not_ticked_off_but_mended(framework, editor):
    make_lesson(review_date=date(2030, 1, 1), body=[*lesson_body(("first",)), VERIFY])
    (key, _other) = keys(kind="fact")
    assert check_today(key=key, user=editor, now=NOW) is None
    assert len(keys(kind="fact")) == 2


def test_checked_source_has_the_day_of_today(framework, editor):
    source = make_source(checked_on=date(2025, 1, 1), frequency="quarterly")
    line = check_today(key=f"source:{source.pk}", user=editor, now=NOW)
    source.refresh_from_db()
    assert (source.checked_on, line.next_date) == (TODAY, date(2027, 5, 24))
    assert keys() == []


def test_owner_of_a_page_owns_all_that_is_about_it(framework, editor):
    page = make_lesson(review_date=TODAY, body=[*lesson_body(("first",)), VERIFY])
    assign_owner(subject=f"page:{page.pk}", user=editor)
    mine = QueueFilter(owner=editor)
    found = queue(today=TODAY, wanted=mine)
    assert sorted(entry.kind for entry in found) == ["fact", "lesson"]
    assign_owner(subject=f"page:{page.pk}", user=None)
    assert queue(today=TODAY, wanted=mine) == []
    assert not ReviewOwner.objects.exists()


def test_language_shows_what_holds_in_all_languages_too(framework):
    make_source()
    page = make_lesson(review_date=TODAY)
    languages = [entry.language for entry in queue(today=TODAY, wanted=QueueFilter(language="en"))]
    assert languages == ["", "en"]
    assert page.language == "en"


def test_counts_say_what_has_passed(framework):
    make_lesson(review_date=TODAY + timedelta(days=3))
    make_source()
    found = counts(today=TODAY)
    assert (found.total, found.overdue) == (3, 1)
    assert [(str(label), number) for label, number in found.kinds] == [("Les", 2), ("Bron", 1)]


def test_queue_costs_the_same_for_one_and_for_many(framework, django_assert_num_queries, editor):
    make_module("m1", review_date=TODAY, body=[*lesson_body(("first",)), VERIFY])
    make_source()
    with CaptureQueriesContext(connection) as first:
        assert len(queue(today=TODAY)) == 5
    make_module("m2", lessons=3, after="m1", review_date=TODAY)
    for _number in range(3):
        assign_owner(subject=f"source:{make_source().pk}", user=editor)
    with django_assert_num_queries(len(first)):
        assert len(queue(today=TODAY)) == 14


def test_page_behind_the_other_language_waits_now(framework):
    page = make_lesson(review_date=date(2030, 1, 1))
    page.title = "Another title"
    page.save_revision().publish()
    other = page.get_translations().get()
    (entry,) = queue(today=TODAY, wanted=QueueFilter(kind="translation"))
    assert (entry.subject, entry.language, entry.due) == (f"page:{other.pk}", "nl", None)
    assert entry.note == "1 tekst te doen"
