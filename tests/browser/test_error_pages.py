"""What goes wrong is said well: error pages, empty screens, account pages; in both languages."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from tests.browser.visitor import DESK, PHONE

LANGUAGES = pytest.mark.parametrize("language", ["nl", "en"])


@LANGUAGES
def test_unknown_address_says_so_and_leads_on(visit, language):
    visitor = visit(language, size=PHONE)
    visitor.go("/{lang}/")
    visitor.go("/{lang}/there-is-no-such-page/", status=404)
    assert visitor.heading == visitor.says("We cannot find this page")
    visitor.press(visitor.link("To the start page"))
    assert visitor.path == f"/{language}/"


@LANGUAGES
def test_stranger_gets_not_found_for_a_team(visit, language):
    visitor = visit(language)
    visitor.go("/{lang}/")
    visitor.sign_in("other@peil.example")
    visitor.go("/{lang}/teams/1/", status=404)
    assert visitor.heading == visitor.says("We cannot find this page")


@LANGUAGES
def test_adviser_is_told_that_the_administration_is_not_theirs(visit, language):
    visitor = visit(language)
    visitor.go("/{lang}/")
    visitor.sign_in("adviser@peil.example")
    visitor.go("/admin/", status=403)
    assert visitor.heading == visitor.says("You may not do this")


@LANGUAGES
def test_form_without_its_token_says_what_to_do(visit, language):
    visitor = visit(language, size=PHONE)
    visitor.go("/{lang}/")
    visitor.page.goto(f"{visitor.site.url}/accounts/login/")
    visitor.fill_password("adviser@peil.example")
    visitor.context.clear_cookies(name="csrftoken")
    visitor.press(visitor.button("Sign in"))
    assert visitor.heading == visitor.says("This form is too old")


@LANGUAGES
def test_page_for_our_own_faults_stands_on_its_own(visit, site, language):
    visitor = visit(language, size=DESK)
    visitor.go("/{lang}/")
    with translation.override(language):
        html = render_to_string("500.html")
    visitor.page.route("**/broken/", lambda route: route.fulfill(status=500, body=html,
                       content_type="text/html; charset=utf-8"))  # fmt: skip
    visitor.go("/broken/", status=500)
    assert visitor.heading == visitor.says("Something went wrong on our side")


@LANGUAGES
def test_wrong_password_is_said_beside_the_form(visit, language):
    visitor = visit(language, size=PHONE)
    visitor.go("/{lang}/")
    visitor.page.goto(f"{visitor.site.url}/accounts/login/")
    visitor.fill_password("manager@peil.example", password="not-the-password")
    visitor.press(visitor.button("Sign in"))
    assert visitor.path == "/accounts/login/"
    assert visitor.page.locator(".error-summary li").count() == 1
    assert visitor.page.input_value("input[name=login]") == "manager@peil.example"


@LANGUAGES
def test_account_pages_are_readable(visit, language):
    visitor = visit(language, size=PHONE)
    visitor.go("/{lang}/")
    visitor.go("/accounts/password/reset/")
    visitor.sign_in("other@peil.example")
    for path in ("email/", "password/change/", "2fa/", "sessions/"):
        visitor.go(f"/accounts/{path}")


@LANGUAGES
def test_empty_screens_have_a_next_step(visit, language):
    visitor = visit(language, size=PHONE)
    visitor.go("/{lang}/")
    visitor.sign_in("people@peil.example")
    for path in ("me/", "me/profile/", "me/check-ins/", "quizzes/", "activities/", "search/?q=zzz"):
        visitor.go(f"/{{lang}}/{path}")
        assert visitor.page.locator("main a").count() > 0
