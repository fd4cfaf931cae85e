"""Everything of a person is in the export, and nothing of anybody else."""

import csv
import json
from datetime import timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.db.models import CASCADE, DO_NOTHING
from django.utils.translation import override
from pypdf import PdfReader

from assessments.domain.my_data import everything_of
from assessments.domain.my_data_tables import LEFT_OUT, TABLES
from assessments.domain.profile import build_profile
from assessments.domain.shares import note_view
from assessments.models import Answer, Reflection
from assessments.renderers.my_data_zip import build_zip
from cms.accounts.models import User
from tests.factories.campaigns import make_campaign, make_check_in
from tests.factories.evidence import give_answers
from tests.factories.shares import NOW, make_action, make_activity, share_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(adviser, manager, team, framework) -> User:
    """An adviser with something in most tables."""
    campaign = make_campaign(team, now=NOW - timedelta(days=3))
    check_in = make_check_in(
        campaign,
        adviser,
        {"A1": 4, "B1": 1},
        now=NOW - timedelta(days=2),
        frequency="never",
        evidence_line="=HYPERLINK(a case)",
    )
    Reflection.objects.create(
        user=adviser, check_in=check_in, works="I ask first", causes=["time"], written_at=NOW
    )
    make_action(adviser, framework["B1"], support="An hour a week")
    make_activity(adviser, hours=Decimal("2.5")).competences.set([framework["A1"]])
    give_answers(adviser, "A1", [1, 0], NOW)
    Answer.objects.update(certainty="certain")
    note_view(share=share_with(adviser, manager, framework), now=NOW)
    return adviser


def test_every_table_that_points_to_a_person_is_in_the_export_or_has_a_reason():
    pointing = set()
    for model in apps.get_models():
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            if field.is_relation and field.related_model is User:
                pointing.add(f"{model._meta.label}.{field.name}")
    held = {f"{table.model}.{table.owner}" for table in TABLES}
    assert pointing - held - set(LEFT_OUT) == set()
    assert set(LEFT_OUT) - pointing == set()


def test_every_table_below_those_is_in_the_export_too():
    tokens = {"account.EmailConfirmation", "socialaccount.SocialToken"}
    held = {table.model for table in TABLES}
    below = {
        relation.related_model._meta.label
        for label in held - {"accounts.User", "assessments.Campaign", "training.Source"}
        for relation in apps.get_model(label)._meta.related_objects
        if relation.on_delete in (CASCADE, DO_NOTHING)
    }
    assert below - held == tokens


def test_no_owner_is_forgotten_in_a_table():
    assert len({table.name for table in TABLES}) == len(TABLES)
    for table in TABLES:
        apps.get_model(table.model)._default_manager.filter(**{table.owner: 0}).first()


def test_rating_is_there_with_all_its_fields(full):
    rows = everything_of(full, "en", NOW).tables["ratings"]
    assert [
        (row["competence"], row["level"], row["frequency"], row["evidence_line"]) for row in rows
    ] == [("A1", 4, "never", "=HYPERLINK(a case)"), ("B1", 1, "never", "=HYPERLINK(a case)")]
    assert {"first_level", "then_level", "version", "given_at"} <= set(rows[0])


def test_reflections_are_in_clear_and_answers_have_their_certainty(full):
    tables = everything_of(full, "en", NOW).tables
    assert [row["works"] for row in tables["reflections"]] == ["I ask first"]
    assert [(row["certainty"], float(row["score"])) for row in tables["answers"]] == [
        ("certain", 1.0),
        ("certain", 0.0),
    ]


def test_shares_and_who_looked_are_there(full, manager):
    tables = everything_of(full, "en", NOW).tables
    assert [row["manager"] for row in tables["shares"]] == [str(manager)]
    assert [row["competence"] for row in tables["share_items"]] == ["A1"]
    assert len(tables["share_views"]) == 1
    assert tables["activities"][0]["competences"] == ["A1"]


def test_secrets_are_left_out(full):
    tables = everything_of(full, "en", NOW).tables
    assert "password" not in tables["person"][0]
    assert full.password not in json.dumps(tables, default=str)


def test_nothing_of_others_is_in_it(full, stranger, manager):
    Reflection.objects.create(user=stranger, works="Of a stranger", written_at=NOW)
    make_activity(stranger, "Of a stranger")
    assert "Of a stranger" not in json.dumps(everything_of(full, "en", NOW).tables, default=str)
    theirs = everything_of(manager, "en", NOW).tables
    assert len(theirs["shares_received"]) == 1
    text = json.dumps(theirs, default=str)
    assert full.email not in text
    assert "I ask first" not in text


def test_number_of_queries_does_not_grow_with_the_rows(
    full, team, framework, django_assert_max_num_queries
):
    with django_assert_max_num_queries(64):
        everything_of(full, "en", NOW)
    for number in range(1, 4):
        when = NOW - timedelta(days=100 * number)
        make_check_in(make_campaign(team, now=when), full, {"A1": 3, "C1": 2}, now=when)
    with django_assert_max_num_queries(64):
        everything_of(full, "en", NOW)


def test_zip_holds_json_csv_and_both_profiles(full):
    profiles = []
    for language in ("nl", "en"):
        with override(language):
            profiles.append(build_profile(full, language, NOW))
    body = build_zip(everything_of(full, "en", NOW), profiles, "Read me")
    with ZipFile(BytesIO(body)) as archive:
        content = json.loads(archive.read("my-data.json"))
        assert (content["format"], content["version"]) == ("peil-my-data", 1)
        assert set(content["tables"]) == {table.name for table in TABLES}
        assert archive.read("README.txt") == b"Read me"
        ratings = list(
            csv.DictReader(StringIO(archive.read("csv/ratings.csv").decode("utf-8-sig")))
        )
        assert [row["evidence_line"] for row in ratings] == ["'=HYPERLINK(a case)"] * 2
        for language in ("nl", "en"):
            pages = PdfReader(BytesIO(archive.read(f"profile.{language}.pdf"))).pages
            assert str(full) in pages[0].extract_text()
