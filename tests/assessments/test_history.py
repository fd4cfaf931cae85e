"""The history: three tracks over the years, two days side by side, and what is not comparable."""

from datetime import date, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.history import build_history, tested_points
from assessments.domain.history_words import compare, shift_in_words
from assessments.models import Rating
from tests.factories import people
from tests.factories.campaigns import make_campaign, make_check_in
from tests.factories.evidence import give_answers
from tests.factories.sources import make_activity
from training.models import CompetenceText, CompetenceVersion

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Brussels"))
YEAR_AGO = NOW - timedelta(days=366)
FIRST, LAST = YEAR_AGO.date(), NOW.date()
points_of = tested_points  # under its own name pytest would take it for a test
del tested_points


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def check_in(adviser, team):
    return make_check_in(make_campaign(team, now=NOW), adviser, {"A1": 1}, submitted=False, now=NOW)


def rate(check_in, competence, level, at, **fields) -> Rating:
    version = fields.pop("version", None) or competence.versions.get(is_current=True)
    return Rating.objects.create(
        user=check_in.user,
        check_in=check_in,
        competence=competence,
        version=version,
        answer="level",
        level=level,
        given_at=at,
        **fields,
    )


def track(user, code, now=NOW):
    rows = build_history(user, "en", now).competences
    return next(row for row in rows if row.code == code)


def compared(user, code, first=FIRST, second=LAST):
    rows = compare(build_history(user, "en", NOW), first, second)
    return next(row for row in rows if row.code == code)


def test_all_three_tracks_are_there_oldest_first(check_in, framework):
    user = check_in.user
    rate(check_in, framework["A1"], 1, YEAR_AGO)
    rate(check_in, framework["A1"], 3, NOW)
    give_answers(user, "A1", [1, 0], YEAR_AGO)
    give_answers(user, "A1", [1] * 8, NOW)
    make_activity(user, date=NOW.date()).competences.set([framework["A1"]])

    row = track(user, "A1")

    assert [(point.day, point.level) for point in row.selves] == [
        (YEAR_AGO.date(), 1),
        (NOW.date(), 3),
    ]
    assert [(point.items, point.band) for point in row.tested] == [(2, "on_the_way"), (8, "solid")]
    assert [item.what for item in row.practice] == ["Workshop"]
    assert row.breaks == ()
    assert track(user, "B1").is_empty


def test_nobody_elses_history_is_read(check_in, framework, team):
    rate(check_in, framework["A1"], 1, NOW)
    give_answers(check_in.user, "A1", [1], NOW)
    colleague = people.make_adviser(team)

    assert {row.is_empty for row in build_history(colleague, "en", NOW).competences} == {True}


def test_a_changed_sentence_and_a_changed_question_break_comparison(check_in, framework):
    competence, user = framework["A1"], check_in.user
    old = competence.versions.get(is_current=True)
    rate(check_in, competence, 2, YEAR_AGO, version=old)
    old.is_current = False
    old.save()
    new = CompetenceVersion.objects.create(competence=competence, number=2)
    CompetenceText.objects.create(version=new, language="en", name="New", definition="New")
    rate(check_in, competence, 2, NOW, version=new)

    assert [point.is_break for point in track(user, "A1").selves] == [False, True]
    found = compared(user, "A1")
    assert found.self_change.startswith("Not comparable: the sentences")


def test_a_question_answered_in_a_newer_version_is_a_break(check_in):
    rows = [(7, 1, 1, YEAR_AGO), (8, 1, 1, YEAR_AGO), (7, 2, 0, NOW - timedelta(days=9))]

    points = points_of(rows)

    assert [(point.items, point.is_break) for point in points] == [(2, False), (2, True)]


@given(
    st.lists(
        st.tuples(
            st.integers(1, 5), st.integers(1, 2), st.sampled_from([0, 0.5, 1]), st.integers(0, 900)
        ),
        min_size=1,
        max_size=30,
    )
)
def test_each_day_says_what_its_own_twelve_months_say(rows):
    """Adding up as the days go by gives what counting anew on each day gives."""
    answers = sorted(
        ((q, v, worth, NOW + timedelta(days=days)) for q, v, worth, days in rows),
        key=lambda row: row[3],
    )

    points = points_of(answers)

    for point in points:
        until = [row for row in answers if row[3].date() <= point.day]
        since = until[-1][3] - timedelta(days=365)
        latest = {q: worth for q, _v, worth, when in until if when > since}
        assert point.items == len(latest)
        assert point.level == pytest.approx(5 * sum(latest.values()) / len(latest), abs=0.01)
        assert 0 <= point.low <= point.level <= point.high <= 5


def test_two_days_are_compared_in_words(check_in, framework):
    user = check_in.user
    rate(check_in, framework["A1"], 1, YEAR_AGO)
    rate(check_in, framework["A1"], 3, NOW)
    rate(check_in, framework["B1"], 3, NOW)
    give_answers(user, "A1", [0] * 12, YEAR_AGO)
    give_answers(user, "A1", [1] * 12, NOW)
    give_answers(user, "B1", [1, 0], YEAR_AGO)
    give_answers(user, "B1", [1, 1], NOW)

    first, second = compared(user, "A1"), compared(user, "B1")

    assert first.self_change == "2 levels higher."
    assert first.tested_change == "Clearly higher."
    assert first.before.self_rating == "Aware, of 22 November 2025."
    assert second.before.self_rating == "Not rated yet."
    assert second.self_change == ""
    assert second.tested_change == "The difference lies within the uncertainty."
    assert compared(user, "A1", NOW.date(), YEAR_AGO.date()) == first
    codes = [row.code for row in compare(build_history(user, "en", NOW), FIRST, LAST)]
    assert codes == ["A1", "B1"]


@pytest.mark.parametrize(
    ("then", "end"), [(1, "has become stricter"), (3, "has not moved"), (4, "has become milder")]
)
def test_looking_back_is_laid_beside_what_was_given_then(check_in, framework, then, end):
    rate(check_in, framework["A1"], 3, YEAR_AGO)
    rate(check_in, framework["A1"], 3, NOW, then_level=then)
    history = build_history(check_in.user, "en", NOW)

    words = shift_in_words(history.competences[0], history.labels)

    assert words.startswith("On 22 November 2025 you rated yourself: Independent.")
    assert end in words
    assert shift_in_words(history.competences[1], history.labels) == ""


def test_looking_back_without_a_rating_of_then_is_said(check_in, framework):
    rate(check_in, framework["A1"], 3, NOW, then_level=1)
    history = build_history(check_in.user, "en", NOW)

    assert shift_in_words(history.competences[0], history.labels) == (
        "Looking back on 23 November 2026, you placed yourself a year earlier at: Aware."
    )


def page_of(client, user, query="") -> str:
    client.force_login(user)
    with time_machine.travel(NOW, tick=False):
        response = client.get(reverse("profile_history") + query)
    assert "no-store" in response.headers["Cache-Control"]
    return " ".join(unescape(response.content.decode()).split())


def test_page_shows_pictures_tables_and_two_days(client, check_in, framework):
    rate(check_in, framework["A1"], 1, YEAR_AGO)
    rate(check_in, framework["A1"], 3, NOW)

    page = page_of(client, check_in.user)

    assert page.count('class="figure-line"') == 1
    assert page.count("Nothing is known yet.") == 11
    assert "2 self-ratings, from Aware on 22 November 2025 to Independent" in page
    assert "2 levels higher." in page


def tables_in(page: str) -> dict[str, int]:
    """Return how many values are listed of each competence that has its values on a page."""
    rows = BeautifulSoup(page, "html.parser").select("li.profile-row:has(tbody)")
    return {row["id"]: len(row.select("tbody tr")) for row in rows}


@pytest.mark.parametrize(
    ("query", "shown"),
    [("", {}), ("?competence=A1", {"A1": 3}), ("?competence=A2", {"A2": 1}), ("?competence=x", {})],
)
def test_page_lists_all_values_of_the_competence_that_is_asked(
    client, check_in, framework, query, shown
):
    for days in (400, 200, 0):
        rate(check_in, framework["A1"], 2, NOW - timedelta(days=days))
    rate(check_in, framework["A2"], 3, NOW)

    page = page_of(client, check_in.user, query)

    assert tables_in(page) == shown
    opened = {code for code in ("A1", "A2") if f'href="?competence={code}#{code}"' not in page}
    assert opened == set(shown)
    assert "Self-rating: Independent, of 23 November 2026. Tested: Not tested." in page


def test_days_that_are_compared_stay_when_values_are_opened(client, check_in, framework):
    rate(check_in, framework["A1"], 1, YEAR_AGO)
    days = "first=2026-01-02&second=2026-03-04"

    page = page_of(client, check_in.user, f"?{days}")
    opened = page_of(client, check_in.user, f"?competence=A1&{days}")

    assert f'href="?competence=A1&{days}#A1"' in page
    assert '<input type="hidden" name="competence" value="A1">' in opened
    for text in (page, opened):
        assert "2 January 2026 and 4 March 2026" in text


def test_words_in_the_address_cannot_break_into_the_page(client, check_in, framework):
    rate(check_in, framework["A1"], 1, NOW)

    client.force_login(check_in.user)
    page = client.get(reverse("profile_history"), {"competence": '"><i id="x">', "first": '"><i>'})

    assert b'<i id="x">' not in page.content


def test_page_refuses_what_is_no_pair_of_days(client, check_in, framework):
    rate(check_in, framework["A1"], 1, NOW)

    page = page_of(client, check_in.user, "?first=x&second=2026-01-01")
    same = page_of(client, check_in.user, "?first=2026-01-01&second=2026-01-01")

    assert "Enter a valid date." in page
    assert "Choose two different days." in same
    assert 'id="compared"' not in page + same


def test_empty_history_says_what_to_do(client, adviser):
    page = page_of(client, adviser)

    assert "There is no history yet" in page
    assert reverse("check_ins") in page


def test_eight_years_cost_as_much_as_one_quarter(client, check_in, framework):
    counts = []
    for quarters in (1, 32):
        for quarter in range(quarters):
            at = NOW - timedelta(days=91 * quarter, hours=quarters)
            rate(check_in, framework["A1"], quarter % 6, at)
        give_answers(check_in.user, "A1", [1] * quarters, NOW)
        client.force_login(check_in.user)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("profile_history"))
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 14
    assert track(check_in.user, "A1").selves[0].day < date(2019, 4, 1)
