"""The public data sheet says what the rules are, with the numbers that run."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from assessments.domain import cells, disclosure, kept_files, report_access, retention, shares
from assessments.domain.privacy_sheet import INDIVIDUAL_DATA, ROLES, privacy_sheet
from assessments.enums import ShareBand
from assessments.models import keeping
from cms.accounts import models

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


def test_anybody_reads_the_sheet(client):
    response = client.get(reverse("privacy"))
    page = " ".join(response.content.decode().split())
    assert response.status_code == 200
    assert "fewer than 5 people" in page
    assert "shown from 10 people" in page
    assert "steps of 20%." in page
    for row in INDIVIDUAL_DATA:
        assert str(row.data) in page


def test_every_cookie_that_a_reader_gets_is_named(client):
    page = " ".join(client.get(reverse("privacy")).content.decode().split())
    assert "The language of the page that you read last: a year." in page
    assert "The country whose examples you want to see" in page


def test_sheet_is_read_only(client):
    assert client.post(reverse("privacy")).status_code == 405


def test_every_row_says_something_about_every_role():
    assert {len(row.seen_by) for row in INDIVIDUAL_DATA} == {len(ROLES)} == {6}


def test_private_data_are_the_advisers_alone():
    private = next(row for row in INDIVIDUAL_DATA if row.code == "private")
    assert [str(who) for who in private.seen_by] == [
        "always",
        "never",
        "never",
        "never",
        "never",
        "not through any screen",
    ]


def test_sheet_and_rules_share_their_numbers():
    assert models.MINIMUM_GROUP_SIZE == disclosure.MINIMUM_GROUP_SIZE == 5
    assert tuple(ShareBand.values) == cells.SHARE_BANDS
    sheet = privacy_sheet()
    assert sheet.bands == tuple(str(label) for label in ShareBand.labels)
    assert any("fewer than 5 people is not shown" in rule for rule in sheet.group_rules)


def test_sheet_says_how_long_things_are_kept_with_the_numbers_that_run():
    page = " ".join(privacy_sheet().keeping)
    assert f"are kept for {keeping.KEPT_MONTHS} months" in page
    assert f"it goes after {kept_files.KEPT_DAYS} days" in page
    assert f"You hear {retention.NOTICE.days} days before something goes" in page
    assert any(f"lasts {shares.LONGEST.days} days" in line for line in privacy_sheet().promises)


def test_sheet_says_that_opening_a_report_is_written_down():
    minutes = int(report_access.ONE_LINE_PER.total_seconds() / 60)
    said = next(line for line in privacy_sheet().promises if "is written down" in line)
    assert f"within {minutes} minutes counts once" in said
    assert f"after {keeping.KEPT_MONTHS} months" in said
    assert [str(who) for who in INDIVIDUAL_DATA[-1].seen_by[3:]] == [
        "never",
        "own organisation",
        "not through any screen",
    ]


def test_sheet_says_what_no_rule_stops():
    assert len(privacy_sheet().still_possible) == 5
