"""Fixtures that every test may use: the framework, and people with a fixed meaning.

The *adviser* works in team Gent of Loopbaanhuis, the *manager* manages that team, the *stranger*
is an adviser of another organisation, who should see nothing of either.
"""

import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import transaction
from django.test import TransactionTestCase
from django.utils import translation
from wagtail.signal_handlers import disable_reference_index_auto_update

from assessments.domain.role_profiles import load_role_profiles
from tests.asked import LeavesOut, WritesDown
from tests.demo_site import SERVER, DemoSite, served_copy, template_under_way
from tests.factories import people
from tests.kept_rows import keep, store_kept
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
TESTS = Path(__file__).parent
# While the demo is built, the workers have enough else to do, also where much is left out; then the
# long modules come, so that nobody begins one last.
ORDER = (
    *("training/", "cms/", "assessments/workbooks/", "assessments/records/", "assessments/test_c"),
    *("browser/", "test_access"),
)


def pytest_configure(config: pytest.Config) -> None:
    """With PEIL_ASKED, write down what tests ask, or leave out what need not be asked again."""
    folder = os.environ.get("PEIL_ASKED")
    is_worker = os.environ.get("PYTEST_XDIST_WORKER") or not config.getoption("numprocesses", None)
    if folder and is_worker:
        config.pluginmanager.register((LeavesOut if SERVER else WritesDown)(Path(folder)))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark the tests in which no database can make a difference; then put what is left in order.

    The order comes last: pytest-django has one of its own.
    """
    for item in items:
        if not _reads_a_database(item):
            item.add_marker(pytest.mark.any_database)
    yield
    items.sort(key=_turn)


def _reads_a_database(item: pytest.Item) -> bool:
    return bool(
        {"db", "transactional_db", "site", "own_database"}.intersection(item.fixturenames)
        or item.get_closest_marker("django_db")
        or (item.cls and issubclass(item.cls, TransactionTestCase))
    )


def _turn(item: pytest.Item) -> int:
    """Return the place in ORDER of what the test's path begins with; of others the last."""
    path = item.path.relative_to(TESTS).as_posix()
    return next((turn for turn, name in enumerate(ORDER) if path.startswith(name)), len(ORDER))


@pytest.fixture(scope="session", autouse=True)
def demo_under_way(request, tmp_path_factory) -> Iterator[None]:
    """Begin with building the demo if there are tests that want it."""
    if any("site" in item.fixturenames for item in request.session.items):
        with template_under_way(tmp_path_factory):
            yield
    else:
        yield


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


@pytest.fixture(scope="session")
def kept_framework(django_db_setup, django_db_blocker) -> None:
    """Read the shipped framework from its file, once for each database, and leave nothing else."""
    with (
        django_db_blocker.unblock(),
        disable_reference_index_auto_update(),
        transaction.atomic(),
    ):
        call_command("import_framework", stdout=StringIO())
        keep(FRAMEWORK_MODELS)


@pytest.fixture
def framework(kept_framework, db) -> dict[str, Competence]:
    """The shipped framework: {code: competence}."""
    store_kept(FRAMEWORK_MODELS)
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
