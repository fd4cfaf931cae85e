"""The frame around each page: menu, languages, account; on addresses of its own."""

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.conf.urls.i18n import i18n_patterns
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import path
from django.utils import translation

from cms.accounts.enums import Role


def _answer(_request, **_kwargs) -> HttpResponse:
    return HttpResponse()


def _named(*names: str) -> list:
    return [path(f"{name}/", _answer, name=name) for name in names]


urlpatterns = [
    *_named("account_login", "account_logout", "account_email", "mfa_index"),
    *i18n_patterns(
        *_named("me", "quizzes", "check_ins", "teams", "sources", "activities", "privacy"),
        *_named("glossary", "cases", "references"),
        *_named("reflection_new", "reflections", "reminders", "sharing", "my_data"),
    ),
]
pytestmark = pytest.mark.urls("tests.cms.test_frame")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def person(*roles: Role, is_superuser: bool = False, pk: int = 1) -> SimpleNamespace:
    return SimpleNamespace(
        pk=pk,
        is_authenticated=True,
        is_superuser=is_superuser,
        current_roles=[SimpleNamespace(role=role) for role in roles],
    )


def page(user=None, address: str = "/en/me/", template: str = "base.html", **context):
    request = RequestFactory().get(address)
    request.user = user or AnonymousUser()
    request.csp_nonce = "abc"
    context = {"user": request.user, **context}
    html = render_to_string(template, context, request=request)
    return BeautifulSoup(html, "html.parser")


def menu(soup: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in soup.select(".site-nav a")]


def test_stranger_sees_modules_and_the_way_in():
    soup = page()
    assert menu(soup) == ["Modules"]
    assert soup.select_one('.site-header a[href="/account_login/"]')
    assert soup.select("details.menu") == []


def test_adviser_sees_no_teams_and_no_administration():
    soup = page(person(Role.ADVISER))
    assert menu(soup) == ["My Peil", "Modules", "Quizzes", "Check-ins", "Sources"]
    assert soup.select('a[href="/admin/"]') == []
    assert soup.select_one('form[action="/account_logout/"][method="post"]')


@pytest.mark.parametrize("role", [Role.TEAM_MANAGER, Role.ORGANISATION_MANAGER])
def test_manager_sees_teams(role):
    assert "Teams" in menu(page(person(role)))


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ORGANISATION_ADMINISTRATOR])
def test_who_keeps_pages_or_people_sees_the_administration(role):
    assert page(person(role)).select_one('a[href="/admin/"]')


def test_superuser_sees_the_administration():
    assert page(person(is_superuser=True)).select_one('a[href="/admin/"]')


def test_menu_of_one_person_is_not_shown_to_another(drawn_once):
    places = {
        pk: [link.get_text() for link in page(person(*roles, pk=pk)).select(".site-nav a")]
        for pk, roles in ((1, [Role.TEAM_MANAGER]), (2, [Role.ADVISER]))
    }
    assert ("Teams" in places[1], "Teams" in places[2]) == (True, False)


def test_footer_is_drawn_once_for_guests_and_once_for_the_signed_in(drawn_once):
    def links(user=None) -> list[str]:
        return [link["href"] for link in page(user).select(".site-footer__links a")]

    common = ["/en/glossary/", "/en/cases/", "/en/references/", "/en/privacy/"]
    assert links(person(Role.ADVISER)) == ["/en/reflection_new/", *common]
    assert links() == common
    with translation.override("nl"):
        assert links()[0] == "/nl/glossary/"


def test_menu_marks_the_place_that_fits_best():
    soup = page(person(), "/en/me/profile/")
    assert [a["aria-current"] for a in soup.select(".site-nav [aria-current]")] == ["true"]
    soup = page(person(), "/en/quizzes/")
    (link,) = soup.select('.site-nav [aria-current="page"]')
    assert link.get_text() == "Quizzes"


def languages(soup: BeautifulSoup) -> dict[str, str]:
    return {link["hreflang"]: link["href"] for link in soup.select(".site-header .languages a")}


def test_languages_lead_to_the_same_address():
    expected = {"nl": "/nl/me/?q=1", "en": "/en/me/?q=1"}
    assert languages(page(person(), "/en/me/?q=1")) == expected


def test_languages_lead_home_where_the_address_has_no_language():
    assert languages(page(address="/account_login/"))["nl"] == "/nl/"


def test_languages_lead_to_the_translation_of_a_page():
    other = SimpleNamespace(
        locale=SimpleNamespace(language_code="nl"), get_url=lambda _request: "/nl/over/"
    )
    wagtail_page = SimpleNamespace(get_translations=lambda: None)
    soup = page(address="/en/about/", page=wagtail_page, translations=[other])
    assert languages(soup) == {"nl": "/nl/over/", "en": "/en/about/"}
    soup = page(address="/en/about/", page=wagtail_page, translations=[])
    assert languages(soup)["nl"] == "/nl/"


def test_language_links_speak_their_own_language():
    links = page().select(".site-footer .languages a")
    assert [(a["lang"], a.get_text()) for a in links] == [("nl", "Nederlands"), ("en", "English")]


def test_base_has_language_title_skip_link_and_few_files():
    soup = page()
    assert soup.html["lang"] == "en"
    assert soup.title.get_text().endswith(" · Peil")
    assert soup.select_one("a.skip-link")["href"] == "#main"
    assert soup.select_one("main#main")
    assert len(soup.select("link[rel=stylesheet]")) == 1
    (script,) = soup.select("script")
    assert (script["nonce"], script.get_text()) == ("abc", "")
    assert "style=" not in str(soup)


def test_base_can_be_drawn_without_a_request():
    assert "· Peil" in render_to_string("base.html")


def test_messages_say_what_kind_they_are():
    message = SimpleNamespace(level_tag="error", __str__=lambda self: "x")
    soup = page(messages=[message])
    assert soup.select_one('.notice--caution[role="alert"]')


def test_pagination_keeps_the_other_parameters():
    page_obj = Paginator(range(95), 10).page(5)
    soup = page(
        address="/en/me/?q=a&page=5", template="includes/_pagination.html", page_obj=page_obj
    )
    assert soup.select_one("a[rel=next]")["href"] == "?q=a&page=6"
    assert soup.select_one("[aria-current=page]").get_text(strip=True).endswith("5")


def test_pagination_of_one_page_is_nothing():
    page_obj = Paginator(range(5), 10).page(1)
    assert str(page(template="includes/_pagination.html", page_obj=page_obj)).strip() == ""
