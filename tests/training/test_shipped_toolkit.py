"""The shipped files: every one is read, and both languages tell the same."""

from io import StringIO
from pathlib import Path

import pytest
from django.utils import translation

from training.domain.lesson_length import LONGEST, SHORTEST, reading_words
from training.domain.problems import ProblemsFound
from training.exchange.bibliography import read_bibliography
from training.exchange.markdown_toolkit import read_doors, read_toolkit
from training.management.commands.load_toolkit import SHIPPED

CODES = [
    f"{area}{n}"
    for area, last in zip("ABCD", (3, 2, 4, 5), strict=True)
    for n in range(1, last + 1)
]


@pytest.fixture(scope="module")
def modules():
    references = {entry["id"] for entry in read_bibliography(SHIPPED)}
    return read_toolkit(SHIPPED, competences=CODES, references=references)


def test_both_languages_have_the_same_outline(modules):
    lessons = [lesson for module in modules for lesson in module.lessons]
    assert len(lessons) >= 13
    for lesson in lessons:
        assert lesson.texts["nl"].outline == lesson.texts["en"].outline, lesson.key


def test_lessons_have_350_to_1000_words_to_read(modules):
    counts = {
        text.place: reading_words(text.body)
        for module in modules
        for lesson in module.lessons
        for text in lesson.texts.values()
    }
    assert {place: n for place, n in counts.items() if not SHORTEST <= n <= LONGEST} == {}


def test_every_lesson_has_the_parts_that_make_it_one(modules):
    wanted = {"practice", "heading", "text", "keyfacts", "example", "try_now", "check", "apply"}
    for module in modules:
        for lesson in module.lessons:
            kinds = [block["type"] for block in lesson.texts["nl"].body]
            assert wanted - set(kinds) == set(), lesson.key
            assert kinds[-1] == "citations", lesson.key


def test_front_doors_exist_in_both_languages():
    assert set(read_doors(SHIPPED, "home")) == {"nl", "en"}
    assert set(read_doors(SHIPPED, "toolkit")) == {"nl", "en"}


def copy_of(module: str, folder: Path) -> Path:
    (folder / module).mkdir(parents=True)
    for file in (SHIPPED / module).glob("*.md"):
        (folder / module / file.name).write_text(file.read_text())
    return folder / module


def problems_in(folder: Path) -> str:
    with translation.override("en"), pytest.raises(ProblemsFound) as found:
        read_toolkit(folder, competences=CODES)
    out = StringIO()
    for problem in found.value.problems:
        out.write(f"{problem}\n")
    return out.getvalue()


def test_languages_that_go_apart_are_told(tmp_path):
    path = copy_of("m4-quality", tmp_path) / "1-quality-criteria.en.md"
    path.write_text(
        path.read_text().replace("{#key-facts}", "{#in-short}").replace("minutes: 12", "minutes: 9")
    )
    told = problems_in(tmp_path)
    assert "m4-quality/1-quality-criteria.en.md: “minutes” is not the same" in told
    assert (
        "is heading in-short, but in m4-quality/1-quality-criteria.nl.md it is heading key-facts"
        in told
    )


def test_missing_language_and_double_address_are_told_together(tmp_path):
    module = copy_of("m4-quality", tmp_path)
    (module / "2-eight-questions.nl.md").unlink()
    other = module / "3-special-cases.en.md"
    other.write_text(other.read_text().replace("slug: special-cases", "slug: quality-criteria"))
    told = problems_in(tmp_path)
    assert "m4-quality/2-eight-questions.nl.md: This file is missing." in told
    assert (
        "The slug “quality-criteria” is already used in m4-quality/1-quality-criteria.en.md" in told
    )
