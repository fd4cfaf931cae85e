"""Real servers on loopback, in a thread beside the test."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from typing import TypeVar


class LoopbackServer(ThreadingHTTPServer):
    """A server on a free port; `gone` is set when the test is over, for answers that hang."""

    daemon_threads = True

    def __init__(self, handler: type) -> None:
        super().__init__(("127.0.0.1", 0), handler)
        self.gone = threading.Event()

    def address(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


Server = TypeVar("Server", bound=LoopbackServer)


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """Serve until the end of the block."""
    with server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.gone.set()
            server.shutdown()
            thread.join()
