"""Export: the files that were loaded come back, with what editors changed and made."""

import shutil
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from wagtail.models import Locale

from tests.made_once import made_once
from training.domain.glossary_editing import TermData, TermWords, load_glossary
from training.exchange.bibliography import read_bibliography
from training.exchange.glossary_yaml import read_glossary_file
from training.exchange.toolkit_files import bibliography_text, glossary_text, toolkit_files
from training.management.commands.load_toolkit import SHIPPED
from training.models import Competence, LessonObjective, LessonPage, ModulePage

MODULE = "m4-quality"
CASE = "lmi-for-all"
LESSON = "m4-quality/2-eight-questions"


class AnyLesson(frozenset):
    def __contains__(self, key: object) -> bool:
        return True


@pytest.fixture
def folder(framework, tmp_path) -> Path:
    """One of the shipped modules, one case study and a glossary of one term, loaded."""
    source = tmp_path / "source"
    shutil.copytree(SHIPPED / MODULE, source / MODULE)
    (source / "case-studies").mkdir()
    for file in (SHIPPED / "case-studies").glob(f"{CASE}.*"):
        shutil.copy(file, source / "case-studies")
    for file in (*SHIPPED.glob("*.md"), SHIPPED / "bibliography.json"):
        shutil.copy(file, source)
    words = TermWords("term", ("form: one", 'a "form"'), "Words.")
    term = TermData(key="a-term", lesson=LESSON, texts={"nl": words, "en": words})
    (source / "glossary.yaml").write_text(glossary_text([term]))
    made_once((MODULE, CASE), lambda: call_command("load_toolkit", source, stdout=StringIO()))
    return source


def texts_in(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


def lesson(key: str = LESSON, language: str = "nl") -> LessonPage:
    return LessonPage.objects.get(key=key, locale__language_code=language)


def add_lesson(slug: str, title: str, body: list) -> LessonPage:
    """Make a lesson in Dutch as an editor does."""
    module = ModulePage.objects.get(key="m4-quality", locale__language_code="nl")
    page = LessonPage(
        code="4.9",
        slug=slug,
        title=title,
        summary="About it.",
        minutes=9,
        review_date=date(2027, 6, 30),
        locale=Locale.objects.get(language_code="nl"),
        body=body,
    )
    page.objectives = [
        LessonObjective(
            competence=Competence.objects.get(code="A1"), text="You do it.", locale=page.locale
        )
    ]
    module.add_child(instance=page)
    page.save_revision().publish()
    return page


def test_what_was_loaded_is_exported_byte_for_byte(folder, tmp_path):
    out = StringIO()
    call_command("export_toolkit", tmp_path / "out", stdout=out)
    assert texts_in(tmp_path / "out") == texts_in(folder)
    assert str(len(texts_in(folder))) in out.getvalue()


def test_the_shipped_bibliography_and_glossary_are_written_as_they_are():
    entries = read_bibliography(SHIPPED)
    assert bibliography_text(entries) == (SHIPPED / "bibliography.json").read_text()
    terms = read_glossary_file(SHIPPED, lessons=AnyLesson())
    assert glossary_text(terms) == (SHIPPED / "glossary.yaml").read_text()


def test_what_an_editor_changed_is_exported_and_loads_as_it_reads(folder, tmp_path):
    page = lesson()
    link = f'<p data-block-key="x">Zie <a linktype="page" id="{page.get_parent().pk}">hier</a>.</p>'
    page.title = 'Acht "vragen": nu'
    page.body = [{"type": "text", "value": link}, *page.body.raw_data]
    page.save_revision().publish()
    written = toolkit_files()[f"{LESSON}.nl.md"]
    assert 'title: "Acht \\"vragen\\": nu"\n' in written
    address = "http://127.0.0.1:8000/nl/toolkit/kwaliteit-beoordelen/"
    assert f"---\n\nZie [hier]({address}).\n\n::: practice\n" in written


def test_a_lesson_of_an_editor_gets_its_key_from_its_slug(folder, tmp_path):
    body = [{"type": "text", "value": "<p>Woorden.</p>"}]
    add_lesson("nieuwe-les", "Nieuw", body)
    add_lesson("2-eight-questions", "Zelfde naam", body)
    new = set(toolkit_files()) - set(texts_in(folder))
    assert new == {"m4-quality/nieuwe-les.nl.md", "m4-quality/2-eight-questions-2.nl.md"}
    assert toolkit_files()["m4-quality/nieuwe-les.nl.md"] == (
        '---\ncode: "4.9"\nslug: nieuwe-les\ntitle: Nieuw\nsummary: About it.\nminutes: 9\n'
        "review: 2027-06-30\nobjectives:\n  - competence: A1\n    text: You do it.\n---\n\n"
        "Woorden.\n"
    )


def test_loading_says_which_language_is_missing(folder, tmp_path):
    add_lesson("nieuwe-les", "Nieuw", [{"type": "text", "value": "<p>Woorden.</p>"}])
    call_command("export_toolkit", tmp_path / "out", stdout=StringIO())
    told = StringIO()
    with translation.override("en"), pytest.raises(CommandError):
        call_command("load_toolkit", tmp_path / "out", stderr=told, stdout=StringIO())
    assert told.getvalue() == "m4-quality/nieuwe-les.en.md: This file is missing.\n"


def test_offline_pages_and_drafts_stay_where_they_are(folder):
    draft = lesson("m4-quality/1-quality-criteria")
    draft.title = "Ontwerp"
    draft.save_revision()
    lesson().unpublish()
    files = toolkit_files()
    assert f"{LESSON}.nl.md" not in files
    assert f"{LESSON}.en.md" in files
    assert "Ontwerp" not in "".join(files.values())


def test_a_term_of_a_lesson_that_went_offline_loads_all_the_same(folder):
    for language in ("nl", "en"):
        lesson(language=language).unpublish()
    assert "lesson:" not in toolkit_files()["glossary.yaml"]


def test_terms_keep_the_order_in_which_they_were_made(folder):
    words = TermWords("other", (), "Words.")
    load_glossary(terms=[TermData(key="a-first", lesson="", texts={"nl": words, "en": words})])
    lines = toolkit_files()["glossary.yaml"].splitlines()
    assert [line for line in lines if line.startswith("- key")] == [
        "- key: a-term",
        "- key: a-first",
    ]


@pytest.mark.usefixtures("folder")
def test_the_number_of_queries_does_not_depend_on_the_number_of_pages(
    django_assert_max_num_queries,
):
    with django_assert_max_num_queries(25):
        toolkit_files()


def test_a_folder_that_cannot_be_made_is_told(folder, tmp_path):
    (tmp_path / "taken").write_text("a file")
    with translation.override("en"), pytest.raises(CommandError, match="cannot be written"):
        call_command("export_toolkit", tmp_path / "taken", stdout=StringIO())
