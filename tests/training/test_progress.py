"""Progress: kept per lesson and person, the same in both languages, never lost by repetition."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.factories import people
from tests.factories.training import lesson, make_module
from training.domain.progress import (
    ModuleProgress,
    finish_lesson,
    module_progress,
    progress_of,
    reopen_lesson,
    resume_point,
    see_section,
)
from training.enums import ProgressState
from training.models import LessonPage, LessonProgress

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
ORDER = ["first", "second", "third"]


@pytest.fixture
def reader(db):
    return people.make_user("reader@test.example")


def see(user, key, section, now=NOW):
    return see_section(user=user, lesson=key, section=section, now=now, order=ORDER)


def test_first_section_begins_a_lesson(reader):
    key = uuid4()
    progress = see(reader, key, "first")
    assert (progress.state, progress.section) == (ProgressState.STARTED, "first")
    assert (progress.started_at, progress.seen_at, progress.done_at) == (NOW, NOW, None)


def test_mark_moves_forward_and_never_back(reader):
    key = uuid4()
    for section in ("first", "third", "second", "third"):
        progress = see(reader, key, section, LATER)
    assert progress.section == "third"
    assert LessonProgress.objects.get().section == "third"


def test_section_that_is_no_longer_there_gives_way(reader):
    key = uuid4()
    see_section(user=reader, lesson=key, section="gone", now=NOW)
    assert see(reader, key, "first").section == "first"


def test_finishing_twice_keeps_the_first_date(reader):
    key = uuid4()
    finish_lesson(user=reader, lesson=key, now=NOW)
    progress = finish_lesson(user=reader, lesson=key, now=LATER)
    assert (progress.state, progress.done_at, progress.seen_at) == ("done", NOW, LATER)
    assert LessonProgress.objects.count() == 1


def test_reading_a_finished_lesson_again_keeps_it_done(reader):
    key = uuid4()
    finish_lesson(user=reader, lesson=key, now=NOW)
    assert see(reader, key, "second", LATER).state == ProgressState.DONE


def test_reopening_takes_the_date_away_and_is_harmless_twice(reader):
    key = uuid4()
    assert reopen_lesson(user=reader, lesson=key, now=NOW) is None
    finish_lesson(user=reader, lesson=key, now=NOW)
    for _time in range(2):
        progress = reopen_lesson(user=reader, lesson=key, now=LATER)
        assert (progress.state, progress.done_at) == (ProgressState.STARTED, None)


def test_progress_belongs_to_one_person(reader):
    key = uuid4()
    other = people.make_user("other@test.example")
    finish_lesson(user=other, lesson=key, now=NOW)
    assert progress_of(reader, [key]) == {}
    assert progress_of(other, [key])[key].state == ProgressState.DONE


def test_module_progress_counts_done_and_started():
    keys = [uuid4() for _ in range(3)]
    rows = {
        keys[0]: LessonProgress(state=ProgressState.DONE),
        keys[1]: LessonProgress(state=ProgressState.STARTED),
        uuid4(): LessonProgress(state=ProgressState.DONE),
    }
    assert module_progress(rows, keys) == ModuleProgress(done=1, started=1, total=3)
    assert module_progress(rows, keys[:1]).is_done
    assert not module_progress(rows, []).is_done


def test_resume_point_is_the_lesson_last_read_in_the_language_asked(framework, reader):
    make_module(lessons=2)
    one, two = lesson("m1/one"), lesson("m1/two")
    see(reader, two.translation_key, "second", NOW)
    see(reader, one.translation_key, "third", LATER)
    assert resume_point(reader, "en") == ("/en/toolkit/m1-en/one-en/#third", "One en", "Third")
    assert resume_point(reader, "nl") == ("/nl/toolkit/m1-nl/one-nl/#third", "One nl", "Third")
    finish_lesson(user=reader, lesson=one.translation_key, now=LATER)
    assert resume_point(reader, "en").title == "Two en"


def test_resume_point_passes_over_what_is_gone(framework, reader):
    make_module(lessons=2)
    one, two = lesson("m1/one"), lesson("m1/two")
    see(reader, two.translation_key, "first", NOW)
    see(reader, one.translation_key, "gone", LATER)
    assert resume_point(reader, "en") == ("/en/toolkit/m1-en/one-en/", "One en", "")
    one.unpublish()
    assert resume_point(reader, "en").title == "Two en"
    LessonPage.objects.filter(locale__language_code="en").update(live=False)
    assert resume_point(reader, "en") is None


def test_resume_point_takes_one_query(framework, reader, drawn_once, django_assert_num_queries):
    make_module(lessons=3)
    for name in ("one", "two", "three"):
        see(reader, lesson(f"m1/{name}").translation_key, "first")
    with django_assert_num_queries(4):
        resume_point(reader, "en")
    with django_assert_num_queries(1):
        resume_point(reader, "en")
