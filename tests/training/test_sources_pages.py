"""The pages of sources: list, source, portfolio buttons, adding and changing."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from tests.factories import people
from tests.factories.sources import make_own_source, make_source
from training.domain.portfolio import add_to_portfolio, mark_checked, review_source
from training.enums import Verdict
from training.models import PortfolioItem, Source, SourceReview


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def visit(client, adviser):
    """Get a page as the adviser and return it parsed."""
    client.force_login(adviser)

    def get(name: str, *args, **query) -> BeautifulSoup:
        response = client.get(reverse(name, args=args), query)
        assert response.status_code == 200
        return BeautifulSoup(response.content, "html.parser")

    return get


def titles(soup: BeautifulSoup) -> list[str]:
    return [title.get_text() for title in soup.select(".link-list__title")]


def text_of(soup: BeautifulSoup) -> str:
    return " ".join(soup.select_one("main").get_text(" ").split())


@pytest.mark.parametrize("name", ["sources", "source_add"])
def test_visitor_is_asked_to_sign_in(client, db, name):
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/?next=/en/sources/")


def test_list_filters_by_its_address(visit):
    make_source("Statbel", country="be")
    make_source("CBS", country="nl", publisher="CBS")
    assert titles(visit("sources")) == ["CBS", "Statbel"]
    assert titles(visit("sources", country="nl")) == ["CBS"]
    assert titles(visit("sources", text="stat")) == ["Statbel"]


def test_filter_keeps_what_was_chosen_and_ignores_nonsense(visit):
    make_source("Statbel")
    soup = visit("sources", country="moon", text="stat", mine="")
    assert titles(soup) == ["Statbel"]
    assert soup.select_one("#id_text")["value"] == "stat"
    assert soup.select_one("#id_country option[selected]")["value"] == ""


def test_last_check_is_said_in_words(visit, adviser):
    today = timezone.localdate()
    make_source("Never")
    make_source("Old", checked_on=date(2020, 1, 2))
    mark_checked(user=adviser, source=make_source("Now"), today=today, now=timezone.now())
    tags = [
        row.select_one(".tag").get_text(strip=True) for row in visit("sources").select("li[id]")
    ]
    assert tags[0] == "Not checked yet"
    assert tags[1].startswith("Checked on ")
    assert tags[2] == "Older than 12 months: 2 January 2020"


def test_empty_portfolio_leads_to_all_sources(visit):
    make_source()
    soup = visit("sources", mine="on")
    assert soup.select_one(".empty__title").get_text() == "Your portfolio is empty"
    assert soup.select_one(".empty a")["href"] == "/en/sources/"


def test_search_without_result_leads_back(visit):
    assert visit("sources", text="zzz").select_one(".empty__title").get_text() == "No source fits"


def test_empty_catalogue_offers_to_add_a_source(visit):
    soup = visit("sources")
    assert soup.select_one(".empty__title").get_text() == "There are no sources yet"
    assert soup.select_one(".empty a")["href"] == "/en/sources/add/"


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_list_costs_the_same_for_one_source_and_three(client, adviser, organisation):
    client.force_login(adviser)
    costs = []
    for number in (1, 3):
        while Source.objects.count() < number * 2:
            add_to_portfolio(user=adviser, source=make_source(), now=timezone.now())
            make_own_source(adviser, organisation)
        for query in ("", "?mine=on&text=figures&client_group=pupils"):
            costs.append(queries_of(client, f"/en/sources/{query}"))
    assert len(set(costs)) == 1
    assert costs[0] <= 12


def test_source_page_costs_the_same_for_one_review_and_three(client, adviser, team):
    source = make_source()
    client.force_login(adviser)
    costs = []
    for number in (1, 3):
        while SourceReview.objects.count() < number:
            colleague = people.make_adviser(team)
            review_source(
                user=colleague, source=source, verdict=Verdict.KEEP, today=date(2026, 1, 1)
            )
        costs.append(queries_of(client, reverse("source", args=[source.pk])))
    assert costs[0] == costs[1] <= 12


def test_buttons_add_check_and_remove(client, adviser):
    source = make_source()
    client.force_login(adviser)
    for _twice in range(2):
        assert client.post(reverse("source_keep", args=[source.pk])).status_code == 302
    assert PortfolioItem.objects.get().user == adviser
    client.post(reverse("source_checked", args=[source.pk]))
    assert PortfolioItem.objects.get().checked_on == timezone.localdate()
    for _twice in range(2):
        assert client.post(reverse("source_remove", args=[source.pk])).status_code == 302
    assert not PortfolioItem.objects.exists()


@pytest.mark.parametrize(
    "name", ["source_keep", "source_remove", "source_checked", "source_purpose", "source_review"]
)
def test_get_changes_nothing_and_shows_the_source(client, adviser, name):
    source, other = make_source(), make_source()
    add_to_portfolio(user=adviser, source=other, now=timezone.now())
    client.force_login(adviser)
    response = client.get(reverse(name, args=[source.pk]))
    assert response.url == reverse("source", args=[source.pk])
    assert list(PortfolioItem.objects.values_list("source", "checked_on")) == [(other.pk, None)]
    assert not SourceReview.objects.exists()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("/en/sources/?mine=on#source-1", True), ("https://evil.example/", False), ("", False)],
)
def test_button_goes_back_on_this_site_only(client, adviser, wanted, found):
    source = make_source()
    client.force_login(adviser)
    response = client.post(reverse("source_keep", args=[source.pk]), {"next": wanted})
    assert response.url == (wanted if found else reverse("source", args=[source.pk]))


@pytest.mark.parametrize(
    "name",
    [
        "source_edit",
        "source_keep",
        "source_remove",
        "source_checked",
        "source_purpose",
        "source_review",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_stranger_gets_404_at_every_address_of_a_source(
    client, adviser, stranger, organisation, name, method
):
    own = make_own_source(adviser, organisation)
    client.force_login(stranger)
    response = getattr(client, method)(
        reverse(name, args=[own.pk]), {"verdict": "keep", "purpose": "x"}
    )
    assert response.status_code == 404
    assert not PortfolioItem.objects.exists()
    assert not SourceReview.objects.exists()


def test_stranger_gets_404_for_the_page_of_a_source(client, adviser, stranger, organisation):
    own = make_own_source(adviser, organisation)
    client.force_login(stranger)
    assert client.get(reverse("source", args=[own.pk])).status_code == 404


def test_colleague_reads_a_source_but_does_not_change_it(client, adviser, team, organisation):
    own = make_own_source(adviser, organisation)
    client.force_login(people.make_adviser(team))
    page = BeautifulSoup(client.get(reverse("source", args=[own.pk])).content, "html.parser")
    assert page.select(f'a[href="{reverse("source_edit", args=[own.pk])}"]') == []
    assert client.get(reverse("source_edit", args=[own.pk])).status_code == 404


def test_source_page_shows_no_note_of_a_colleague(visit, team):
    source = make_source()
    colleague = people.make_adviser(team)
    add_to_portfolio(user=colleague, source=source, now=timezone.now(), purpose="Secret note")
    assert "Secret note" not in text_of(visit("source", source.pk))


def test_source_page_shows_reviews_of_colleagues_and_not_of_strangers(visit, team, stranger):
    source = make_source()
    colleague = people.make_adviser(team)
    for person, note in ((colleague, "Clear tables"), (stranger, "Not for you")):
        review_source(
            user=person, source=source, verdict=Verdict.KEEP, today=date(2026, 1, 1), note=note
        )
    text = text_of(visit("source", source.pk))
    assert "Clear tables" in text
    assert "Not for you" not in text


def test_note_is_kept(visit, client):
    source = make_source()
    visit("sources")
    client.post(reverse("source_purpose", args=[source.pk]), {"purpose": "First talks"})
    soup = visit("source", source.pk)
    assert soup.select_one("#id_purpose")["value"] == "First talks"


def test_review_without_decision_says_so_and_keeps_the_note(visit, client):
    source = make_source()
    visit("sources")
    response = client.post(reverse("source_review", args=[source.pk]), {"note": "Half a thought"})
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.select_one(".error-summary a")["href"] == "#id_verdict_0"
    assert soup.select_one("#id_note").get_text(strip=True) == "Half a thought"
    assert not SourceReview.objects.exists()
