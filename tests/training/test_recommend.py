"""Suggestions: which lesson and section for a gap, which modules for a team."""

from datetime import UTC, datetime

import pytest

from tests.factories import people
from tests.factories.training import lesson, lesson_data, load, make_module, module_data
from tests.made_once import made_once
from training.domain.progress import finish_lesson, see_section
from training.domain.recommend import lesson_suggestions, module_suggestions

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def reader(db):
    return people.make_user("reader@test.example")


@pytest.fixture
def toolkit(framework):
    """Module m1 with three lessons on A1, module m2 with one on A1 and B1."""

    def make() -> None:
        make_module("m1", lessons=3)
        both = lesson_data("m2/one", competences=("A1", "B1", "A1"), minutes=12)
        load(module_data("m2", [both]), after="m1")

    made_once("two modules", make)


def titles(suggestions) -> list[tuple[str, str]]:
    return [(suggestion.title, suggestion.state) for suggestion in suggestions]


def test_begun_lessons_come_first_and_finished_ones_last(toolkit, reader):
    keys = [lesson(f"m1/{name}").translation_key for name in ("one", "two", "three")]
    finish_lesson(user=reader, lesson=keys[0], now=NOW)
    see_section(user=reader, lesson=keys[2], section="first", now=NOW)
    found = lesson_suggestions(["A1"], language="en", user_id=reader.pk)
    assert titles(found["A1"]) == [
        ("Three en", "started"),
        ("Two en", "new"),
        ("One en", "new"),
        ("One en", "done"),
    ]
    assert [suggestion.module_title for suggestion in found["A1"]] == [
        *("Module m1 en", "Module m1 en", "Module m2 en", "Module m1 en")
    ]


def test_section_is_the_first_that_was_not_read(toolkit, reader):
    page = lesson("m1/one", "nl")
    expected = {"": "first", "first": "second", "third": "third", "gone": "first"}
    for read, section in expected.items():
        if read:
            see_section(user=reader, lesson=page.translation_key, section=read, now=NOW)
        found = lesson_suggestions(["A1"], language="nl", user_id=reader.pk)["A1"]
        (suggestion,) = [row for row in found if row.lesson == page.translation_key]
        assert (suggestion.section, suggestion.heading) == (section, section.title())
        assert suggestion.address == f"{page.url}#{section}"
        assert (suggestion.url, suggestion.minutes) == (page.url, 10)


def test_progress_of_another_person_does_not_count(toolkit, reader):
    other = people.make_user("other@test.example")
    finish_lesson(user=other, lesson=lesson("m2/one").translation_key, now=NOW)
    found = lesson_suggestions(["B1"], language="en", user_id=reader.pk)
    assert titles(found["B1"]) == [("One en", "new")]


def test_competence_without_lessons_has_an_empty_list(toolkit):
    assert lesson_suggestions(["D5", "Z9"], language="en") == {"D5": [], "Z9": []}
    assert module_suggestions(["D5"], language="en") == {"D5": []}
    assert lesson_suggestions([], language="en") == {}


def test_what_is_kept_holds_no_progress_of_a_reader(toolkit, reader, drawn_once):
    other = people.make_user("other@test.example")
    key = lesson("m2/one").translation_key
    see_section(user=other, lesson=key, section="second", now=NOW)
    found = lesson_suggestions(["B1"], language="en", user_id=other.pk)["B1"]
    assert [(row.state, row.section) for row in found] == [("started", "third")]
    found = lesson_suggestions(["B1"], language="en", user_id=reader.pk)["B1"]
    assert [(row.state, row.section) for row in found] == [("new", "first")]
    assert titles(lesson_suggestions(["B1"], language="nl")["B1"]) == [("One nl", "new")]


def test_unpublished_lessons_are_not_suggested(toolkit):
    lesson("m2/one").unpublish()
    assert lesson_suggestions(["B1"], language="en") == {"B1": []}
    assert [s.title for s in lesson_suggestions(["B1"], language="nl")["B1"]] == ["One nl"]


def test_modules_add_up_the_minutes_of_their_lessons(toolkit):
    found = module_suggestions(["A1", "B1"], language="en")
    url = "/en/toolkit/m{}-en/".format
    told = {
        code: [(each.module_title, each.url, each.minutes, each.lessons) for each in modules]
        for code, modules in found.items()
    }
    assert told == {
        "A1": [
            ("Module m1 en", url(1), 30, ("One en", "Two en", "Three en")),
            ("Module m2 en", url(2), 12, ("One en",)),
        ],
        "B1": [("Module m2 en", url(2), 12, ("One en",))],
    }
    assert found["B1"][0].lesson_keys == (lesson("m2/one").translation_key,)
    assert found["B1"][0].key == lesson("m2/one").get_parent().translation_key


def test_suggestions_take_at_most_four_queries(toolkit, reader, django_assert_num_queries):
    for codes in (["A1"], ["A1", "B1", "C1"]):
        with django_assert_num_queries(4):
            lesson_suggestions(codes, language="en", user_id=reader.pk)
        with django_assert_num_queries(3):
            module_suggestions(codes, language="en")
