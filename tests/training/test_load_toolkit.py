"""Loading: addresses, languages, repetition, changed files, and what an editor changed."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from wagtail.models import Locale, Page, Revision, Site

from cms.models import HomePage
from tests.factories.training import lesson, lesson_data, load, make_module, make_site, module_data
from tests.made_once import made_once
from training.domain.page_loading import content_hash
from training.domain.problems import ProblemsFound
from training.management.commands.load_toolkit import SHIPPED
from training.models import LessonPage, ModulePage, ToolkitPage


def run(folder: Path = SHIPPED) -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("load_toolkit", folder, stdout=out)
    return out.getvalue()


@pytest.fixture
def folder(framework, tmp_path) -> Path:
    """A folder with one of the shipped modules, loaded."""
    shutil.copytree(SHIPPED / "m4-quality", tmp_path / "m4-quality")
    for file in (*SHIPPED.glob("*.md"), SHIPPED / "bibliography.json"):
        shutil.copy(file, tmp_path)
    made_once("m4-quality", lambda: run(tmp_path))
    return tmp_path


def test_pages_have_the_promised_addresses(folder):
    urls = set(filter(None, (page.url for page in Page.objects.all())))
    assert {"/nl/", "/en/", "/nl/toolkit/", "/en/toolkit/"} <= urls
    assert "/nl/toolkit/kwaliteit-beoordelen/acht-vragen-voor-een-bron/" in urls
    assert "/en/toolkit/assessing-quality/eight-questions-for-a-source/" in urls


def test_second_run_changes_nothing(folder):
    before = (Page.objects.count(), Revision.objects.count())
    assert run(folder).splitlines()[0] == "1/1 m4-quality: 0 new, 0 updated, 8 unchanged"
    assert (Page.objects.count(), Revision.objects.count()) == before


def test_second_run_costs_few_queries(folder, django_assert_max_num_queries):
    with django_assert_max_num_queries(28):
        run(folder)


def test_changed_file_and_changed_page_are_told(folder):
    path = folder / "m4-quality" / "1-quality-criteria.nl.md"
    path.write_text(path.read_text().replace("title: Kwaliteitscriteria", "title: Criteria"))
    page = LessonPage.objects.get(slug="special-cases")
    page.title = "By an editor"
    page.save_revision().publish()
    assert run(folder).splitlines()[:2] == [
        "1/1 m4-quality: 0 new, 1 updated, 6 unchanged",
        "  left as it is, an editor changed it: m4-quality/3-special-cases.en.md",
    ]
    assert LessonPage.objects.get(slug="kwaliteitscriteria").title == "Criteria"


def test_loading_without_a_framework_says_what_to_do(db):
    with translation.override("en"), pytest.raises(CommandError, match="import_framework"):
        call_command("load_toolkit")


def test_problem_in_a_file_loads_nothing(framework, tmp_path):
    (tmp_path / "m1").mkdir()
    (tmp_path / "m1" / "module.nl.md").write_text("---\ncode: M1\n---\n")
    errors = StringIO()
    with translation.override("en"), pytest.raises(CommandError, match="Not everything"):
        call_command("load_toolkit", tmp_path, stderr=errors)
    assert "m1/module.nl.md:1: “slug” is missing" in errors.getvalue()
    assert Page.objects.count() == 0


def test_welcome_page_gives_way_to_the_front_door(framework):
    Locale.objects.create(language_code="nl")
    root = Page.add_root(instance=Page(title="Root", slug="root"))
    welcome = root.add_child(instance=Page(title="Welcome to your new Wagtail site!", slug="home"))
    Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)
    make_site()
    assert not Page.objects.filter(pk=welcome.pk).exists()
    assert Site.objects.get().root_page.specific == HomePage.objects.get(slug="nl")


def test_site_that_an_editor_pointed_elsewhere_is_left_alone(framework):
    make_site()
    Site.objects.update(root_page=HomePage.objects.get(slug="en"))
    make_site()
    assert Site.objects.get().root_page.slug == "en"
    assert ToolkitPage.objects.count() == 2


def test_changed_file_updates_the_page(framework):
    make_module(title="Old")
    outcome = load(module_data("m1", [lesson_data("m1/one", title="New", competences=("B1",))]))
    assert sorted(outcome.updated) == ["m1/one.en.md", "m1/one.nl.md"]
    page = lesson("m1/one")
    assert (page.title, page.draft_title, page.live) == ("New", "New", True)
    assert [row.competence.code for row in page.objectives.all()] == ["B1"]
    assert page.get_latest_revision().content["title"] == "New"


@pytest.mark.parametrize("publish", [True, False], ids=["published", "draft"])
def test_what_an_editor_changed_is_left_alone_and_named(framework, publish):
    make_module(title="Old")
    page = lesson("m1/one")
    page.title = "By an editor"
    revision = page.save_revision()
    if publish:
        revision.publish()
    outcome = load(module_data("m1", [lesson_data("m1/one", title="New")]))
    assert outcome.left == ["m1/one.en.md"]
    assert "m1/one.nl.md" in outcome.updated
    assert lesson("m1/one").get_latest_revision_as_object().title == "By an editor"
    assert lesson("m1/one", "nl").title == "New"


def test_page_taken_offline_stays_offline(framework):
    make_module()
    lesson("m1/one").unpublish()
    outcome = load(module_data("m1", [lesson_data("m1/one", title="New")]))
    assert "m1/one.en.md" in outcome.left
    assert lesson("m1/one").live is False


def test_saving_without_a_change_is_no_change(framework):
    make_module()
    page = lesson("m1/one")
    source = page.body[1].value.source
    page.body[1].value.source = source.replace("<p>", '<p data-block-key="abc12">')
    page.save_revision().publish()
    page = lesson("m1/one")
    assert "data-block-key" in page.body[1].value.source
    assert content_hash(page) == page.shipped_hash


def test_moved_page_stays_where_the_editor_put_it(framework):
    make_module("m1")
    load(module_data("m2", [lesson_data("m2/two")]), after="m1")
    page = lesson("m1/one")
    page.move(ModulePage.objects.get(key="m2", locale=page.locale), pos="last-child")
    outcome = make_module("m1")
    assert outcome.added == []
    assert lesson("m1/one").get_parent().specific.key == "m2"


def test_new_modules_and_lessons_come_in_the_order_of_the_files(framework):
    make_module("m2", lessons=1)
    make_module("m1", lessons=1)
    load(module_data("m2", [lesson_data(f"m2/{n}") for n in ("zero", "one", "two")]), after="m1")
    toolkit = ToolkitPage.objects.get(locale__language_code="en")
    assert [page.specific.key for page in toolkit.get_children()] == ["m1", "m2"]
    module = ModulePage.objects.get(key="m2", locale__language_code="en")
    assert [page.specific.key for page in module.get_children()] == ["m2/zero", "m2/one", "m2/two"]


def test_slug_taken_by_an_editor_is_told_and_nothing_of_the_module_is_kept(framework):
    toolkit = make_site()["en"]
    toolkit.add_child(
        instance=ModulePage(title="Mine", slug="m1-en", code="X", locale=toolkit.locale)
    )
    with pytest.raises(ProblemsFound) as found:
        make_module("m1")
    assert found.value.problems[0].place == "m1/module.en.md"
    assert ModulePage.objects.filter(key="m1").count() == 0
