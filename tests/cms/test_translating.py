"""Two languages of a page: linking, what is missing, and no foreign words on the live site."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from cms.models import HomePage, LanguageStep, StandardPage
from cms.translating.align import align
from cms.translating.linking import AlreadyLinked, keep_in_step, twins_of
from cms.translating.steps import outdated_translations, settle
from tests.factories.pages import (
    edit,
    make_homes,
    make_pair,
    make_site_with_pair,
    prepare_translating,
)

TABLE = {
    "type": "table",
    "value": {"caption": "Jobs", "table": {"data": [["Region", "Jobs"], ["Ghent", None]]}},
}


@pytest.fixture
def homes(db):
    prepare_translating()
    return make_homes()


@pytest.fixture
def pair(db):
    """The same text page in both languages, published."""
    prepare_translating()
    return make_site_with_pair()


def linked(pair) -> Translation:
    keep_in_step(source=pair["nl"], target=pair["en"])
    return Translation.objects.get()


def translate(path: str, words: str) -> None:
    """Give the string at a path of the source its English words."""
    segment = Translation.objects.get().source.stringsegment_set.get(context__path=path)
    StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        context=segment.context,
        locale=Locale.objects.get(language_code="en"),
        defaults={"data": words},
    )


def fresh(page: Page) -> StandardPage:
    return StandardPage.objects.get(pk=page.pk)


def test_pages_begin_unlinked_and_in_step(pair):
    assert [twin.page.pk for twin in twins_of(pair["nl"])] == [pair["en"].pk]
    assert outdated_translations() == []
    assert LanguageStep.objects.count() == 4


def test_linking_leaves_the_target_as_it_is(pair):
    before = fresh(pair["en"]).to_json()
    alignment = keep_in_step(source=pair["nl"], target=pair["en"])
    assert (len(alignment.pairs), alignment.alone, alignment.lost) == (6, [], [])
    assert fresh(pair["en"]).to_json() == before
    assert outdated_translations() == []
    assert Translation.objects.get().get_progress() == (6, 6)


def test_publishing_with_nothing_changed_gives_the_same_words(
    pair, django_capture_on_commit_callbacks
):
    translation = linked(pair)
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    page = fresh(pair["en"])
    assert page.title == "About us"
    assert page.summary == "Who we are."
    assert page.body[0].value["text"] == "Our work"
    assert page.body[0].value["anchor"] == "work"
    assert str(page.body[1].value) == '<p data-block-key="a">We <a href="/en/x/">help</a>.</p>'
    assert page.live
    assert not page.has_unpublished_changes


def test_linking_twice_or_backwards_is_refused(pair):
    linked(pair)
    assert twins_of(pair["nl"]) == twins_of(pair["en"]) == []
    for source, target in (("nl", "en"), ("en", "nl")):
        with pytest.raises(AlreadyLinked):
            keep_in_step(source=pair[source], target=pair[target])
    assert Translation.objects.count() == 1


def test_what_does_not_match_is_named_and_stays_untranslated(pair):
    body = [*pair["en"].body.raw_data]
    body[1] = {"type": "text", "value": "<p>We help.</p><ul><li>And listen.</li></ul>"}
    english = edit(pair["en"], body=body)
    alignment = align(pair["nl"], english)
    assert [segment.string.data for segment in alignment.alone] == ['Wij <a id="a1">helpen</a>.']
    assert [segment.string.data for segment in alignment.lost] == ["We help.", "And listen."]
    keep_in_step(source=pair["nl"], target=english)
    assert Translation.objects.get().get_progress() == (6, 5)
    assert [row.strings for row in outdated_translations()] == [1]


def test_a_block_more_does_not_move_the_words_of_the_others(pair):
    extra = {"type": "callout", "value": {"kind": "note", "title": "Nieuw", "text": "<p>Ja.</p>"}}
    dutch = edit(pair["nl"], body=[extra, *pair["nl"].body.raw_data])
    alignment = align(dutch, pair["en"])
    assert [segment.string.data for segment in alignment.alone] == ["Nieuw", "Ja."]
    assert alignment.lost == []


def test_cells_of_a_table_are_translated_where_they_stand(
    homes, django_capture_on_commit_callbacks
):
    dutch = {
        "type": "table",
        "value": {"caption": "Banen", "table": {"data": [["Regio", "Banen"], ["Gent", None]]}},
    }
    pair = make_pair(homes, nl=[dutch], en=[TABLE])
    translation = linked(pair)
    row_more = [["Regio", "Banen"], ["Brugge", "12"], ["Gent", None]]
    dutch["value"]["table"]["data"] = row_more
    edit(pair["nl"], body=[{**dutch, "id": fresh(pair["nl"]).body[0].id}])
    translation.source.refresh_from_db()
    missing = [row.strings for row in outdated_translations()]
    assert missing == [2]
    table = "body." + fresh(pair["nl"]).body[0].id + ".table"
    for dutch_word, word in (("Brugge", "Bruges"), ("12", "12")):
        segment = translation.source.stringsegment_set.get(
            context__path=table, string__data=dutch_word
        )
        StringTranslation.from_text(
            segment.string, translation.target_locale, segment.context, word
        )
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    data = fresh(pair["en"]).body[0].value["table"]["data"]
    assert data == [["Region", "Jobs"], ["Bruges", "12"], ["Ghent", None]]


def test_a_changed_source_makes_the_translation_outdated_and_nothing_else(pair):
    linked(pair)
    edit(pair["nl"], summary="Wie wij werkelijk zijn.")
    (row,) = outdated_translations()
    assert (row.page_id, row.language, row.strings) == (pair["en"].pk, "en", 1)
    assert (row.leader_id, row.is_linked) == (pair["nl"].pk, True)
    assert fresh(pair["en"]).summary == "Who we are."


def test_a_page_with_missing_strings_does_not_go_live(pair):
    translation = linked(pair)
    edit(pair["nl"], summary="Wie wij werkelijk zijn.")
    translation.source.refresh_from_db()
    for publish in (True, False):
        with pytest.raises(ValidationError) as refused:
            translation.save_target(publish=publish)
        assert "1" in str(refused.value.messages)
    page = fresh(pair["en"])
    assert (page.summary, page.has_unpublished_changes) == ("Who we are.", False)


def test_a_new_page_with_missing_strings_stays_a_draft(homes, django_capture_on_commit_callbacks):
    pair = make_pair(homes, languages=("nl",))
    translate_object(pair["nl"], [Locale.objects.get(language_code="en")])
    draft = StandardPage.objects.get(locale__language_code="en")
    assert not draft.live
    with pytest.raises(ValidationError), django_capture_on_commit_callbacks(execute=True):
        Translation.objects.get().save_target(publish=True)
    draft.refresh_from_db()
    assert not draft.live
    with pytest.raises(ValidationError):
        draft.get_latest_revision().publish()


def test_translated_words_go_live_and_end_the_wait(pair, django_capture_on_commit_callbacks):
    translation = linked(pair)
    edit(pair["nl"], summary="Wie wij werkelijk zijn.")
    translate("summary", "Who we really are.")
    assert [row.strings for row in outdated_translations()] == [0]
    translation = Translation.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    assert fresh(pair["en"]).summary == "Who we really are."
    assert outdated_translations() == []


def test_publishing_the_source_again_unchanged_asks_for_nothing(pair):
    linked(pair)
    edit(pair["nl"])
    assert outdated_translations() == []


def test_unlinked_languages_wait_for_each_other(pair):
    edit(pair["nl"], summary="Anders.")
    (row,) = outdated_translations()
    assert (row.page_id, row.strings, row.is_linked) == (pair["en"].pk, 1, False)
    edit(pair["en"])
    assert [row.page_id for row in outdated_translations()] == [pair["en"].pk]
    edit(pair["en"], summary="Otherwise.")
    assert outdated_translations() == []


def test_taking_a_change_back_ends_the_wait(pair):
    edit(pair["en"], summary="Otherwise.")
    edit(pair["en"], summary="Who we are.")
    assert outdated_translations() == []


def test_an_editor_may_say_that_nothing_has_to_follow(pair):
    settle([edit(pair["nl"], summary="Anders."), pair["en"]])
    assert outdated_translations() == []


@pytest.mark.parametrize("count", [1, 3])
def test_what_is_outdated_costs_four_queries(homes, count, django_assert_num_queries):
    for number in range(count):
        pair = make_pair(homes, slug=f"a{number}")
        keep_in_step(source=pair["nl"], target=pair["en"])
        edit(pair["nl"], summary="Anders.")
        edit(make_pair(homes, slug=f"b{number}")["nl"], summary="Anders.")
    with django_assert_num_queries(4):
        assert len(outdated_translations()) == 2 * count


def test_only_one_page_may_be_asked_for(homes):
    pairs = [make_pair(homes, slug=slug) for slug in ("a", "b")]
    for pair in pairs:
        edit(pair["nl"], summary="Anders.")
    (row,) = outdated_translations(pairs[0]["nl"].translation_key)
    assert row.page_id == pairs[0]["en"].pk


def test_a_home_page_is_a_page_like_others(homes):
    home = HomePage.objects.get(locale__language_code="nl")
    edit(home, summary="Nieuw.")
    assert [row.page_id for row in outdated_translations()] == [homes["en"].pk]
