"""CASE 1.1: the shipped framework fits the format, comes in whole, and goes out the same."""

import copy
import json
from io import StringIO
from pathlib import Path

import jsonschema
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from training.domain.framework import areas_in
from training.domain.framework_data import framework_data
from training.domain.framework_editing import store_framework
from training.domain.problems import ProblemsFound
from training.exchange.case import read_case
from training.exchange.case_export import case_package
from training.management.commands.import_framework import SHIPPED
from training.models import Competence, CompetenceVersion, Framework, LevelDescriptor

SCHEMA = json.loads(Path(__file__).with_name("case_cfpackage.schema.json").read_text())
VALIDATOR = jsonschema.Draft202012Validator(
    SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def package() -> dict:
    return copy.deepcopy(json.loads(SHIPPED.read_text(encoding="utf-8")))


def problems_of(package: dict) -> dict[str, str]:
    with pytest.raises(ProblemsFound) as found:
        read_case(json.dumps(package))
    return {problem.place: problem.message for problem in found.value.problems}


def without_dates(value):
    if isinstance(value, dict):
        return {
            name: without_dates(inner)
            for name, inner in value.items()
            if name != "lastChangeDateTime"
        }
    return [without_dates(inner) for inner in value] if isinstance(value, list) else value


def test_shipped_framework_fits_the_case_schema(package):
    assert [error.message for error in VALIDATOR.iter_errors(package)] == []


def test_schema_refuses_what_case_does_not_know(package):
    package["CFAssociations"][0]["associationType"] = "isFriendOf"
    del package["CFItems"][0]["fullStatement"]
    places = {error.json_path for error in VALIDATOR.iter_errors(package)}
    assert places == {"$.CFAssociations[0].associationType", "$.CFItems[0]"}


def test_shipped_framework_has_twelve_competences_and_two_extensions(framework):
    assert Competence.objects.core().count() == 12
    assert sorted(framework) == [
        *("A1", "A2", "A3", "B1", "B2", "C1", "C2", "C3", "C4", "D1", "D2", "D3", "D4", "D5")
    ]
    assert LevelDescriptor.objects.count() == 14 * 6 * 2
    areas = areas_in("en", sentences=True)
    assert [area.code for area in areas] == ["A", "B", "C", "D"]
    assert [c.code for area in areas for c in area.competences] == sorted(framework)[:12]
    assert (
        areas[0].competences[0].sentences[0]
        == "I cannot yet say what labour market information is."
    )


def test_export_equals_import(framework, package):
    data = framework_data(Framework.objects.get())
    exported = case_package(data, timezone.now())
    assert [error.message for error in VALIDATOR.iter_errors(exported)] == []
    assert read_case(json.dumps(exported)) == data == read_case(json.dumps(package))
    for name in ("CFItems", "CFDefinitions"):
        assert without_dates(exported[name]) == without_dates(package[name])
    for name in ("CFAssociations", "CFRubrics"):
        assert sorted(row["identifier"] for row in exported[name]) == sorted(
            row["identifier"] for row in package[name]
        )


def test_importing_an_export_changes_nothing(framework, tmp_path):
    before = set(CompetenceVersion.objects.values_list("pk", flat=True))
    call_command("export_framework", tmp_path / "framework.json")
    call_command("import_framework", tmp_path / "framework.json", stdout=StringIO())
    assert set(CompetenceVersion.objects.values_list("pk", flat=True)) == before


def test_changed_sentence_makes_a_version_and_keeps_the_old_one(framework, package):
    level = package["CFRubrics"][2]["CFRubricCriteria"][0]["CFRubricCriterionLevels"][3]
    before, level["description"] = level["description"], "Ik doe het nu anders."
    stored = store_framework(data=read_case(json.dumps(package)), now=timezone.now())
    assert stored.revised == ("A1",)
    assert len(stored.unchanged) == 13
    old, new = framework["A1"].versions.order_by("number")
    assert (old.is_current, new.is_current, new.number) == (False, True, 2)
    sentences = [version.descriptors.get(language="nl", level=3).sentence for version in (old, new)]
    assert sentences == [before, "Ik doe het nu anders."]


def test_competence_that_left_the_file_stays_and_is_named(framework, package):
    package["CFItems"] = [item for item in package["CFItems"] if item["humanCodingScheme"] != "D5"]
    kept = {item["identifier"] for item in package["CFItems"]} | {
        package["CFDocument"]["identifier"]
    }
    package["CFAssociations"] = [
        row
        for row in package["CFAssociations"]
        if {row["originNodeURI"]["identifier"], row["destinationNodeURI"]["identifier"]} <= kept
    ]
    package["CFRubrics"] = [
        row for row in package["CFRubrics"] if not row["title"].startswith("D5")
    ]
    stored = store_framework(data=read_case(json.dumps(package)), now=timezone.now())
    assert stored.absent == ("D5",)
    assert Competence.objects.filter(code="D5").exists()


def test_all_problems_are_told_at_once_with_their_place(package):
    items, rubrics = package["CFItems"], package["CFRubrics"]
    items[2]["fullStatement"] = " "
    items[6]["humanCodingScheme"] = "A2"
    levels = rubrics[2]["CFRubricCriteria"][0]["CFRubricCriterionLevels"]
    levels[5]["score"] = 7
    package["CFAssociations"][1]["destinationNodeURI"]["identifier"] = "nowhere"
    found = problems_of(package)
    assert found["CFItems[2].fullStatement"] == "This text is missing."
    assert found["CFItems[6].humanCodingScheme"] == ("The code A2 is already used in CFItems[4].")
    place = "CFRubrics[2].CFRubricCriteria[0].CFRubricCriterionLevels"
    assert found[f"{place}[5].score"] == "A level is a whole number from 0 to 5."
    assert found[place] == "These levels are missing: 5."
    assert found["CFAssociations[1].destinationNodeURI.identifier"] == (
        "This points to nothing in the file."
    )
    assert found["CFItems[2]"] == "A1 belongs to no area."


def test_missing_translation_is_told(package):
    translation_row = next(
        index
        for index, row in enumerate(package["CFAssociations"])
        if row["associationType"] == "isTranslationOf"
        and row["originNodeURI"]["title"].startswith("B1")
    )
    del package["CFAssociations"][translation_row]
    place = {item["identifier"]: n for n, item in enumerate(package["CFItems"])}
    b1 = [item for item in package["CFItems"] if item["humanCodingScheme"] == "B1"]
    assert problems_of(package) == {
        f"CFItems[{place[b1[0]['identifier']]}]": ("B1 has no translation in the language “en”."),
        f"CFItems[{place[b1[1]['identifier']]}]": ("B1 has no translation in the language “nl”."),
    }


@pytest.mark.parametrize(
    "text", ["[" * 200_000, f'{{"CFDocument": {"9" * 5000}}}'], ids=["nested", "endless number"]
)
def test_json_that_python_gives_up_on_is_one_problem(text):
    with pytest.raises(ProblemsFound) as found:
        read_case(text)
    assert [problem.message for problem in found.value.problems] == [
        "This is no CASE file: it is nested too deeply, or a number in it is too long."
    ]


@pytest.mark.parametrize("character", ["\x00", "\ud800"])
def test_what_a_database_cannot_store_is_told_with_its_place(package, character):
    package["CFItems"][3]["fullStatement"] += character
    package["CFAssociations"][0]["sequenceNumber"] = 32_768
    package["CFAssociations"][1]["sequenceNumber"] = 32_767
    assert problems_of(package) == {
        "CFItems[3].fullStatement": "This text has a character that cannot be stored.",
        "CFAssociations[0].sequenceNumber": "This must be a whole number from 0 to 32767.",
    }


def test_a_byte_order_mark_before_the_file_is_passed_over(db, tmp_path):
    path = tmp_path / "framework.json"
    path.write_text(SHIPPED.read_text(encoding="utf-8"), encoding="utf-8-sig")
    call_command("import_framework", path, stdout=StringIO())
    assert Competence.objects.count() == 14


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("{", "line 1, column 2", "This is not JSON"),
        ("[]", "$", "This must be an object."),
        ("{}", "CFDocument", "This must be an object."),
    ],
)
def test_malformed_json_is_told(text, place, message):
    with pytest.raises(ProblemsFound) as found:
        read_case(text)
    (problem,) = found.value.problems
    assert problem.place == place
    assert problem.message.startswith(message)


@pytest.mark.parametrize("wrong", [None, 3, "x", [], {}, [3], {"identifier": []}])
@pytest.mark.parametrize("name", ["CFItems", "CFAssociations", "CFRubrics"])
def test_wrong_shapes_are_problems_and_never_crashes(package, name, wrong):
    package[name] = [wrong, *package[name]] if wrong != "x" else wrong
    assert any(place.startswith(name) for place in problems_of(package))


def test_nothing_is_written_when_there_is_one_problem(db, package, tmp_path):
    package["CFItems"][-1]["language"] = "fr"
    path = tmp_path / "framework.json"
    path.write_text(json.dumps(package))
    errors = StringIO()
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_framework", path, stderr=errors)
    assert "CFItems[35].language: Only these languages are known here: nl, en." in errors.getvalue()
    assert Framework.objects.count() == 0


def test_code_of_another_competence_is_refused(framework, package):
    Competence.objects.filter(code="A1").update(code="X1")
    with pytest.raises(ProblemsFound) as found:
        store_framework(data=read_case(json.dumps(package)), now=timezone.now())
    (problem,) = found.value.problems
    assert problem.place == "CFItems[2].humanCodingScheme"
    assert problem.message == "This item has the code X1; a code never changes."
