"""A learning record store on loopback, by real HTTP: it keeps, refuses, fails and hangs up.

As xAPI asks: a request is taken as a whole or not at all, a statement it has already is no fault
when it is the same, and one of the same name that differs is (409).
"""

import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.loopback import LoopbackServer, serving

KEY, SECRET = "peil", "geheim: één"
VERSIONS = ("1.0.3", "2.0.0")


class RecordServer(LoopbackServer):
    """The store.

    Attributes:
        kept: statements by name.
        requests: the names in each request, in order.
        headers: of the last request.
        script: what the next requests get instead of an honest answer: a status; "hang up" before
            anything is kept; "drop": it is kept, and the answer is lost; "hang": no answer in time.
        wrong: names of statements that it calls wrong.
    """

    def __init__(self) -> None:
        super().__init__(Handler)
        self.kept: dict[str, dict[str, Any]] = {}
        self.requests: list[list[str]] = []
        self.headers: dict[str, str] = {}
        self.script: list[int | str] = []
        self.wrong: set[str] = set()

    @property
    def endpoint(self) -> str:
        return self.address("/xapi/")

    def verdict(self, headers: Any, statements: list[dict[str, Any]]) -> int:
        """Return the status of an honest answer; what is taken is kept."""
        allowed = "Basic " + b64encode(f"{KEY}:{SECRET}".encode()).decode()
        if headers["Authorization"] != allowed:
            return 401
        if headers["X-Experience-API-Version"] not in VERSIONS:
            return 400
        names = [row["id"] for row in statements]
        if self.wrong & set(names) or len(set(names)) < len(names):
            return 400
        if any(self.kept.get(row["id"], row) != row for row in statements):
            return 409
        self.kept |= {row["id"]: row for row in statements}
        return 200


class Handler(BaseHTTPRequestHandler):
    server: RecordServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        statements = json.loads(body) if self.path == "/xapi/statements" else []
        self.server.requests.append([row["id"] for row in statements])
        self.server.headers = dict(self.headers)
        deed = self.server.script.pop(0) if self.server.script else "answer"
        match deed:
            case "hang up":
                self.close_connection = True
            case "drop":
                self.server.verdict(self.headers, statements)
                self.close_connection = True
            case "hang":
                self.server.gone.wait(30)
            case "answer":
                known = self.path == "/xapi/statements"
                self.answer(self.server.verdict(self.headers, statements) if known else 404)
            case _:
                self.answer(int(deed))

    def answer(self, status: int) -> None:
        self.send_response(status)
        if status in (301, 302, 307, 308):
            self.send_header("Location", "/xapi/elsewhere")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"[]")

    def log_message(self, *args: object) -> None:
        """Keep the output of the tests clean."""


@contextmanager
def record_server() -> Iterator[RecordServer]:
    with serving(RecordServer()) as server:
        yield server
