"""The command that checks lessons in files: the shipped ones pass, mistakes end a build."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from training.management.commands.load_toolkit import SHIPPED

LESSON = "m4-quality/1-quality-criteria.en.md"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def folder(tmp_path) -> Path:
    """One shipped module, with the bibliography."""
    shutil.copytree(SHIPPED / "m4-quality", tmp_path / "m4-quality")
    shutil.copy(SHIPPED / "bibliography.json", tmp_path)
    return tmp_path


def change(folder: Path, old: str, new: str) -> None:
    path = folder / LESSON
    words = path.read_text()
    assert old in words
    path.write_text(words.replace(old, new, 1))


def refused(folder: Path) -> str:
    told = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("check_content", folder, stdout=StringIO(), stderr=told)
    assert error.value.returncode == 1
    return told.getvalue()


def test_shipped_lessons_have_no_errors():
    told = StringIO()
    call_command("check_content", stdout=told)
    assert told.getvalue().splitlines()[-1].startswith("No errors; warnings: ")


def test_warnings_are_listed_and_stop_nothing(folder):
    long = " ".join(["This sentence goes on"] + ["and on"] * 12) + "."
    change(folder, "The numbering stops", f"{long} The numbering stops")
    told = StringIO()
    call_command("check_content", folder, stdout=told)
    lines = told.getvalue().splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(f"warning: {LESSON} (block ")
    assert "A sentence of 28 words: “This sentence goes on and on and on …”" in lines[0]
    assert lines[1] == "No errors; warnings: 1."


def test_link_to_no_section_ends_the_build(folder):
    change(folder, "The numbering stops", "See [there](#nowhere). The numbering stops")
    assert LESSON in refused(folder)


def test_missing_language_ends_the_build(folder):
    (folder / LESSON).unlink()
    assert f"{LESSON}: This file is missing." in refused(folder)


def test_no_folder_is_told(tmp_path):
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("check_content", tmp_path / "none")
