"""The page on which a person lets things go to a record store: who finds it, and what it stores."""

import pytest
import time_machine
from django.urls import reverse

from assessments.domain.record_stores import set_record_store
from assessments.models import RecordConsent, RecordStatement
from assessments.record_enums import RecordKind
from tests.factories.records import NOW, agree, make_statements, make_store, store_settings

pytestmark = pytest.mark.django_db
PAGE = "/en/me/record-store/"


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def store(organisation):
    """A store that nobody can reach."""
    return make_store(organisation)


@pytest.fixture
def signed_in(client, adviser):
    client.force_login(adviser)
    return client


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def choice_of(store) -> str:
    return f"{PAGE}{store.pk}/"


def test_my_data_leads_there(signed_in):
    assert PAGE in text_of(signed_in.get("/en/me/data/"))


def test_where_no_store_is_the_page_says_so(signed_in):
    page = text_of(signed_in.get(PAGE))
    assert "Nothing of you goes to a learning record store" in page
    assert "<form" not in page.split("<main")[1]


def test_nothing_is_ticked_and_looking_stores_nothing(signed_in, store):
    page = text_of(signed_in.get(PAGE))
    assert "nothing is sent" in page
    assert "lrs.example" in page
    assert "checked" not in page
    assert "Send nothing any more" not in page
    assert not RecordConsent.objects.exists()


def test_what_is_ticked_is_stored_and_shown(signed_in, store, adviser):
    ticked = {"kinds": ["completed", "self_evaluated", "levels"]}
    response = signed_in.post(choice_of(store), ticked, follow=True)
    consent = RecordConsent.objects.get(user=adviser)
    assert (consent.kinds, consent.with_levels) == (["completed", "self_evaluated"], True)
    assert consent.given_at == NOW
    page = text_of(response)
    assert page.count("checked") == 3
    assert str(consent.account) in page


def test_how_many_went_is_shown(signed_in, store, adviser):
    rows = make_statements(agree(adviser, store), 3)
    RecordStatement.objects.filter(pk=rows[0].pk).update(state="sent", settled_at=NOW)
    page = text_of(signed_in.get(PAGE))
    assert "1 message sent in the last thirty days, 2 waiting" in page


@pytest.mark.parametrize("values", [{"stop": "1"}, {"stop": "1", "kinds": ["completed"]}, {}])
def test_stopping_says_under_which_name_to_have_it_deleted(signed_in, store, adviser, values):
    consent = agree(adviser, store)
    make_statements(consent, 1)
    page = text_of(signed_in.post(choice_of(store), values, follow=True))
    assert f"under the name {consent.account}" in page
    assert not RecordConsent.objects.exists()
    assert not RecordStatement.objects.exists()


def test_stopping_what_never_ran_names_nobody(signed_in, store):
    page = text_of(signed_in.post(choice_of(store), {}, follow=True))
    assert "Saved. Nothing of you is sent." in page


@pytest.mark.parametrize(
    ("ticked", "said"),
    [
        (["levels"], "A level goes only with its competence"),
        (["everything"], "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(signed_in, store, ticked, said):
    response = signed_in.post(choice_of(store), {"kinds": ticked})
    assert response.status_code == 200
    assert said in text_of(response)
    assert not RecordConsent.objects.exists()


def test_kind_that_the_store_does_not_take_is_not_offered(signed_in, organisation):
    store = make_store(organisation, kinds=["completed"])
    page = text_of(signed_in.get(PAGE))
    assert str(RecordKind.COMPLETED.label) in page or "Which lessons are done" in page
    assert "The level too" not in page
    response = signed_in.post(choice_of(store), {"kinds": ["scored"]})
    assert response.status_code == 200
    assert not RecordConsent.objects.exists()


def test_store_that_is_off_can_still_be_stopped(signed_in, store, organisation, adviser):
    agree(adviser, store)
    off = store_settings(secret="", is_active=False)
    set_record_store(organisation=organisation, settings=off, now=NOW)
    page = text_of(signed_in.get(PAGE))
    assert "The store is not in use now" in page
    assert 'type="checkbox"' not in page
    assert signed_in.post(choice_of(store), {"stop": "1"}).status_code == 302
    assert not RecordConsent.objects.exists()
    assert signed_in.post(choice_of(store), {"stop": "1"}).status_code == 404


def test_strangers_find_no_store(client, store, stranger, adviser):
    agree(adviser, store)
    client.force_login(stranger)
    assert "Loopbaanhuis" not in text_of(client.get(PAGE))
    assert client.post(choice_of(store), {"stop": "1"}).status_code == 404
    assert RecordConsent.objects.count() == 1


def test_signing_in_comes_first_and_nothing_changes_on_get(client, store):
    assert client.get(PAGE).status_code == 302
    assert client.post(choice_of(store), {"kinds": ["completed"]}).status_code == 302
    assert client.get(choice_of(store)).status_code == 405
    assert not RecordConsent.objects.exists()
    assert reverse("record_stores").endswith("/me/record-store/")
