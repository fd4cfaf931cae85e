"""A record store that speaks HTTP, and an adviser who lets everything go there."""

import pytest

from tests.factories.records import agree, make_store
from tests.record_server import record_server


@pytest.fixture
def server():
    with record_server() as server:
        yield server


@pytest.fixture
def store(organisation, server):
    return make_store(organisation, endpoint=server.endpoint)


@pytest.fixture
def consent(store, adviser):
    return agree(adviser, store)
