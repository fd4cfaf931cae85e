"""Fixtures that every test may use: the framework, and people with a fixed meaning.

The *adviser* works in team Gent of Loopbaanhuis, the *manager* manages that team, the *stranger*
is an adviser of another organisation, who should see nothing of either.
"""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.utils import translation

from assessments.domain.role_profiles import load_role_profiles
from tests.demo_site import DemoSite, served_copy
from tests.factories import people
from tests.mailbox import Mailbox, mail_server
from training.models import (
    Area,
    AreaText,
    Competence,
    CompetenceText,
    CompetenceVersion,
    Framework,
    LevelDescriptor,
    LevelText,
)

FRAMEWORK_MODELS = (
    Framework,
    Area,
    AreaText,
    LevelText,
    Competence,
    CompetenceVersion,
    CompetenceText,
    LevelDescriptor,
)
_framework_rows: list[tuple] = []


@pytest.fixture(autouse=True)
def default_language(settings) -> Iterator[None]:
    """Begin each test in the site's own language, whatever the request of another one left."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def drawn_once(settings):
    """What is the same for every reader is kept in the process, as it is where Peil runs."""
    kept = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "cost"}
    settings.CACHES = {**settings.CACHES, "drawn": kept}
    yield
    caches["drawn"].clear()


@pytest.fixture
def framework(db) -> dict[str, Competence]:
    """The shipped framework: {code: competence}; read from its file once, then only stored."""
    if not _framework_rows:
        call_command("import_framework", stdout=StringIO())
        for model in FRAMEWORK_MODELS:
            _framework_rows.append((model, list(model.objects.order_by("pk"))))
    else:
        for model, rows in _framework_rows:
            model.objects.bulk_create(rows)
    return {competence.code: competence for competence in Competence.objects.all()}


@pytest.fixture
def organisation(db):
    return people.make_organisation("Loopbaanhuis")


@pytest.fixture
def team(organisation):
    return people.make_team(organisation, "Gent")


@pytest.fixture
def profiles(framework, organisation):
    """The shipped role profiles of the organisation: {code: profile}."""
    return load_role_profiles(organisation=organisation)


@pytest.fixture
def adviser(team, profiles):
    """An experienced adviser in team Gent."""
    return people.make_adviser(team, profiles["experienced"], email="adviser@test.example")


@pytest.fixture
def manager(team):
    """Manages team Gent."""
    return people.make_manager(team, email="manager@test.example")


@pytest.fixture
def stranger(db):
    """An adviser of another organisation."""
    elsewhere = people.root_of(people.make_organisation("Werkpunt"))
    return people.make_adviser(elsewhere, email="stranger@test.example")


@pytest.fixture
def smtp(settings) -> Iterator[Mailbox]:
    """A real mail server that keeps what the site sends."""
    with mail_server(settings) as box:
        yield box


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[DemoSite]:
    """A copy of the whole demo, served by gunicorn; each module has its own."""
    yield from served_copy(tmp_path_factory)
