"""Asking other hosts: a real server on loopback fails, leads on and hangs."""

import socket

import pytest

from cms.visiting import Answer, Visitor, is_public
from tests.web_pages import served


@pytest.fixture
def pages():
    with served() as server:
        yield server


@pytest.fixture
def hosts() -> list[str]:
    return []


@pytest.fixture
def visitor(hosts) -> Visitor:
    return Visitor(agent="Peil test", pause=hosts.append, timeout=0.3, may_be_private=True)


def test_page_that_is_there_is_asked_once_and_never_read(pages, visitor, hosts):
    assert visitor.visit(pages.address("/a?b=c d&e=é#f")) == Answer(200)
    assert pages.asked == [("HEAD", "/a?b=c%20d&e=%C3%A9")]
    assert (pages.agents, hosts) == ({"Peil test"}, ["127.0.0.1"])


def test_host_that_refuses_head_is_asked_in_full(pages, visitor, hosts):
    assert visitor.visit(pages.address("/only-get")) == Answer(200)
    assert pages.asked == [("HEAD", "/only-get"), ("GET", "/only-get")]
    assert len(hosts) == 2


@pytest.mark.parametrize(
    ("status", "problem"),
    [(404, "answer"), (410, "answer"), (500, "answer"), (401, ""), (403, ""), (429, "")],
)
def test_what_the_status_means(pages, visitor, status, problem):
    pages.answers["/"] = status
    assert visitor.visit(pages.address()) == Answer(status, problem)


def test_redirects_are_followed_to_the_end(pages, visitor):
    pages.leads = {"/old": "new", "/new": pages.address("/newest")}
    assert visitor.visit(pages.address("/old")) == Answer(200)
    pages.answers["/newest"] = 404
    assert visitor.visit(pages.address("/old")) == Answer(404, "answer")


def test_circle_ends(pages, visitor):
    pages.leads = {"/a": "/b", "/b": "/a"}
    assert visitor.visit(pages.address("/a")) == Answer(302, "redirects")
    assert len(pages.asked) == 6


@pytest.mark.parametrize("path", ["/hang", "/drip"])
def test_slow_page_is_given_up(pages, visitor, path):
    assert visitor.visit(pages.address(path)) == Answer(None, "slow")


def test_nobody_there(visitor):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert visitor.visit(f"http://127.0.0.1:{port}/") == Answer(None, "unreachable")


def test_certificate_must_be_one(pages, visitor):
    answer = visitor.visit(pages.address().replace("http:", "https:"))
    assert answer == Answer(None, "unreachable")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "http://",
        "http://127.0.0.1:99999/",
        "http://user:secret@127.0.0.1/",
        "javascript:alert(1)",
    ],
)
def test_what_is_no_web_address_is_not_asked(visitor, hosts, url):
    assert (visitor.visit(url), hosts) == (Answer(None, "address"), [])


def test_inner_network_is_not_asked(pages):
    visitor = Visitor(agent="Peil test", pause=print, timeout=0.3)
    for host in ("127.0.0.1", "localhost"):
        url = pages.address().replace("127.0.0.1", host)
        assert visitor.visit(url) == Answer(None, "private")
    assert pages.asked == []


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.1.2.3", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_public_addresses(address, public):
    assert is_public(address) == public
