"""The record store in the administration: who keeps it, what it refuses, what it never shows."""

import pytest
import time_machine

from assessments.domain.campaign_editing import ensure_groups
from assessments.models import RecordConsent, RecordStatement, RecordStore
from cms.accounts.enums import Role
from tests.factories import people
from tests.factories.records import KINDS, NOW, agree, make_statements, make_store
from tests.record_server import SECRET

pytestmark = pytest.mark.django_db
INDEX = "/admin/record-store/"


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def administrator(organisation):
    user = people.make_user(language="en")
    people.make_role(user, Role.ORGANISATION_ADMINISTRATOR, organisation=organisation)
    user.groups.add(ensure_groups())
    return user


@pytest.fixture
def client(client, administrator):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(administrator)
    return client


@pytest.fixture
def page(organisation) -> str:
    return f"{INDEX}{organisation.pk}/"


def values(**changes) -> dict:
    return {
        "endpoint": "https://lrs.example/xapi/",
        "key": "peil",
        "secret": SECRET,
        "version": "2.0.0",
        "kinds": ["completed", "scored"],
        "is_active": "on",
    } | changes


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_it_is_off_until_somebody_turns_it_on(client, page):
    assert client.get(INDEX).url == page
    text = text_of(client.get(page))
    assert "personal data leave this site" in text
    assert "works council" in text
    assert 'name="is_active" id="id_is_active" checked' not in text
    assert not RecordStore.objects.exists()


def test_settings_are_stored(client, page, organisation):
    assert client.post(page, values()).status_code == 302
    store = RecordStore.objects.get(organisation=organisation)
    assert (store.endpoint, store.key, store.version) == (
        "https://lrs.example/xapi/",
        "peil",
        "2.0.0",
    )
    assert (store.kinds, store.is_active, store.active_since) == (
        ["completed", "scored"],
        True,
        NOW,
    )
    assert store.secret == SECRET


def test_secret_is_never_shown_again_and_empty_keeps_it(client, page):
    client.post(page, values())
    assert SECRET not in text_of(client.get(page))
    assert SECRET not in text_of(client.post(page, values(endpoint="nonsense")))
    client.post(page, values(secret="", key="another"))
    store = RecordStore.objects.get()
    assert (store.key, store.secret) == ("another", SECRET)


def test_page_opens_although_the_secret_cannot_be_read(client, page, settings):
    client.post(page, values())
    settings.PEIL_SEALING_KEYS = ["YW5vdGhlci1rZXktZm9yLXRoZS10ZXN0cy1vbmx5LTE="]
    assert client.get(page).status_code == 200
    client.post(page, values(secret="new"))
    assert RecordStore.objects.get().secret == "new"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"endpoint": ""}, "This field is required."),
        ({"endpoint": "ftp://lrs.example/"}, "The address must begin with https://."),
        ({"endpoint": "http://lrs.example/"}, "The address must begin with https://."),
        ({"endpoint": "https://peil:word@lrs.example/"}, "without a name"),
        ({"endpoint": "https://lrs.example/?a=b"}, "without a name"),
        ({"endpoint": "https://127.0.0.1/xapi/"}, "inner network"),
        ({"endpoint": "https://10.1.2.3/xapi/"}, "inner network"),
        ({"endpoint": "https://[::1]/xapi/"}, "inner network"),
        ({"endpoint": "https://localhost/xapi/"}, "inner network"),
        ({"secret": ""}, "Enter the secret"),
        ({"kinds": []}, "This field is required."),
        ({"kinds": ["reflections"]}, "Select a valid choice."),
        ({"version": "0.9"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_is_refused_by_name(client, page, settings, changes, said):
    settings.PEIL_RECORD_STORES_HTTPS_ONLY = True
    settings.PEIL_RECORD_STORES_MAY_BE_PRIVATE = False
    response = client.post(page, values(**changes))
    assert response.status_code == 200
    assert said in text_of(response)
    assert not RecordStore.objects.exists()


def test_another_host_needs_its_own_secret_and_everybodys_yes(client, page, organisation, adviser):
    store = make_store(organisation, kinds=KINDS)
    agree(adviser, store)
    moved = values(endpoint="https://new.example/xapi/", secret="")
    assert "Enter the secret" in text_of(client.post(page, moved))
    assert RecordConsent.objects.count() == 1
    client.post(page, moved | {"secret": "other"})
    assert not RecordConsent.objects.exists()


def test_counts_are_shown_and_never_who(client, page, organisation, adviser):
    consent = agree(adviser, make_store(organisation))
    rows = make_statements(consent, 6)
    RecordStatement.objects.filter(pk__in=[rows[0].pk, rows[1].pk]).update(
        state="given_up", settled_at=NOW
    )
    RecordStatement.objects.filter(pk=rows[2].pk).update(state="sent", settled_at=NOW)
    response = client.get(page)
    assert [(str(label), number) for label, number in response.context["counts"]] == [
        ("Waiting", 3),
        ("Sent", 1),
        ("Given up", 2),
    ]
    assert adviser.email not in text_of(response)
    assert str(consent.account) not in text_of(response)
    said = text_of(client.post(f"{page}retry/", follow=True))
    assert "2 statements are tried again." in said
    assert RecordStatement.objects.filter(state="waiting").count() == 5
    assert client.get(f"{page}retry/").status_code == 405


def test_store_that_stopped_says_why_and_goes_on_once_saved(client, page, organisation):
    make_store(organisation)
    RecordStore.objects.update(stopped_at=NOW, problem="key", problem_at=NOW)
    text = text_of(client.get(page))
    assert "Nothing is sent any more." in text
    assert "It does not accept the key and secret." in text
    client.post(page, values())
    store = RecordStore.objects.get()
    assert (store.stopped_at, store.problem) == (None, "")


@pytest.mark.parametrize("number", [1, 3])
def test_page_takes_the_same_queries(
    client, page, organisation, team, number, django_assert_num_queries
):
    store = make_store(organisation)
    for _number in range(number):
        make_statements(agree(people.make_adviser(team), store), number)
    client.get(page)
    with django_assert_num_queries(12):
        client.get(page)


def test_organisation_of_others_is_not_found(client, stranger):
    other = stranger.memberships.get().organisation
    make_store(other)
    for path in (f"{INDEX}{other.pk}/", f"{INDEX}999/"):
        assert client.get(path, follow=True).status_code == 404
        assert client.post(path, values(), follow=True).status_code == 404
    assert client.post(f"{INDEX}{other.pk}/retry/", follow=True).status_code == 404
    assert RecordStore.objects.get().version == "1.0.3"


def test_whoever_keeps_no_organisation_finds_nothing(client, organisation, page):
    editor = people.make_user(language="en")
    people.make_role(editor, Role.EDITOR, organisation=organisation)
    editor.groups.add(ensure_groups())
    client.force_login(editor)
    assert client.get(INDEX, follow=True).status_code == 404
    assert client.get(page, follow=True).status_code == 404
    assert "record-store" not in text_of(client.get("/admin/"))


def test_menu_shows_it_and_a_superuser_chooses_the_organisation(client, organisation, stranger):
    assert INDEX in text_of(client.get("/admin/"))
    client.force_login(people.make_user(language="en", is_staff=True, is_superuser=True))
    text = text_of(client.get(INDEX))
    assert organisation.name in text
    assert "Werkpunt" in text
