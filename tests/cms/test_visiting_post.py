"""Handing something to another host: once, to that address alone, and never to an inner network."""

from dataclasses import replace

import pytest

from cms.visiting import Answer, Visitor
from tests.record_server import record_server


@pytest.fixture
def server():
    with record_server() as server:
        yield server


@pytest.fixture
def visitor() -> Visitor:
    return Visitor(agent="Peil test", pause=str, timeout=5, may_be_private=True)


def post(visitor: Visitor, url: str) -> Answer:
    return visitor.post(url, b"[]", {"Authorization": "Basic secret"})


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (200, ""),
        (204, ""),
        (302, "redirects"),
        (307, "redirects"),
        (401, "answer"),
        (500, "answer"),
    ],
)
def test_what_the_status_means(server, visitor, status, problem):
    server.script = [status]
    assert post(visitor, f"{server.endpoint}statements") == Answer(status, problem)


def test_headers_go_along_and_nothing_is_told_where_the_host_leads_on(server, visitor):
    server.script = [307]
    post(visitor, f"{server.endpoint}statements")
    assert len(server.requests) == 1
    assert server.headers["Authorization"] == "Basic secret"
    assert server.headers["User-Agent"] == "Peil test"


@pytest.mark.parametrize(("deed", "problem"), [("hang up", "unreachable"), ("hang", "slow")])
def test_no_answer_is_told_apart(server, visitor, deed, problem):
    server.script = [deed]
    hasty = replace(visitor, timeout=0.3)
    assert post(hasty, f"{server.endpoint}statements") == Answer(None, problem)


def test_inner_network_gets_nothing(server):
    careful = Visitor(agent="Peil test", pause=str, timeout=0.3)
    assert post(careful, f"{server.endpoint}statements") == Answer(None, "private")
    assert server.requests == []


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "http://", "http://user:word@127.0.0.1/"])
def test_what_is_no_web_address_gets_nothing(visitor, url):
    assert post(visitor, url) == Answer(None, "address")
