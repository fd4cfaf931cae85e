"""An editor looks at a lesson as a guest and as an adviser; looking writes nothing."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.http import HttpRequest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.people import make_user
from tests.factories.training import lesson_body, make_lesson
from training.domain.progress import finish_lesson
from training.models import LessonPage, LessonProgress

WRITES = ("INSERT", "UPDATE", "DELETE")
MODES = ["guest", "new", "halfway"]


@pytest.fixture
def page(framework) -> LessonPage:
    return make_lesson(body=lesson_body(check="A1"))


@pytest.fixture
def look(rf, page) -> Callable[[str], BeautifulSoup]:
    """Return a function that shows the lesson, as the administration does, to an editor."""
    editor = make_user("editor@test.example")
    finish_lesson(user=editor, lesson=page.translation_key, now=timezone.now())

    def show(mode: str) -> BeautifulSoup:
        request: HttpRequest = rf.get("/admin/")
        answer = page.make_preview_request(request, mode)
        assert answer.status_code == 200
        return BeautifulSoup(answer.content, "html.parser")

    return show


def test_the_modes_have_names(page):
    assert [mode for mode, _name in page.preview_modes] == MODES
    assert [size["name"] for size in page.preview_sizes] == ["mobile", "tablet", "desktop"]


def test_a_guest_is_asked_to_sign_in(look):
    shown = look("guest")
    assert shown.select("#check a[href^='/accounts/login/']")
    assert not shown.select(".lesson form")


def test_an_adviser_who_has_not_begun_has_read_nothing(look):
    shown = look("new")
    assert not shown.select(".is-read")
    assert shown.select_one(".menu__who").get_text() == "Adviser"


def test_an_adviser_halfway_is_led_on(look):
    shown = look("halfway")
    assert len(shown.select(".lesson__contents .is-read")) == 2
    assert shown.select_one(".page-header a[href='#second']")


@pytest.mark.parametrize("mode", MODES)
def test_looking_writes_nothing_and_offers_nothing_that_does(look, mode):
    with CaptureQueriesContext(connection) as asked:
        shown = look(mode)
    assert [query["sql"] for query in asked if query["sql"].startswith(WRITES)] == []
    assert LessonProgress.objects.count() == 1
    assert not shown.select("[data-progress-url]")
    buttons = shown.select("article button[type=submit], article form button:not([type])")
    assert [button for button in buttons if not button.has_attr("disabled")] == []


def test_only_the_administration_may_frame_what_is_previewed(rf, page):
    answer = page.make_preview_request(rf.get("/admin/"), "guest")
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self';" in f"{policy};"
    assert "script-src 'nonce-" in policy
