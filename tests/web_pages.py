"""A real web server on loopback whose pages fail, lead on and hang; it remembers who asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

from tests.loopback import LoopbackServer, serving


class WebPages(LoopbackServer):
    """The server.

    Attributes:
        asked: (method, path) of each request.
        agents: how the visitors called themselves.
        answers: status by path; 200 when left out.
        leads: address by path that leads on.
    """

    def __init__(self) -> None:
        super().__init__(Page)
        self.asked: list[tuple[str, str]] = []
        self.agents: set[str] = set()
        self.answers: dict[str, int] = {}
        self.leads: dict[str, str] = {}


class Page(BaseHTTPRequestHandler):
    server: WebPages

    def do_HEAD(self) -> None:
        self.server.asked.append((self.command, self.path))
        self.server.agents.add(self.headers["User-Agent"])
        if self.path == "/hang":
            self.server.gone.wait(30)
            return
        if self.path == "/drip":
            self.drip()
            return
        if self.path == "/only-get" and self.command == "HEAD":
            self.send_response(405)
        elif self.path in self.server.leads:
            self.send_response(302)
            self.send_header("Location", self.server.leads[self.path])
        else:
            self.send_response(self.server.answers.get(self.path, 200))
        self.end_headers()

    do_GET = do_HEAD

    def drip(self) -> None:
        """Send a letter at a time, so that no single wait is long."""
        while not self.server.gone.wait(0.02):
            try:
                self.wfile.write(b"H")
            except OSError:
                return

    def log_message(self, *args) -> None:
        """Keep the output of the tests clean."""


@contextmanager
def served() -> Iterator[WebPages]:
    with serving(WebPages()) as server:
        yield server
