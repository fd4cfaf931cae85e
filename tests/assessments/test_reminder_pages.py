"""The screen of reminders and the calendars: who finds them, what they hold, what is refused."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from assessments.domain.preferences import FOR_GOOD, renew_calendar
from assessments.models import PersonPreference
from tests.factories import people
from tests.factories.campaigns import make_campaign, make_check_in

NOW = datetime(2026, 11, 1, 10, tzinfo=ZoneInfo("Europe/Brussels"))
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def campaign(adviser, team):
    return make_campaign(team, ["A1"], now=NOW)


@pytest.fixture
def signed_in(client, adviser):
    client.force_login(adviser)
    return client


def feed(user) -> str:
    return reverse("calendar_feed", args=[renew_calendar(user=user).calendar_token])


def events(response) -> list[tuple[str, date]]:
    calendar = Calendar.from_ical(response.content)
    return [(str(e["summary"]), e.decoded("dtstart")) for e in calendar.walk("VEVENT")]


def test_looking_stores_nothing(signed_in, adviser):
    page = signed_in.get(reverse("reminders")).content.decode()
    assert "Mijn agenda-adres maken" in page
    assert not PersonPreference.objects.exists()


@pytest.mark.parametrize(
    ("values", "until"),
    [
        ({"pause": "no"}, None),
        ({"pause": "no", "until": "2026-12-24"}, None),
        ({"pause": "until", "until": "2026-11-01"}, date(2026, 11, 1)),
        ({"pause": "for_good"}, FOR_GOOD),
    ],
)
def test_a_pause_is_stored_and_shown_again(signed_in, adviser, values, until):
    values["wants_recheck_mail"] = "on"
    assert signed_in.post(reverse("reminders"), values).status_code == 302
    stored = PersonPreference.objects.get(user=adviser)
    assert (stored.paused_until, stored.wants_recheck_mail) == (until, True)
    form = signed_in.get(reverse("reminders")).context["form"]
    assert form.initial["pause"] == values["pause"]


def test_a_pause_that_is_over_is_none(signed_in, adviser):
    PersonPreference.objects.create(user=adviser, paused_until=NOW.date() - DAY)
    form = signed_in.get(reverse("reminders")).context["form"]
    assert form.initial == {"pause": "no", "wants_recheck_mail": False}


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({}, "Dit is een verplicht veld."),
        ({"pause": "until"}, "Geef de laatste dag zonder herinneringen."),
        ({"pause": "until", "until": "2026-10-31"}, "Deze dag is voorbij."),
        ({"pause": "until", "until": "soon"}, "Voer een geldige datum in."),
        ({"pause": "maybe"}, "Selecteer een geldige keuze."),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(signed_in, values, error):
    response = signed_in.post(reverse("reminders"), values)
    assert response.status_code == 200
    assert error in response.content.decode()
    assert not PersonPreference.objects.exists()


def test_a_new_address_makes_the_old_one_unknown(signed_in, adviser, campaign, client):
    old = feed(adviser)
    assert signed_in.post(reverse("calendar_renew")).status_code == 302
    new = reverse("calendar_feed", args=[PersonPreference.objects.get().calendar_token])
    client.logout()
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    assert client.get(reverse("calendar_renew")).status_code == 405


def test_feed_holds_names_and_days_and_nothing_of_anybody(client, adviser, campaign, team):
    adviser.first_name, adviser.last_name = "Annemie", "Zegers"
    adviser.save()
    make_check_in(campaign, adviser, {"A1": 2}, evidence_line="Voorbeeld", now=NOW)
    response = client.get(feed(adviser))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert events(response) == [("Najaar 2026", date(2026, 12, 1))]
    text = response.content.decode()
    for secret in ("Annemie", "Zegers", adviser.email, team.name, "Voorbeeld", "Loopbaanhuis"):
        assert secret not in text


def test_feed_holds_only_the_rounds_that_ask_the_person(client, adviser, campaign, team, stranger):
    beside = people.make_team(team.organisation, "Antwerpen")
    people.make_adviser(beside)
    make_campaign(beside, ["A1"], now=NOW, names={"nl": "Elders", "en": "Elsewhere"})
    make_campaign(team, ["A1"], now=NOW, activated=False)
    assert events(client.get(feed(adviser))) == [("Najaar 2026", date(2026, 12, 1))]
    assert events(client.get(feed(stranger))) == []


def test_feed_speaks_the_language_of_its_address(client, adviser, campaign):
    address = feed(adviser).replace("/nl/", "/en/")
    assert events(client.get(address)) == [("Autumn 2026", date(2026, 12, 1))]


def test_feed_of_who_cannot_sign_in_any_more_is_not_found(client, adviser, campaign):
    address = feed(adviser)
    adviser.is_active = False
    adviser.save()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_feed_takes_the_same_queries(client, adviser, team, number, django_assert_num_queries):
    for _number in range(number):
        make_campaign(team, ["A1"], now=NOW)
    address = feed(adviser)
    with django_assert_num_queries(4):
        assert len(events(client.get(address))) == number


def test_file_of_a_round_is_for_who_is_asked(signed_in, campaign, stranger):
    address = reverse("calendar_round", args=[campaign.pk])
    assert events(signed_in.get(address)) == [("Najaar 2026", date(2026, 12, 1))]
    signed_in.force_login(stranger)
    assert signed_in.get(address).status_code == 404
    signed_in.logout()
    assert signed_in.get(address).status_code == 302
