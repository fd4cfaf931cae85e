"""A process that has loaded the demo once and forks: to serve a copy of it, to answer a question.

Each start of Django and Wagtail takes two to three seconds of CPU; a fork takes none.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.questions import ROOT, write_down_all_of_a_copy

MESSAGE = 1 << 17  # bytes


class DemoProcess:
    """The caller's end.

    Args:
        environment: of the process; names the settings, and a demo whose copies it will work on.
    """

    def __init__(self, environment: dict[str, str]) -> None:
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.demo_process", str(theirs.fileno())],
                cwd=ROOT,
                env=environment,
                pass_fds=[theirs.fileno()],
            )

    def serve(self, folder: Path, database: str, listener: socket.socket) -> int:
        """Serve a copy on a socket that listens; return the process that does."""
        self._order("serve", listener.fileno(), folder=str(folder), database=database)
        return self._reply()

    def end(self, process: int) -> None:
        """End one that serves, and wait until it has."""
        self._order("end", process=process)
        self._reply()

    def ask(self, folder: Path, database: str, code: str) -> Any:
        """Return `answer` after running code on a copy.

        Raises:
            RuntimeError: the code failed; why stands in the output.
        """
        here, there = os.pipe()
        with open(here, encoding="utf-8") as answer:
            self._order("answer", there, folder=str(folder), database=database, code=code)
            os.close(there)
            told = answer.read()
        if self._reply() != 0:
            raise RuntimeError("The demo could not answer.")
        return json.loads(told)

    def _order(self, order: str, *files: int, **what: str | int) -> None:
        socket.send_fds(self._socket, [json.dumps({"order": order, **what}).encode()], files)

    def _reply(self) -> int:
        return int(self._socket.recv(MESSAGE))


def main(fileno: int) -> None:
    """Load all that a server loads; then do what is ordered, until nobody is there to order."""
    for name in ("cms.wsgi", "cms.urls", "django.test"):
        import_module(name)
    with socket.socket(fileno=fileno) as orders:
        while True:
            message, files, _flags, _address = socket.recv_fds(orders, MESSAGE, 1)
            if not message:
                return
            reply = _carry_out(json.loads(message), files)
            for file in files:
                os.close(file)
            orders.send(str(reply).encode())


def _carry_out(what: dict[str, Any], files: list[int]) -> int:
    if what["order"] == "serve":
        return _fork(lambda: _serve(what, files[0]))
    if what["order"] == "answer":
        asked = _fork(lambda: _answer(what, files[0]))
    else:
        asked = what["process"]
        os.kill(asked, signal.SIGTERM)
    return os.waitstatus_to_exitcode(os.waitpid(asked, 0)[1])


def _fork(do: Callable[[], None]) -> int:
    process = os.fork()
    if process:
        return process
    failed = False
    try:
        do()
    except SystemExit:
        pass
    except BaseException:
        traceback.print_exc()
        failed = True
    os._exit(int(failed))


def _use(what: dict[str, Any]) -> None:
    """Turn from the demo that was loaded, of which nothing was read, to a copy of it."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    assert connection.connection is None
    folder = Path(what["folder"])
    settings.DATABASES["default"]["NAME"] = what["database"] or str(folder / "peil.sqlite3")
    for name in ("EMAIL_FILE_PATH", "MEDIA_ROOT", "PEIL_EXPORTS_DIR"):
        setattr(settings, name, folder / Path(getattr(settings, name)).name)
    write_down_all_of_a_copy()


def _serve(what: dict[str, Any], fileno: int) -> None:
    from gunicorn.app.wsgiapp import run  # noqa: PLC0415

    _use(what)
    sys.argv = ["gunicorn", "--config", "cms/gunicorn_conf.py", "--workers", "1"]
    sys.argv += ["--bind", f"fd://{fileno}"]
    run()


def _answer(what: dict[str, Any], fileno: int) -> None:
    _use(what)
    found: dict[str, Any] = {}
    exec(what["code"], found)  # noqa: S102  the tests' own
    with open(fileno, "w", encoding="utf-8") as caller:
        json.dump(found["answer"], caller)


if __name__ == "__main__":
    main(int(sys.argv[1]))
