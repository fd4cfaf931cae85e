"""A manager of Gent, and the workbook of its only snapshot that she may want."""

import pytest
import time_machine

from assessments.domain.report_exports import WorkbookAsked
from cms.accounts.models import Team, User
from tests.factories.people import make_manager
from tests.factories.reports import NOW
from tests.factories.workbooks import close_a_long_round, wanted


@pytest.fixture
def own_folder(settings, tmp_path) -> None:
    settings.PEIL_EXPORTS_DIR = tmp_path / "exports"


@pytest.fixture
def at_noon(own_folder):
    """Files go to a folder of the test's own, and time stands still."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def gent() -> Team:
    return close_a_long_round(more=2)["Gent"]


@pytest.fixture
def manager(gent) -> User:
    return make_manager(gent, language="en", first_name="Hanne")


@pytest.fixture
def mine(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def asked(manager, gent) -> WorkbookAsked:
    return wanted(manager, gent)


@pytest.fixture
def long() -> WorkbookAsked:
    """A workbook that is never made at once."""
    gent = close_a_long_round()["Gent"]
    return wanted(make_manager(gent), gent)
