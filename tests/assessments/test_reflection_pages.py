"""The pages of reflections: their owner's alone, one click away."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from assessments.domain.reflections import ReflectionText, add_reflection
from assessments.models import Reflection
from tests.factories.campaigns import make_campaign, make_check_in
from tests.factories.people import PASSWORD


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def text_of(response) -> str:
    return re.sub(r"\s+", " ", unescape(response.content.decode()))


def write(user, works, **fields):
    return add_reflection(user=user, text=ReflectionText(works=works, **fields), now=timezone.now())


def test_three_lines_are_written_from_the_foot_of_any_page(client, adviser):
    client.force_login(adviser)
    new = reverse("reflection_new")

    assert f'href="{new}"' in text_of(client.get(reverse("privacy")))
    answer = client.post(new, {"works": "one\r\ntwo", "change": "x"}, follow=True)

    assert answer.redirect_chain == [(reverse("reflections"), 302)]
    kept = Reflection.objects.get()
    assert (kept.user, kept.works, kept.change) == (adviser, "one\ntwo", "x")
    client.logout()
    assert f'href="{new}"' not in text_of(client.get(reverse("privacy")))


def test_nothing_written_and_too_much_come_back(client, adviser):
    client.force_login(adviser)

    nothing = text_of(client.post(reverse("reflection_new"), {"works": " "}))
    much = text_of(client.post(reverse("reflection_new"), {"works": "y" * 4001}))

    assert "Write at least one line." in nothing
    assert "Use at most 4000 characters; these are 4001." in much
    assert "y" * 4001 in much
    million = client.post(
        reverse("reflection_new"),
        urlencode({"works": "é" * 1_000_000}),
        "application/x-www-form-urlencoded",
    )
    assert "Use at most 4000 characters; these are 1000000." in text_of(million)
    assert not Reflection.objects.exists()


def test_the_list_is_empty_then_full_then_searched(client, adviser, stranger):
    client.force_login(adviser)
    assert "You have not written anything yet" in text_of(client.get(reverse("reflections")))
    write(adviser, "apple")
    write(adviser, "pear")
    write(stranger, "apple of a stranger")

    page = text_of(client.get(reverse("reflections")))
    found = text_of(client.get(reverse("reflections"), {"q": "APPLE"}))
    none = text_of(client.get(reverse("reflections"), {"q": "plum"}))

    assert page.count("Delete for ever") == 2
    assert found.count("Delete for ever") == 1
    assert "stranger" not in page + found
    assert "None of your reflections holds “plum”." in none


def test_the_list_costs_the_same_with_one_and_three(client, adviser, django_assert_num_queries):
    client.force_login(adviser)
    client.get(reverse("reflections"))
    write(adviser, "one")
    with django_assert_num_queries(4):
        client.get(reverse("reflections"))
    write(adviser, "two")
    write(adviser, "three")
    with django_assert_num_queries(4):
        client.get(reverse("reflections"))


def test_one_and_all_are_deleted_by_their_owner_alone(client, adviser, stranger):
    one, _two, _three = (write(adviser, word) for word in ("one", "two", "three"))
    theirs = write(stranger, "theirs")
    client.force_login(adviser)

    assert client.post(reverse("reflection_delete", args=[theirs.pk])).status_code == 404
    assert client.get(reverse("reflection_delete", args=[one.pk])).status_code == 405
    client.post(reverse("reflection_delete", args=[one.pk]))
    unsure = client.get(reverse("reflections_delete"))
    client.post(unsure.url, {"password": PASSWORD})
    asked = text_of(client.get(reverse("reflections_delete")))
    done = text_of(client.post(reverse("reflections_delete"), follow=True))

    assert "2 reflections go for good. Nobody can bring them back." in asked
    assert "2 reflections deleted, for ever." in done
    assert list(Reflection.objects.all()) == [theirs]


def test_a_check_in_brings_the_last_change_back(client, adviser, team):
    earlier = write(adviser, "x", change="ask one more question")
    Reflection.objects.update(written_at=timezone.now() - timedelta(days=40))
    check_in = make_check_in(make_campaign(team, ["A1"]), adviser, submitted=False)
    address = f"{reverse('check_in', args=[check_in.pk])}?step=reflection"
    client.force_login(adviser)

    page = text_of(client.get(address))
    client.post(address, {"revision": 0, "works": "y", "outcome": "worked", "outcome_note": "z"})

    assert "you wanted to try" in page
    assert "ask one more question" in page
    earlier.refresh_from_db()
    assert (earlier.outcome, earlier.outcome_note) == ("worked", "z")
    assert check_in.reflection.works == "y"
    assert "What became of it?" in text_of(client.get(address))
