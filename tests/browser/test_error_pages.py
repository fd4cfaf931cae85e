"""What somebody sees where there is nothing, where something is wrong, and at the sign-in."""

import pytest
from django.test import RequestFactory
from django.utils.translation import override
from django.views.defaults import server_error

from tests.browser.conftest import LANGUAGES
from tests.browser.visitor import PASSWORD, PHONE, Visitor

pytestmark = pytest.mark.on_its_own
ADVISER = "adviser@peil.example"
STRANGER = "other@peil.example"
NEWCOMER = "editor@peil.example"


@pytest.fixture(params=LANGUAGES)
def visitor(request, visit) -> Visitor:
    return visit(request.param, size=PHONE)


def empty(visitor: Visitor) -> list[str]:
    return visitor.texts(".empty__title")


@pytest.mark.parametrize("path", ["/{lang}/nergens/", "/nergens/"])
def test_lost_visitor_finds_the_way_back(visitor, path):
    visitor.go(path, status=404)
    assert visitor.heading == visitor.says("We cannot find this page")
    visitor.press(visitor.link("To the start page"))
    assert visitor.path == f"/{visitor.language}/"


def test_visitor_with_an_old_form_reads_why_it_was_refused(visitor):
    visitor.go("/accounts/login/")
    visitor.fill_password(ADVISER)
    visitor.context.clear_cookies(name="csrftoken")
    visitor.press(visitor.button("Sign in"))
    assert visitor.heading == visitor.says("This form is too old")
    visitor.press(visitor.link("To the start page"))
    assert visitor.path == f"/{visitor.language}/"


def test_visitor_reads_that_the_site_itself_failed(visitor):
    with override(visitor.language):
        html = server_error(RequestFactory().get("/")).content.decode()
    address = f"{visitor.site.url}/broken/"
    visitor.page.route(address, lambda route: route.fulfill(status=500, body=html))
    visitor.go("/broken/", status=500)
    assert visitor.heading == visitor.says("Something went wrong on our side")
    visitor.press(visitor.link("To the start page"))
    assert visitor.path == f"/{visitor.language}/"


def test_stranger_learns_nothing_of_another_check_in(visit, visitor):
    owner = visit(visitor.language)
    owner.sign_in(ADVISER)
    owner.go("/{lang}/me/check-ins/")
    owner.press(owner.page.locator("main section .link-list a").last)
    assert owner.heading == owner.says("What you gave")

    visitor.sign_in(STRANGER)
    visitor.go(owner.path, status=404)
    assert visitor.heading == visitor.says("We cannot find this page")


def test_adviser_is_told_that_teams_and_administration_are_not_theirs(visitor):
    visitor.sign_in(ADVISER)
    visitor.go("/{lang}/teams/", status=404)
    assert visitor.heading == visitor.says("We cannot find this page")
    visitor.go("/admin/", status=403)
    assert visitor.heading == visitor.says("You may not do this")


def test_newcomer_sees_what_to_begin_with(visitor):
    visitor.sign_in(NEWCOMER)
    visitor.go("/{lang}/me/")
    assert visitor.texts(".stand__sentence") == [
        visitor.says("No check-in is open yet. Begin with a module of ten minutes.")
    ]
    assert visitor.texts(".stand .button") == [visitor.says("Choose a module")]
    assert visitor.texts(".trio section > p:first-of-type") == [
        visitor.says("No lesson is open."),
        visitor.says("Gaps show once you have checked in."),
        visitor.says("No action is running. You plan them in a check-in, at most three."),
    ]


@pytest.mark.parametrize(
    ("path", "what", "action"),
    [
        ("me/profile/", "Nothing is known yet", "To the check-ins"),
        ("me/check-ins/", "No check-in is open for you", "To the quizzes"),
        ("me/actions/", "No action is planned", "Plan an action"),
    ],
)
def test_newcomer_is_led_on_from_an_empty_page(visitor, path, what, action):
    visitor.sign_in(NEWCOMER)
    visitor.go(f"/{{lang}}/{path}")
    assert empty(visitor) == [visitor.says(what)]
    visitor.press(visitor.link(action))


def test_newcomer_finds_no_results_and_no_activities(visitor):
    visitor.sign_in(NEWCOMER)
    visitor.go("/{lang}/quizzes/")
    not_yet = visitor.says("Not done yet")
    assert visitor.texts(".link-list .meta li:last-child") == [not_yet] * 17
    visitor.press(visitor.page.locator("main h3 a").first)
    assert visitor.texts("main h2") == []
    visitor.go("/{lang}/activities/")
    assert len(empty(visitor)) == 1


def test_visitor_with_a_wrong_password_reads_so(visitor):
    visitor.go("/accounts/login/")
    visitor.fill_password(ADVISER, password="something-else")
    visitor.press(visitor.button("Sign in"))
    errors = visitor.texts(".error-summary li")
    assert len(errors) == 1
    assert visitor.page.title().startswith(visitor.says("Error"))
    assert visitor.page.locator(".error-summary").evaluate("el => el === document.activeElement")
    visitor.fill_password(ADVISER)
    visitor.press(visitor.button("Sign in"))
    assert visitor.path == f"/{visitor.language}/me/"


def test_visitor_who_forgot_a_password_gets_mail(visitor):
    visitor.go("/accounts/login/")
    visitor.press("main form a")
    assert visitor.path == "/accounts/password/reset/"
    visitor.page.fill("input[name=email]", ADVISER)
    visitor.press("main form button")
    assert visitor.path == "/accounts/password/reset/done/"
    mails = [path.read_text() for path in (visitor.site.folder / "mail").iterdir()]
    assert [mail.count(f"To: {ADVISER}") for mail in mails] == [1] * len(mails)
    assert len(mails) > 0


def test_visitor_reads_that_accounts_are_by_invitation(visitor):
    visitor.go("/accounts/signup/")
    assert visitor.page.locator("main form").count() == 0


def test_adviser_looks_after_the_account(visitor):
    visitor.sign_in(ADVISER)
    for path in ("email/", "password/change/", "2fa/", "sessions/"):
        visitor.go(f"/accounts/{path}")
        current = visitor.page.locator(".subnav [aria-current=page]")
        assert current.get_attribute("href") == f"/accounts/{path}"
    visitor.go("/accounts/2fa/totp/activate/")
    if visitor.page.locator("input[name=password]").count():
        visitor.page.fill("input[name=password]", PASSWORD)
        visitor.press("main form button[type=submit]")
    assert visitor.path == "/accounts/2fa/totp/activate/"
    visitor.go("/accounts/reauthenticate/")
