"""Loopbaanhuis after one round, with a token for everything; and another organisation."""

import pytest

from assessments.domain.snapshots import close_campaign
from assessments.models import Snapshot
from cms.accounts.models import Organisation
from tests.assessments.api.asking import token_of
from tests.factories.people import make_organisation, root_of
from tests.factories.reports import (
    NOW,
    check_in,
    close_a_round,
    make_advisers,
    make_framework,
    make_round,
)


@pytest.fixture
def competences(db):
    return make_framework("A1", "B1")


@pytest.fixture
def teams(competences):
    return close_a_round(competences)


@pytest.fixture
def organisation(teams) -> Organisation:
    return teams["Loopbaanhuis"].organisation


@pytest.fixture
def snapshot(organisation) -> Snapshot:
    return organisation.snapshots.get()


@pytest.fixture
def secret(organisation) -> str:
    return token_of(organisation)[1]


@pytest.fixture
def elsewhere(competences) -> Snapshot:
    """The snapshot of another organisation."""
    root = root_of(make_organisation("Werkpunt"))
    campaign = make_round(root, competences, name="Elsewhere")
    check_in(
        campaign, {who: dict.fromkeys(competences.values(), 2) for who in make_advisers(root, 6)}
    )
    return close_campaign(campaign=campaign, now=NOW)
