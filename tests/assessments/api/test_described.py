"""The API against its own description: a machine tries what that allows, and what it does not."""

from collections.abc import Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.config import (
    GenerationConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
)

from assessments.models import SnapshotNode
from tests.assessments.api.asking import ask

pytestmark = pytest.mark.django_db
SEED = 2026
PLAIN = {"Accept-Encoding": "identity"}  # the machine reads nothing that is packed
STEADY = settings(
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=10,
    suppress_health_check=list(HealthCheck),
)
OPERATIONS = {
    "/api/v1/snapshots",
    "/api/v1/snapshots/{snapshot_id}",
    "/api/v1/snapshots/{snapshot_id}/teams",
    "/api/v1/snapshots/{snapshot_id}/cells",
    "/api/v1/snapshots/{snapshot_id}/profiles",
    "/api/v1/participation",
    "/api/v1/frameworks",
    "/api/v1/frameworks/{framework_id}",
}


# No tokens are made up: the machine asks without any and with a wrong one in a check of its own.
GENERATION = GenerationConfig(with_security_parameters=False)
CONFIG = SchemathesisConfig(
    seed=SEED, projects=ProjectsConfig(default=ProjectConfig(generation=GENERATION))
)
# Read from the application as it is served; that asks nothing of a database.
described = schemathesis.openapi.from_wsgi(
    "/api/v1/openapi.json", get_wsgi_application(), config=CONFIG
)


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Keep the connection over requests, for it holds the test; Django's own client does so too."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@described.parametrize()
@STEADY
def test_any_request_gets_a_described_answer(case, secret):
    case.call_and_validate(headers={**PLAIN, "Authorization": f"Bearer {secret}"})


@pytest.fixture
def existing(snapshot, competences) -> dict[str, object]:
    """What is there, by the name of the parameter that says which."""
    node = SnapshotNode.objects.filter(snapshot=snapshot).first()
    return {
        "snapshot_id": snapshot.pk,
        "framework_id": str(competences["A1"].area.framework.identifier),
        "snapshot": snapshot.pk,
        "team": node.team_key,
        "competence": "A1",
    }


@described.parametrize()
@STEADY
def test_any_request_for_what_is_there_gets_a_described_answer(case, secret, existing):
    if case.meta.generation.mode.is_positive:
        for values in (case.path_parameters, case.query):
            for name in values or {}:
                values[name] = existing.get(name, values[name])
    case.call_and_validate(headers={**PLAIN, "Authorization": f"Bearer {secret}"})


def test_description_is_public_and_names_every_answer(db):
    answer = ask("openapi.json")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    told = answer.json()
    assert told["openapi"].startswith("3.1")
    assert set(told["paths"]) == OPERATIONS
    for methods in told["paths"].values():
        assert set(methods) == {"get"}
        operation = methods["get"]
        assert set(operation["responses"]) == {
            "200", "304", "401", "403", "404", "405", "422", "429",
        }  # fmt: skip
        assert operation["security"] == [{"AccessToken": []}]
        assert operation["summary"]
        assert "Scope:" in operation["description"]
    assert told["components"]["securitySchemes"]["AccessToken"]["scheme"] == "bearer"


def test_description_is_sound():
    described.validate()
    assert {result.ok().path for result in described.get_all_operations()} == OPERATIONS


def test_description_names_no_other_host(db):
    assert addresses(ask("openapi.json").json()) == []


def addresses(value: object) -> list[str]:
    """Return every text of a JSON value that leads to another site."""
    return [text for text in texts(value) if "://" in text]


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from (key, *texts(each))
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
