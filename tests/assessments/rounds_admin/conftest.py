"""An administrator who keeps the rounds of an organisation, and rounds here and elsewhere."""

import pytest

from assessments.domain.campaign_editing import ensure_groups
from cms.accounts.enums import Role
from cms.accounts.models import User
from tests.assessments.rounds_admin.desk import round_of
from tests.factories.people import make_organisation, make_role, make_user, root_of
from tests.factories.reports import make_advisers, make_framework


@pytest.fixture
def competences(db):
    return make_framework("A1", "B1")


@pytest.fixture
def root():
    return root_of(make_organisation("Centre"))


@pytest.fixture
def advisers(root):
    return make_advisers(root, 6)


@pytest.fixture
def campaign(root, competences, advisers):
    return round_of(root, competences)


@pytest.fixture
def elsewhere(competences):
    team = root_of(make_organisation("Werkpunt"))
    make_advisers(team, 5)
    return round_of(team, competences, name="Other")


@pytest.fixture
def administrator(root) -> User:
    user = make_user(language="en")
    make_role(user, Role.ORGANISATION_ADMINISTRATOR, organisation=root.organisation)
    user.groups.add(ensure_groups())
    return user


@pytest.fixture
def client(client, administrator):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(administrator)
    return client
