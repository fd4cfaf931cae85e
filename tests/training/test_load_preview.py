"""`--preview`: loading says what it would do, page by page, and writes nothing."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation
from wagtail.models import Page, Revision
from wagtail.search.models import IndexEntry

from assessments.models import QuestionVersion
from training.management.commands.load_toolkit import SHIPPED
from training.models import LessonPage, Reference, Source

MODULE = "m0-orientation"
LESSON = f"{MODULE}/1-start-here"
DONE = "This was a preview: nothing was written."


def run(command: str, *paths: Path, preview: bool = True) -> list[str]:
    out = StringIO()
    with translation.override("en"):
        call_command(command, *paths, preview=preview, stdout=out)
    return [line.strip() for line in out.getvalue().splitlines()]


@pytest.fixture
def folder(framework, tmp_path) -> Path:
    """A folder with the smallest module; nothing is loaded yet."""
    shutil.copytree(SHIPPED / MODULE, tmp_path / MODULE)
    for file in (*SHIPPED.glob("*.md"), SHIPPED / "bibliography.json"):
        shutil.copy(file, tmp_path)
    return tmp_path


def everything() -> dict:
    return {
        "pages": list(Page.objects.order_by("pk").values()),
        "revisions": Revision.objects.count(),
        "entries": list(IndexEntry.objects.order_by("pk").values("object_id", "title")),
        "references": Reference.objects.count(),
    }


def test_on_an_empty_site_every_page_is_new(folder):
    before = everything()
    told = run("load_toolkit", folder)
    assert everything() == before
    names = [f"{MODULE}/module.nl.md", f"{LESSON}.nl.md", f"{MODULE}/module.en.md"]
    assert [line for line in told if line.startswith("new")] == [
        f"new: {name}" for name in [*names, f"{LESSON}.en.md"]
    ]
    assert told[-1] == DONE


def test_a_changed_file_is_told_with_its_fields_and_blocks(folder):
    run("load_toolkit", folder, preview=False)
    path = folder / f"{LESSON}.nl.md"
    text = path.read_text().replace("title: ", "title: Nu ", 1)
    path.write_text(text.replace("::: apply\n", "::: apply\nNu. "))
    number = 1 + [block["type"] for block in lesson().body.raw_data].index("apply")
    before = everything()
    told = run("load_toolkit", folder)
    assert everything() == before
    fields = f"title, body {number} (apply)"
    assert [line for line in told if line.startswith("changed")] == [
        f"changed: {LESSON}.nl.md: {fields}"
    ]
    assert f"unchanged: {LESSON}.en.md" in told


def test_a_page_of_an_editor_is_left_alone(folder):
    run("load_toolkit", folder, preview=False)
    page = lesson()
    page.title = "Van een redacteur"
    page.save_revision().publish()
    told = run("load_toolkit", folder)
    assert f"left as it is, an editor changed it: {LESSON}.nl.md" in told


def test_loading_after_a_preview_does_what_it_said(folder):
    run("load_toolkit", folder)
    told = run("load_toolkit", folder, preview=False)
    assert DONE not in told
    assert LessonPage.objects.live().count() == 2
    assert IndexEntry.objects.filter(object_id=str(lesson().pk)).exists()


def test_questions_and_sources_have_a_preview_too(framework):
    told = run("load_questions")
    assert QuestionVersion.objects.count() == 0
    assert "new: A1-1" in told
    assert DONE in told
    assert DONE in run("load_sources")
    assert Source.objects.count() == 0


def lesson() -> LessonPage:
    return LessonPage.objects.get(key=LESSON, locale__language_code="nl")
