"""Gauges beside the objectives of a lesson: where the reader stands, and nobody else sees it."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from assessments.domain.own_stands import Stand, own_stands
from assessments.models import CurrentLevel
from tests.factories import people
from tests.factories.campaigns import NOT_APPLICABLE, make_campaign, make_check_in
from tests.factories.reports import make_advisers, make_profile
from tests.factories.training import lesson, make_module
from training.models import LessonObjective

CODES = ["A1", "A2", "B1"]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def reader(team, framework):
    """At level 2 of 4 in A1 and 3 in B1, which has no target; A2 has no place in the role."""
    profile = make_profile(team.organisation, {framework["A1"]: 4, framework["A2"]: 3})
    (reader,) = make_advisers(team, 1, profile)
    make_check_in(make_campaign(team, CODES), reader, {"A1": 2, "A2": NOT_APPLICABLE, "B1": 3})
    return reader


def stands(user, codes=CODES, now=None):
    return own_stands(user, codes, "en", now or timezone.now())


def test_what_counts_stands_beside_the_target(reader):
    assert stands(reader) == {"A1": Stand(2, 4), "B1": Stand(3, None)}
    assert stands(reader, ["A1", "C1"]) == {"A1": Stand(2, 4)}


def test_what_is_too_long_ago_is_left_out(reader):
    CurrentLevel.objects.filter(user=reader, competence__code="A1").update(
        given_at=timezone.now() - timedelta(days=800)
    )
    assert stands(reader) == {"B1": Stand(3, None)}


def test_who_rated_nothing_has_no_gauge(reader, team):
    assert stands(people.make_adviser(team)) == {}


def test_a_lesson_shows_it_to_the_reader_alone_once_per_competence(client, reader, team, framework):
    make_module("m1")
    page = lesson("m1/one")
    LessonObjective.objects.filter(page=page).delete()
    for order, (code, text) in enumerate([("A1", "First"), ("A1", "Second"), ("C1", "Third")]):
        LessonObjective.objects.create(
            page=page, competence=framework[code], text=text, sort_order=order
        )
    client.force_login(reader)
    first, second, third = rows_of(client, page)
    assert first.select_one("svg.gauge--compact title").get_text() == "LMI concept"
    assert first.select_one("[aria-hidden]").get_text() == "you 2, target 4"
    assert second.select("svg") == third.select("svg") == []
    for other in (people.make_adviser(team), None):
        client.logout()
        if other:
            client.force_login(other)
        assert [row.select("svg") for row in rows_of(client, page)] == [[], [], []]


def rows_of(client, page) -> list:
    return BeautifulSoup(client.get(page.url).content, "html.parser").select(".objectives > li")


@pytest.mark.parametrize("codes", [["A1"], CODES])
def test_it_takes_two_queries(reader, codes, drawn_once):
    stands(reader, codes)
    with CaptureQueriesContext(connection) as asked:
        stands(reader, codes)
    assert len(asked) == 2
