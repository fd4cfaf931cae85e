"""The addresses that keep progress: by POST, signed in, for sections that exist."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.factories import people
from tests.factories.training import lesson, make_lesson
from training.models import LessonProgress

NAMES = ("lesson_section", "lesson_done", "lesson_reopen")


@pytest.fixture
def reader(db):
    return people.make_user("reader@test.example")


@pytest.fixture
def page(framework):
    return make_lesson("en")


def address(name: str, key, language: str = "en") -> str:
    with translation.override(language):
        return reverse(name, args=[key])


def test_section_is_kept_and_leads_back_to_it(client, page, reader):
    client.force_login(reader)
    response = client.post(
        address("lesson_section", page.translation_key),
        {"section": "second"},
        headers={"accept": "text/html"},
    )
    assert (response.status_code, response["Location"]) == (302, f"{page.url}#second")
    progress = LessonProgress.objects.get()
    assert (progress.user, progress.lesson) == (reader, page.translation_key)
    assert (progress.section, progress.revision) == ("second", page.live_revision_id)


def test_script_gets_an_empty_answer(client, page, reader):
    client.force_login(reader)
    response = client.post(
        address("lesson_section", page.translation_key),
        {"section": "first"},
        headers={"accept": "*/*", "sec-fetch-dest": "empty"},
    )
    assert (response.status_code, response.content) == (204, b"")


@pytest.mark.parametrize("data", [{}, {"section": ""}, {"section": "elsewhere"}])
def test_unknown_section_is_refused(client, page, reader, data):
    client.force_login(reader)
    response = client.post(address("lesson_section", page.translation_key), data)
    assert response.status_code == 400
    assert LessonProgress.objects.count() == 0


@pytest.mark.parametrize("name", NAMES)
def test_unknown_lesson_is_not_found(client, page, reader, name):
    client.force_login(reader)
    assert client.post(address(name, uuid4()), {"section": "first"}).status_code == 404
    page.unpublish()
    lesson("m1/one", "nl").unpublish()
    response = client.post(address(name, page.translation_key), {"section": "first"})
    assert response.status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_guest_is_asked_to_sign_in_and_comes_back_to_the_lesson(client, page, name):
    response = client.post(address(name, page.translation_key), {"section": "first"})
    assert response.status_code == 302
    assert response["Location"] == f"/accounts/login/?next={page.url}"
    assert LessonProgress.objects.count() == 0


@pytest.mark.parametrize("name", NAMES)
def test_reading_an_address_changes_nothing(client, page, reader, name):
    client.force_login(reader)
    assert client.get(address(name, page.translation_key)).status_code == 405
    assert LessonProgress.objects.count() == 0


@pytest.mark.parametrize("name", NAMES)
def test_foreign_form_is_refused(page, reader, name):
    client = Client(enforce_csrf_checks=True)
    client.force_login(reader)
    response = client.post(address(name, page.translation_key), {"section": "first"})
    assert response.status_code == 403
    assert LessonProgress.objects.count() == 0


def test_done_in_one_language_is_done_in_the_other(client, page, reader):
    client.force_login(reader)
    url = address("lesson_done", page.translation_key, "nl")
    for _time in range(2):
        response = client.post(url)
        assert response["Location"] == lesson("m1/one", "nl").url
    assert LessonProgress.objects.get().state == "done"
    assert b"tag--reed" in client.get(page.url).content
    client.post(address("lesson_reopen", page.translation_key))
    assert b"tag--reed" not in client.get(page.url).content


def test_lesson_that_exists_in_one_language_only_can_be_finished_from_the_other(
    client, page, reader
):
    lesson("m1/one", "nl").unpublish()
    client.force_login(reader)
    response = client.post(address("lesson_done", page.translation_key, "nl"))
    assert response["Location"] == page.url
