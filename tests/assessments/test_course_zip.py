"""The course in one ZIP: whoever loads it elsewhere has the same course."""

import io
import shutil
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.utils import translation
from wagtail.models import GroupPagePermission, Locale, Page

from assessments.domain.question_bank import stored_questions
from assessments.domain.quizzes import stored_quizzes
from assessments.exchange.course_zip import course_files, write_course
from assessments.models import Question, QuestionVersion, Quiz
from tests.assessments.question_desk import signed_in
from tests.factories.training import make_site
from tests.made_once import made_once
from training.domain.source_editing import catalogue_to_export, load_catalogue
from training.exchange.source_csv import read_sources, write_sources
from training.management.commands.load_toolkit import SHIPPED
from training.models import (
    Area,
    Competence,
    CompetenceVersion,
    Framework,
    LessonPage,
    Source,
)

MODULE = "m0-orientation"


def run(command: str, *arguments: object) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command(command, *arguments, stdout=out, stderr=out)
    return out.getvalue()


@pytest.fixture
def course(framework, tmp_path) -> Path:
    """A small course of everything, exported to a ZIP."""
    folder = tmp_path / "source"
    shutil.copytree(SHIPPED / MODULE, folder / MODULE)
    for file in (*SHIPPED.glob("*.md"), SHIPPED / "bibliography.json"):
        shutil.copy(file, folder)

    def load() -> None:
        run("load_toolkit", folder)
        for command in ("load_sources", "load_questions", "load_quizzes"):
            run(command)

    made_once("course", load)
    run("export_course", tmp_path / "course.zip")
    return tmp_path / "course.zip"


def remove_everything() -> None:
    """Leave the database as a fresh installation has it."""
    Quiz.objects.all().delete()
    QuestionVersion.objects.all().delete()
    Question.objects.all().delete()
    Source.objects.all().delete()
    Page.objects.filter(depth=2).first().get_parent().delete()
    Page.objects.all().delete()
    Locale.objects.all().delete()
    CompetenceVersion.objects.all().delete()
    Competence.objects.all().delete()
    Area.objects.all().delete()
    Framework.objects.all().delete()


def test_a_fresh_installation_gets_the_same_course(course):
    before = (course_files(), stored_questions(), stored_quizzes(), catalogue_to_export())
    remove_everything()
    run("load_course", course)
    after = (course_files(), stored_questions(), stored_quizzes(), catalogue_to_export())
    moment = '"lastChangeDateTime"'
    for files in (before[0], after[0]):
        lines = files["framework.json"].splitlines()
        files["framework.json"] = [line for line in lines if moment not in line]
    assert after == before
    assert len(before[1]) > 40
    assert LessonPage.objects.live().count() == 2


def test_the_zip_holds_each_part(course):
    with ZipFile(course) as files:
        names = set(files.namelist())
    assert {"framework.json", "sources.csv", "quizzes.json", "toolkit/glossary.yaml"} <= names
    assert {f"toolkit/{MODULE}/module.nl.md", "questions/A1.nl.gift", "questions/D5.en.gift"} <= (
        names
    )


def test_the_same_course_is_the_same_file(course):
    first, second = io.BytesIO(), io.BytesIO()
    assert write_course(first) == write_course(second)
    assert first.getvalue() == second.getvalue() == course.read_bytes()


def test_loading_a_course_again_changes_nothing(course):
    told = run("load_course", course)
    assert "0 new, 0 updated, 4 unchanged" in told
    assert f"Questions: 0 new, 0 revised, {len(stored_questions())} unchanged." in told


@pytest.mark.parametrize("content", [b"no zip", None])
def test_what_is_no_course_is_told_and_nothing_is_loaded(framework, tmp_path, content):
    path = tmp_path / "course.zip"
    if content is None:
        with ZipFile(path, "w") as other:
            other.writestr("../framework.json", "{}")
    else:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=r"cannot be read|it lacks: .*sources.csv, toolkit"):
        run("load_course", path)
    assert Page.objects.count() == 0


def test_without_a_framework_there_is_no_course(db, tmp_path):
    with pytest.raises(CommandError, match="import_framework"):
        run("export_course", tmp_path / "course.zip")
    assert not (tmp_path / "course.zip").exists()


def test_the_catalogue_reads_back_as_it_is(framework):
    shipped = read_sources((SHIPPED / "sources.csv").read_text())
    load_catalogue(sources=shipped)
    assert read_sources(write_sources(catalogue_to_export())) == shipped


@pytest.mark.parametrize(
    ("deeds", "works_on_pages", "status"),
    [
        (["change_question"], True, 200),
        (["view_question"], True, 302),
        (["change_question"], False, 302),
    ],
)
def test_only_who_keeps_pages_and_questions_may_take_the_course(
    client, framework, deeds, works_on_pages, status
):
    home = make_site()["nl"].get_parent()
    user = signed_in(client, *deeds)
    if works_on_pages:
        group = Group.objects.create(name="Pages")
        change = Permission.objects.get(codename="change_page")
        GroupPagePermission.objects.create(group=group, page=home, permission=change)
        user.groups.add(group)
    answer = client.get("/admin/course.zip")
    assert answer.status_code == status
    assert ("Whole course" in client.get("/admin/").content.decode()) == (status == 200)
    if status == 200:
        with ZipFile(io.BytesIO(answer.content)) as files:
            assert "framework.json" in files.namelist()
