"""The glossary: loading, the page from A to Z, and what an editor changes."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission

from tests.factories import people
from tests.factories.training import lesson, make_module
from training.domain.glossary import filter_terms, read_glossary
from training.domain.glossary_editing import TermData, TermWords, load_glossary
from training.models import GlossaryTerm, GlossaryText


def data(key: str, lesson_key: str = "", **words: str) -> TermData:
    texts = {
        "nl": TermWords(words.get("nl", f"{key} nl"), ("vorm",) if key == "gap" else (), "Uitleg."),
        "en": TermWords(words.get("en", key), (), words.get("text", "Words about it.")),
    }
    return TermData(key=key, lesson=lesson_key, texts=texts)


@pytest.fixture
def terms(framework):
    make_module("m1", lessons=2)
    load_glossary(
        terms=[data("gap", "m1/one"), data("ecole", nl="école", en="École"), data("zinc")]
    )


def soup(client, url: str) -> BeautifulSoup:
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def texts(found) -> list[str]:
    return [" ".join(part.get_text().split()) for part in found]


def test_loading_again_changes_nothing(terms):
    again = load_glossary(terms=[data("gap", "m1/one")])
    assert (again.added, again.updated, again.unchanged, again.left) == ([], [], ["gap"], [])
    assert GlossaryText.objects.count() == 6


def test_changed_file_changes_the_term_and_an_absent_one_stays(terms):
    loaded = load_glossary(terms=[data("gap", "m1/two", en="cleft")])
    assert loaded.updated == ["gap"]
    entry = GlossaryTerm.objects.get(key="gap")
    assert entry.lesson == lesson("m1/two").translation_key
    assert sorted(entry.texts.values_list("term", flat=True)) == ["cleft", "gap nl"]
    assert GlossaryTerm.objects.count() == 3


def test_what_an_editor_changed_is_left_alone(terms):
    GlossaryText.objects.filter(entry__key="gap", language="nl").update(text="Beter gezegd.")
    loaded = load_glossary(terms=[data("gap", "m1/one", en="cleft"), data("zinc", text="New.")])
    assert (loaded.left, loaded.updated) == (["gap"], ["zinc"])
    assert set(GlossaryText.objects.filter(entry__key="gap").values_list("text", flat=True)) == {
        "Beter gezegd.",
        "Words about it.",
    }


def test_page_goes_from_a_to_z_without_minding_accents(terms, client):
    page = soup(client, "/en/glossary/")
    assert texts(page.select("main h2, .entry h3")) == ["E", "École", "G", "gap", "Z", "zinc"]
    assert [link["href"] for link in page.select(".letters a")] == [
        f"#{heading['id']}" for heading in page.select("main h2")
    ]
    assert [entry["id"] for entry in page.select(".entry")] == ["ecole", "gap", "zinc"]


def test_term_shows_its_forms_the_other_language_and_its_lesson(terms, client):
    entry = soup(client, "/nl/glossary/").select_one("#gap")
    assert texts(entry.select("h3, p, li")) == [
        "gap nl",
        "Uitleg.",
        "Ook: vorm",
        "Engels: gap",
        "Les: One nl",
    ]
    assert entry.a["href"] == "/nl/toolkit/m1-nl/one-nl/"
    assert entry.select_one("[lang=en]").get_text() == "gap"


def test_lesson_that_is_not_live_is_not_linked(terms, client):
    lesson("m1/one", "nl").unpublish()
    assert soup(client, "/nl/glossary/").select("#gap a") == []


def test_filter_finds_forms_other_language_and_explanation(terms, client):
    for query, found in [
        ("GAP", ["gap nl"]),
        ("vor", ["gap nl"]),
        ("ecole", ["école"]),
        ("uitleg zinc", ["zinc nl"]),
        ("tomaat", []),
        ("%", ["école", "gap nl", "zinc nl"]),
    ]:
        assert texts(soup(client, f"/nl/glossary/?q={query}").select(".entry h3")) == found, query


def test_term_with_the_word_in_its_name_comes_first(framework):
    load_glossary(terms=[data("alpha", text="It speaks of zinc."), data("zinc")])
    assert [term.key for term in filter_terms(read_glossary("en").terms, "zinc")] == [
        "zinc",
        "alpha",
    ]


def test_empty_pages_say_what_to_do_next(framework, client):
    assert soup(client, "/nl/glossary/").select_one(".empty a")["href"] == "/nl/toolkit/"
    load_glossary(terms=[data("gap")])
    page = soup(client, "/nl/glossary/?q=a%26b%20c")
    assert page.select_one(".empty a")["href"] == "/nl/search/?q=a%26b%20c"


def test_page_costs_the_same_for_one_and_three(terms, client, django_assert_num_queries):
    for query in ("gap", ""):
        with django_assert_num_queries(2):
            assert client.get("/nl/glossary/", {"q": query}).status_code == 200


@pytest.fixture
def editor(client, terms):
    user = people.make_user("editor@test.example")
    names = ["access_admin", *(f"{deed}_glossaryterm" for deed in ("add", "change", "delete"))]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)


def form_of(client, url: str) -> dict:
    form = client.get(url).context["form"]
    return {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}


def test_editor_changes_a_term_in_both_languages(client, editor):
    entry = GlossaryTerm.objects.get(key="gap")
    url = f"/admin/glossary/edit/{entry.pk}/"
    sent = form_of(client, url) | {
        "term_nl": "kloof",
        "also_nl": " gat \n\n  verschil  ",
        "key": "x",
    }
    assert client.post(url, sent).status_code == 302
    text = entry.texts.get(language="nl")
    assert (text.term, text.also, text.text) == ("kloof", ["gat", "verschil"], "Uitleg.")
    entry.refresh_from_db()
    assert (entry.key, entry.lesson) == ("gap", lesson("m1/one").translation_key)
    assert load_glossary(terms=[data("gap", "m1/one")]).left == ["gap"]


def test_editor_adds_and_removes_a_term(client, editor):
    sent = form_of(client, "/admin/glossary/new/") | {
        "key": "new",
        "lesson": "",
        **{"term_nl": "nieuw", "text_nl": "Een.", "term_en": "new", "text_en": "A."},
    }
    assert client.post("/admin/glossary/new/", sent).status_code == 302
    entry = GlossaryTerm.objects.get(key="new")
    assert client.get("/admin/glossary/").content.decode().count("nieuw") >= 1
    assert client.post(f"/admin/glossary/delete/{entry.pk}/").status_code == 302
    assert not GlossaryTerm.objects.filter(key="new").exists()


def test_form_of_another_term_is_refused(client, editor):
    entry = GlossaryTerm.objects.get(key="zinc")
    url = f"/admin/glossary/edit/{entry.pk}/"
    sent = form_of(client, url) | {"term_en": "Gap", "also_nl": "vorm\n" + "x" * 81}
    response = client.post(url, sent)
    assert sorted(response.context["form"].errors) == ["also_nl", "term_en"]
    assert entry.texts.get(language="en").term == "zinc"


def test_somebody_without_the_right_sees_no_glossary_in_the_admin(client, terms):
    user = people.make_user("other@test.example")
    user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    client.force_login(user)
    assert client.get("/admin/glossary/").status_code in (302, 403)
