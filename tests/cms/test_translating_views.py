"""The administration's page about languages, what editors are told, and the library's traps."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail_localize.models import Translation

from cms.accounts.models import User
from cms.editorial import ensure_desk
from cms.models import StandardPage
from cms.translating.linking import keep_in_step
from cms.translating.steps import outdated_translations
from tests.factories.pages import edit, make_site_with_pair, prepare_translating


@pytest.fixture
def pair(db):
    return make_site_with_pair()


@pytest.fixture
def enter(client, pair):
    """Return a function that signs somebody of a group in."""
    prepare_translating()
    groups = {group.name: group for group in ensure_desk({})}

    def sign_in(name: str) -> None:
        user = User.objects.create_user(f"{name}@test.example".lower(), language="en")
        if name == "Superuser":
            User.objects.filter(pk=user.pk).update(is_superuser=True)
        elif name != "Nobody":
            user.groups.add(groups[name])
        client.force_login(user)

    return sign_in


def languages(page) -> str:
    return reverse("page_languages", args=[page.pk])


def editing(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def told(answer) -> list[str]:
    return [message.message for message in get_messages(answer.wsgi_request)]


def test_a_translator_links_two_pages(client, enter, pair):
    enter("Translators")
    page = client.get(languages(pair["nl"]))
    assert page.status_code == 200
    assert b"6 van 6" in page.content or b"6 of 6" in page.content
    answer = client.post(languages(pair["nl"]), {"twin": pair["en"].pk, "deed": "link"})
    assert answer.url == editing(pair["en"])
    assert Translation.objects.get().get_progress() == (6, 6)


def test_a_reviewer_settles_but_does_not_link(client, enter, pair):
    enter("Reviewers")
    edit(pair["nl"], summary="Anders.")
    answer = client.post(languages(pair["nl"]), {"twin": pair["en"].pk, "deed": "link"})
    assert answer.status_code == 302
    assert not Translation.objects.exists()
    client.post(languages(pair["nl"]), {"twin": pair["en"].pk, "deed": "settle"})
    assert outdated_translations() == []


@pytest.mark.parametrize("name", ["Nobody"])
def test_others_do_not_come_in(client, enter, pair, name):
    enter(name)
    assert client.get(languages(pair["nl"])).status_code in (302, 403)
    client.post(languages(pair["nl"]), {"twin": pair["en"].pk, "deed": "link"})
    assert not Translation.objects.exists()


def test_a_page_that_is_no_twin_is_refused(client, enter, pair):
    enter("Superuser")
    home = pair["en"].get_parent()
    client.post(languages(pair["nl"]), {"twin": home.pk, "deed": "link"})
    assert not Translation.objects.exists()


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("is_linked", [True, False])
def test_editors_of_both_pages_are_told_what_is_out_of_date(
    client, enter, pair, language, is_linked
):
    if is_linked:
        keep_in_step(source=pair["nl"], target=pair["en"])
    enter("Superuser")
    assert b"/languages/" in client.get(editing(pair["nl"])).content
    edit(pair["nl"], summary="Anders.")
    page = client.get(editing(pair[language])).content.decode()
    address = editing(pair["en"]) if is_linked else languages(pair[language])
    assert f'href="{address}"' in page.partition('class="messages"')[2]


def test_the_report_says_what_waits_for_a_translation(client, enter, pair):
    keep_in_step(source=pair["nl"], target=pair["en"])
    enter("Translators")
    report = reverse("wagtail_localize:translations_report")
    assert b"Over ons" not in client.get(report, {"waiting_for_translation": "true"}).content
    edit(pair["nl"], summary="Anders.")
    assert b"Over ons" in client.get(report, {"waiting_for_translation": "true"}).content


def test_a_reviewer_cannot_publish_what_is_not_translated(client, enter, pair):
    keep_in_step(source=pair["nl"], target=pair["en"])
    edit(pair["nl"], summary="Anders.")
    enter("Reviewers")
    answer = client.post(editing(pair["en"]), {"action": "publish"})
    assert answer.status_code == 302
    assert StandardPage.objects.get(pk=pair["en"].pk).summary == "Who we are."


def test_updating_all_translations_publishes_none(client, enter, pair):
    keep_in_step(source=pair["nl"], target=pair["en"])
    edit(pair["nl"], summary="Anders.")
    enter("Superuser")
    address = reverse(
        "wagtail_localize:update_translations", args=[Translation.objects.get().source_id]
    )
    assert client.post(address, {"publish_translations": "on"}).status_code == 302
    assert StandardPage.objects.get(pk=pair["en"].pk).summary == "Who we are."


def test_a_page_is_not_made_a_copy_of_the_other_language(client, enter, pair):
    keep_in_step(source=pair["nl"], target=pair["en"])
    enter("Superuser")
    client.post(reverse("wagtail_localize:convert_to_alias", args=[pair["en"].pk]))
    page = StandardPage.objects.get(pk=pair["en"].pk)
    assert (page.alias_of_id, page.summary) == (None, "Who we are.")
