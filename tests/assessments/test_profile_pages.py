"""The pages of the profile: gauges and table say the same, and cost little."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from assessments.domain.profile import build_profile
from tests.factories import people
from tests.factories.campaigns import make_campaign, make_check_in
from tests.factories.evidence import give_answers
from tests.factories.training import lesson_data, load, module_data

ALL = dict.fromkeys(["A1", "A2", "A3", "B1", "B2", "C1", "C2", "C3", "C4", "D1", "D2", "D3"], 1)
FILES = ["profile_pdf", "profile_xlsx", "profile_json"]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def text_of(response) -> str:
    return " ".join(unescape(response.content.decode()).split())


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_page_shows_each_kind_of_evidence_and_the_next_step(client, adviser, team):
    load(module_data("m1", [lesson_data("m1/one", competences=("A1",))]))
    make_check_in(make_campaign(team), adviser, {"A1": 1}, evidence_line="<b>mine</b>")
    give_answers(adviser, "A1", [1] * 8, timezone.now())
    client.force_login(adviser)

    page = text_of(client.get(reverse("profile")))

    assert "Self-rating 1, Aware, on" in page
    assert "Tested: solid, 5.0 of 5 (between 3.4 and 5.0), from 8 questions" in page
    assert "Gap: 2 levels" in page
    assert "Your answers show more than you give yourself." in page
    assert "/en/toolkit/m1-en/one-en/#first" in page
    assert "Example: <b>mine</b>" in page
    assert "<b>mine" not in client.get(reverse("profile")).content.decode()


def test_the_table_has_a_row_per_competence(client, adviser, team):
    make_check_in(make_campaign(team), adviser, {"A1": 1, "A2": "na"})
    client.force_login(adviser)

    page = text_of(client.get(reverse("profile") + "?view=table"))

    assert page.count('<th scope="row">') == 12
    assert page.count("not rated") == 10
    assert page.count("not applicable") == 1


def test_an_empty_profile_says_what_to_do(client, adviser):
    client.force_login(adviser)

    page = text_of(client.get(reverse("profile")))

    assert "Nothing is known yet" in page
    assert reverse("check_ins") in page


def test_a_manager_has_a_profile_of_nothing_but_their_own(client, adviser, team, manager):
    make_check_in(make_campaign(team), adviser, {"A1": 4}, evidence_line="private line")
    client.force_login(manager)

    for name in ["profile", *FILES]:
        assert b"private line" not in client.get(reverse(name)).content
    assert "Nothing is known yet" in text_of(client.get(reverse("profile")))


@pytest.mark.parametrize("name", ["profile", *FILES, "me", "actions"])
def test_signed_out_leads_to_signing_in(client, db, name):
    assert client.get(reverse(name)).url == f"{reverse('account_login')}?next={reverse(name)}"


@pytest.mark.parametrize("name", ["profile", *FILES])
def test_personal_pages_are_not_kept_by_browsers(client, adviser, name):
    client.force_login(adviser)

    assert "no-store" in client.get(reverse(name)).headers["Cache-Control"]


def test_a_profile_with_one_and_three_rounds_costs_the_same(client, adviser, team):
    load(module_data("m1", [lesson_data("m1/one", competences=("A1", "B1"))]))
    now = timezone.now()
    client.force_login(adviser)
    make_check_in(make_campaign(team), adviser, ALL)
    give_answers(adviser, "A1", [1] * 8, now)
    counts = [queries(client, reverse("profile"))]
    for days in (1, 2):
        make_check_in(make_campaign(team, now=now + timedelta(seconds=days)), adviser, ALL)
        give_answers(adviser, "B1", [1] * 8, now)
        counts.append(queries(client, reverse("profile")))

    assert counts[0] == counts[1] == counts[2] <= 20
    assert queries(client, reverse("profile") + "?view=table") <= 20


def test_what_is_kept_for_all_shows_nothing_of_another_person(
    client, adviser, team, profiles, drawn_once
):
    load(module_data("m1", [lesson_data("m1/one", competences=("A1",))]))
    make_check_in(make_campaign(team), adviser, {"A1": 1}, evidence_line="only mine")
    give_answers(adviser, "A1", [1] * 8, timezone.now())
    client.force_login(adviser)
    assert "only mine" in text_of(client.get(reverse("profile")))

    client.force_login(people.make_adviser(team, profiles["experienced"]))
    theirs = text_of(client.get(reverse("profile")))

    assert "only mine" not in theirs
    assert "Self-rating 1" not in theirs
    assert "from 8 questions" not in theirs
    assert theirs.count("Not rated yet.") == 12


@pytest.mark.parametrize("most", [1, 2, None])
def test_the_newest_ratings_of_each_competence_are_picked(adviser, team, most):
    for level in (1, 2, 3):
        day = timezone.now() - timedelta(days=40 - 10 * level)
        ratings = {"A1": level, "B1": level} if level < 3 else {"B1": level}
        make_check_in(make_campaign(team, now=day), adviser, ratings, now=day)

    rows = {row.code: row for row in build_profile(adviser, "en", timezone.now(), most=most).rows}

    assert [rating.level for rating in rows["A1"].history] == [2, 1][:most]
    assert [rating.level for rating in rows["B1"].history] == [3, 2, 1][:most]
    assert rows["C1"].history == ()
