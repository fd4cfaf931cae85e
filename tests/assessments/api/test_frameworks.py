"""The framework by the read API: current words in both languages, and the way to CASE."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.assessments.api.asking import ask, token_of
from tests.factories.people import make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(db) -> str:
    return token_of(make_organisation())[1]


def test_framework_has_both_languages_and_leads_to_case(framework, secret):
    listed = ask("frameworks", secret).json()["items"]
    assert [set(item) for item in listed] == [{"id", "title", "creator", "version", "case"}]
    whole = ask(f"frameworks/{listed[0]['id']}", secret).json()
    case = Client().get(reverse("case_object", args=("CFPackages", listed[0]["id"])))
    assert listed[0]["case"].endswith(case.request["PATH_INFO"])
    codes = [each["code"] for area in whole["areas"] for each in area["competences"]]
    assert codes == list(framework)
    items = {item["identifier"]: item for item in case.json()["CFItems"]}
    for area in whole["areas"]:
        for each in area["competences"]:
            assert items[each["id"]]["humanCodingScheme"] == each["code"]
    b1 = next(e for area in whole["areas"] for e in area["competences"] if e["code"] == "B1")
    assert all(b1["names"].values())
    assert all(b1["definitions"].values())
    assert [level["level"] for level in b1["levels"]] == list(range(6))
    assert all(text for level in b1["levels"] for text in level["sentences"].values())
    assert [level["level"] for level in whole["levels"]] == list(range(6))
    assert all(text for level in whole["levels"] for text in level["names"].values())


def test_an_incomplete_framework_says_null(competences, secret):
    found = ask("frameworks", secret).json()["items"][0]["id"]
    whole = ask(f"frameworks/{found}", secret).json()
    a1 = whole["areas"][0]["competences"][0]
    assert a1["names"] == {"nl": "Name A1 nl", "en": "Name A1 en"}
    assert a1["levels"][0] == {"level": 0, "sentences": {"nl": None, "en": None}}
