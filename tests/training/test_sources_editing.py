"""Adding a source for one's own organisation, and changing it."""

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import translation

from tests.factories import people
from tests.factories.sources import make_own_source
from training.models import PortfolioItem, Source

FORM = {
    "name": "Federation of bakers",
    "address": "https://bakers.example/figures",
    "publisher": "Bakers",
    "purpose": "Jobs in bakeries.",
    "country": "be",
    "dots": ["opportunity"],
    "client_groups": ["pupils"],
}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_added_source_is_for_my_organisation_and_in_my_portfolio(
    client, adviser, organisation, team
):
    client.force_login(adviser)
    data = {**FORM, "token": uuid4()}
    for _twice in range(2):
        assert client.post(reverse("source_add"), data).status_code == 302
    source = Source.objects.get()
    assert (source.organisation, source.added_by) == (organisation, adviser)
    assert source.client_groups == ["pupils"]
    assert PortfolioItem.objects.get().source == source


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://bakers.example/", "no address"])
def test_wrong_address_is_refused_and_the_rest_kept(client, adviser, address):
    client.force_login(adviser)
    data = {**FORM, "token": uuid4(), "address": address}
    soup = BeautifulSoup(client.post(reverse("source_add"), data).content, "html.parser")
    assert [link["href"] for link in soup.select(".error-summary a")] == ["#id_address"]
    assert soup.select_one("#id_name")["value"] == FORM["name"]
    assert soup.select_one("[name=token]")["value"] == str(data["token"])
    assert not Source.objects.exists()


def test_person_of_two_organisations_chooses_one_of_them(client, adviser, stranger, organisation):
    second = people.make_organisation("Second")
    people.make_adviser(people.root_of(second))
    people.make_role(adviser, "adviser", team=people.root_of(second))
    elsewhere = stranger.memberships.get().organisation
    client.force_login(adviser)
    data = {**FORM, "token": uuid4()}
    assert (
        client.post(reverse("source_add"), {**data, "organisation": elsewhere.pk}).status_code
        == 200
    )
    assert (
        client.post(reverse("source_add"), {**data, "organisation": second.pk}).status_code == 302
    )
    assert Source.objects.get().organisation == second


def test_person_without_organisation_cannot_add(client, db):
    client.force_login(people.make_user())
    assert client.get(reverse("source_add")).status_code == 404
    page = BeautifulSoup(client.get("/en/sources/").content, "html.parser")
    assert page.select('a[href="/en/sources/add/"]') == []


def test_change_archives_a_source(client, adviser, organisation):
    own = make_own_source(adviser, organisation, client_groups=("pupils",))
    client.force_login(adviser)
    page = BeautifulSoup(client.get(reverse("source_edit", args=[own.pk])).content, "html.parser")
    assert page.select_one("[name=client_groups][checked]")["value"] == "pupils"
    client.post(reverse("source_edit", args=[own.pk]), {**FORM, "is_retired": "on"})
    own.refresh_from_db()
    assert (own.is_retired, own.publisher) == (True, "Bakers")


def test_change_keeps_the_words_of_the_other_language(client, adviser, organisation):
    own = make_own_source(adviser, organisation, "English name")
    client.force_login(adviser)
    with translation.override("nl"):
        address = reverse("source_edit", args=[own.pk])
    page = BeautifulSoup(client.get(address).content, "html.parser")
    assert page.select_one("#id_name")["value"] == "English name"
    client.post(address, {**FORM, "name": "Nederlandse naam"})
    assert dict(own.texts.values_list("language", "name")) == {
        "en": "English name",
        "nl": "Nederlandse naam",
    }


def test_change_does_not_move_a_source_or_its_adder(client, adviser, team, organisation):
    own = make_own_source(adviser, organisation)
    other = people.make_organisation("Other")
    client.force_login(adviser)
    client.post(
        reverse("source_edit", args=[own.pk]), {**FORM, "organisation": other.pk, "added_by": 0}
    )
    own.refresh_from_db()
    assert (own.organisation, own.added_by) == (organisation, adviser)
