"""The learning log: years, hours, the form, the file, and that it is one's own."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from cms.safe_cells import safe_cell
from tests.factories.sources import make_activity
from training.domain.activities import learning_log, offered_competences, plain
from training.exchange.activity_csv import learning_log_csv
from training.models import Activity
from training.permissions import get_activity_or_404, visible_activities

FORM = {
    "kind": "workshop",
    "title": "Reading figures",
    "date": "2026-03-04",
    "hours": "1,5",
    "setting": "external",
}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def soup_of(response) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def rows_of(text: str, delimiter: str = ",") -> list[dict]:
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff")), delimiter=delimiter))


@pytest.mark.parametrize("name", ["activities", "activities_csv", "activity_add"])
def test_visitor_is_asked_to_sign_in(client, db, name):
    assert client.get(reverse(name)).url.startswith("/accounts/login/")


def test_log_adds_known_hours_by_year_and_counts_the_rest(adviser):
    make_activity(adviser, "A", date=date(2026, 3, 4), hours=Decimal("6"))
    make_activity(adviser, "B", date=date(2026, 5, 4), hours=Decimal("2.50"))
    make_activity(adviser, "C", date=date(2025, 1, 1), hours=None)
    years = learning_log(adviser, language="en")
    assert [(y.year, y.hours, y.without_hours, len(y.rows)) for y in years] == [
        (2026, Decimal("8.5"), 0, 2),
        (2025, Decimal(0), 1, 1),
    ]
    assert [row.activity.title for row in years[0].rows] == ["B", "A"]


@pytest.mark.parametrize(
    ("hours", "written"), [("6.00", "6"), ("2.50", "2.5"), ("0.25", "0.25"), ("100.00", "100")]
)
def test_hours_are_written_without_needless_zeros(hours, written):
    assert str(plain(Decimal(hours))) == written


def test_log_is_the_persons_own(adviser, manager, stranger):
    mine = make_activity(adviser, "Mine")
    for person in (manager, stranger):
        make_activity(person, "Theirs")
        assert [a.title for a in visible_activities(person)] == ["Theirs"]
        with pytest.raises(Http404):
            get_activity_or_404(person, mine.pk)


@pytest.mark.parametrize("name", ["activity_edit", "activity_delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_activity_of_somebody_else_is_404_even_for_the_manager(
    client, adviser, manager, name, method
):
    activity = make_activity(adviser, "Mine")
    client.force_login(manager)
    response = getattr(client, method)(reverse(name, args=[activity.pk]), FORM)
    assert response.status_code == 404
    assert Activity.objects.get().title == "Mine"


def test_list_and_file_show_no_activity_of_somebody_else(client, adviser, stranger):
    make_activity(adviser, "Mine")
    make_activity(stranger, "Not yours")
    client.force_login(adviser)
    for name in ("activities", "activities_csv"):
        content = client.get(reverse(name)).content.decode()
        assert "Mine" in content
        assert "Not yours" not in content


def test_list_costs_the_same_for_one_activity_and_three(client, adviser, framework):
    client.force_login(adviser)
    costs = []
    for number in (1, 3):
        while Activity.objects.count() < number:
            make_activity(adviser).competences.set([framework["B1"], framework["B2"]])
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("activities")).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 12


def test_empty_log_says_what_to_do(client, adviser):
    client.force_login(adviser)
    soup = soup_of(client.get(reverse("activities")))
    assert soup.select_one(".empty a")["href"] == reverse("activity_add")


def test_form_sent_twice_adds_one_activity(client, adviser, framework):
    client.force_login(adviser)
    data = {**FORM, "token": uuid4(), "competences": [framework["B1"].pk]}
    for _twice in range(2):
        assert client.post(reverse("activity_add"), data).url == reverse("activities")
    activity = Activity.objects.get()
    assert (activity.user, activity.hours) == (adviser, Decimal("1.5"))
    assert [c.code for c in activity.competences.all()] == ["B1"]


def test_wrong_form_says_all_and_keeps_the_rest(client, adviser):
    client.force_login(adviser)
    tomorrow = timezone.localdate() + timedelta(days=1)
    data = {**FORM, "token": uuid4(), "kind": "", "date": tomorrow, "hours": "0"}
    soup = soup_of(client.post(reverse("activity_add"), data))
    links = [link["href"] for link in soup.select(".error-summary a")]
    assert links == ["#id_kind", "#id_date", "#id_hours"]
    assert soup.select_one("#id_title")["value"] == FORM["title"]
    assert soup.select_one("#id_date")["value"] == tomorrow.isoformat()
    assert not Activity.objects.exists()


def test_hours_may_be_left_empty(client, adviser):
    client.force_login(adviser)
    client.post(reverse("activity_add"), {**FORM, "token": uuid4(), "hours": ""})
    assert Activity.objects.get().hours is None


def test_change_writes_over_and_forgets_left_out_competences(client, adviser, framework):
    activity = make_activity(adviser, hours=Decimal("2.50"))
    activity.competences.set([framework["B1"]])
    client.force_login(adviser)
    address = reverse("activity_edit", args=[activity.pk])
    soup = soup_of(client.get(address))
    assert soup.select_one("#id_hours")["value"] == "2.5"
    checked = soup.select_one("[name=competences][checked]")
    assert checked["value"] == str(framework["B1"].pk)
    client.post(address, FORM)
    activity.refresh_from_db()
    assert (activity.title, activity.competences.count()) == ("Reading figures", 0)


def test_extension_is_offered_only_where_it_was_chosen(adviser, framework):
    activity = make_activity(adviser)
    activity.competences.set([framework["D5"]])
    assert "D5" not in offered_competences("en")
    assert "D4" not in offered_competences("en", activity)
    assert "D5" in offered_competences("en", activity)


def test_delete_asks_first(client, adviser):
    activity = make_activity(adviser)
    client.force_login(adviser)
    address = reverse("activity_delete", args=[activity.pk])
    assert soup_of(client.get(address)).select_one("form .button--danger")
    assert Activity.objects.exists()
    assert client.post(address).url == reverse("activities")
    assert not Activity.objects.exists()


def test_file_has_all_rows_with_numbers_as_numbers(client, adviser, framework):
    activity = make_activity(adviser, "Workshop", hours=Decimal("2.50"))
    activity.competences.set([framework["B1"]])
    make_activity(adviser, "Job", hours=None, kind="prior_experience", date=date(2020, 1, 1))
    client.force_login(adviser)
    response = client.get(reverse("activities_csv"))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert ".csv" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]
    rows = rows_of(response.content.decode())
    assert [(row["Date"], row["Title"], row["Hours"]) for row in rows] == [
        ("2026-03-04", "Workshop", "2.5"),
        ("2020-01-01", "Job", ""),
    ]
    assert rows[0]["Competences"] == "B1 Validate sources"


def test_dutch_file_has_semicolons_and_decimal_commas(adviser):
    make_activity(adviser, "Workshop; twice", hours=Decimal("2.50"))
    with translation.override("nl"):
        text = learning_log_csv(learning_log(adviser, language="nl"), language="nl")
    heading, row = csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=";")
    assert len(heading) == len(row) == 9
    assert (row[2], row[6]) == ("Workshop; twice", "2,5")


@pytest.mark.parametrize("start", [*"=+-@\t\r\n\uff1d", " ="])
def test_no_cell_of_the_file_is_a_formula(adviser, start):
    evil = f'{start}HYPERLINK("https://evil.example")'
    make_activity(adviser, evil, provider=evil, note=evil)
    row = rows_of(learning_log_csv(learning_log(adviser, language="en"), language="en"))[0]
    assert [row["Title"][0], row["Provider"][0], row["Note"][0]] == ["'", "'", "'"]


def test_plain_text_stays_as_it_is():
    assert safe_cell("Reading = learning") == "Reading = learning"


def test_database_refuses_zero_hours(adviser):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_activity(adviser, hours=Decimal(0))
