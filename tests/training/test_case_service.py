"""The CASE 1.1 service: what other systems read, at addresses that stay."""

import copy
import json
from uuid import uuid4

import jsonschema
import pytest
from django.utils import timezone

from tests.training.test_case_import import SCHEMA
from training.domain.framework_data import changed_at, framework_data
from training.exchange.case import read_case
from training.exchange.case_export import case_package
from training.models import CompetenceText, Framework

SERVICE = "/ims/case/v1p1"
# What an object has more when it is given by itself than inside a package.
ALONE = {
    "CFDocuments": ("CFPckgDocument", "CFPackageURI"),
    "CFItems": ("CFPckgItem", "CFDocumentURI"),
    "CFAssociations": ("CFPckgAssociation", "CFDocumentURI"),
}


@pytest.fixture
def package(framework) -> dict:
    data = framework_data(Framework.objects.get())
    return case_package(data, timezone.now())


def problems_with(value: dict, definition: dict) -> list[str]:
    schema = {**definition, "$defs": SCHEMA["$defs"]}
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    validator = jsonschema.Draft202012Validator(schema, format_checker=checker)
    return [error.message for error in validator.iter_errors(value)]


def alone(collection: str) -> dict:
    name, link = ALONE[collection]
    definition = copy.deepcopy(SCHEMA["$defs"][name])
    definition["properties"][link] = {"$ref": "#/$defs/LinkURI"}
    definition["required"].append(link)
    return definition


def get(client, path: str, **headers):
    return client.get(f"{SERVICE}/{path}", headers=headers)


def test_package_fits_the_schema_and_reads_back_as_the_framework(client, framework):
    known = Framework.objects.get()
    answer = get(client, f"CFPackages/{known.identifier}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert problems_with(answer.json(), SCHEMA) == []
    assert read_case(answer.content.decode()) == framework_data(known)


def test_every_object_is_found_at_its_own_address(client, package, settings):
    (document,) = get(client, "CFDocuments").json()["CFDocuments"]
    whole = client.get(document["CFPackageURI"]["uri"].removeprefix("http://127.0.0.1:8000")).json()
    samples = [
        ("CFDocuments", whole["CFDocument"]),
        ("CFItems", whole["CFItems"][0]),
        ("CFItems", whole["CFItems"][-1]),
        ("CFAssociations", whole["CFAssociations"][3]),
    ]
    for collection, inside in samples:
        found = client.get(inside["uri"].removeprefix(settings.WAGTAILADMIN_BASE_URL)).json()
        assert problems_with(found, alone(collection)) == []
        assert {name: found[name] for name in inside} == inside
    rubric = whole["CFRubrics"][5]
    assert get(client, f"CFRubrics/{rubric['identifier']}").json() == rubric
    kind = whole["CFDefinitions"]["CFItemTypes"][1]
    assert get(client, f"CFItemTypes/{kind['identifier']}").json() == {"CFItemTypes": [kind]}


def test_identifiers_do_not_depend_on_the_address(client, package):
    served = get(client, f"CFPackages/{package['CFDocument']['identifier']}").json()
    for name in ("CFItems", "CFAssociations", "CFRubrics"):
        assert [row["identifier"] for row in served[name]] == [
            row["identifier"] for row in package[name]
        ]


def test_an_item_comes_with_its_associations(client, package):
    area = package["CFItems"][0]
    found = get(client, f"CFItemAssociations/{area['identifier']}").json()
    assert found["CFItem"]["humanCodingScheme"] == area["humanCodingScheme"] == "A"
    kinds = sorted(row["associationType"] for row in found["CFAssociations"])
    assert kinds == ["isChildOf"] * 4 + ["isTranslationOf"]


@pytest.mark.parametrize(
    "collection", ["CFDocuments", "CFPackages", "CFItems", "CFItemAssociations"]
)
def test_what_is_not_there_is_said_in_the_words_of_case(client, framework, collection):
    answer = get(client, f"{collection}/{uuid4()}")
    assert answer.status_code == 404
    minor = answer.json()["imsx_codeMinor"]["imsx_codeMinorField"][0]
    assert minor["imsx_codeMinorFieldValue"] == "unknownobject"


@pytest.mark.parametrize("collection", ["CFDocument", "extensions", "CFLicenses", "constructor"])
def test_an_unknown_collection_is_not_found(client, package, collection):
    identifier = package["CFDocument"]["identifier"]
    assert get(client, f"{collection}/{identifier}").status_code == 404


def test_nothing_is_sent_again_until_words_change(client, framework):
    path = f"CFPackages/{Framework.objects.get().identifier}"
    first = get(client, path)
    assert set(first["Cache-Control"].split(", ")) == {"public", "max-age=3600"}
    again = get(client, path, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    CompetenceText.objects.filter(language="en").update(name="Other words")
    changed = get(client, path, if_none_match=first["ETag"])
    assert (changed.status_code, changed["ETag"] == first["ETag"]) == (200, False)


def test_the_moment_of_change_is_that_of_the_newest_words(client, framework):
    document = get(client, "CFDocuments").json()["CFDocuments"][0]
    moment = changed_at(Framework.objects.get())
    assert document["lastChangeDateTime"] == moment.isoformat(timespec="seconds")


def test_it_can_only_be_read(client, framework):
    assert client.post(f"{SERVICE}/CFDocuments").status_code == 405


def test_an_installation_without_a_framework_lists_none(client, db):
    answer = get(client, "CFDocuments")
    assert (answer.json(), answer["X-Total-Count"]) == ({"CFDocuments": []}, "0")


def test_short_addresses_lead_to_the_service(client, framework):
    assert client.get("/case/")["Location"] == f"{SERVICE}/CFDocuments"
    identifier = Framework.objects.get().identifier
    answer = client.get(f"/case/CFPackages/{identifier}")
    assert answer["Location"] == f"{SERVICE}/CFPackages/{identifier}"


def test_the_export_to_a_file_keeps_the_names_of_the_shipped_one(package, framework):
    assert package["CFDocument"]["uri"].startswith("https://peil.example/case/CFDocuments/")
    assert json.dumps(package).count("127.0.0.1") == 0
