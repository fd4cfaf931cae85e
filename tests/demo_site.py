"""The whole demo, built once per test run and served by gunicorn: for journeys and the access walk.

Each module that asks for it gets its own copy of the database, so that what one journey writes no
other journey sees.
"""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

from filelock import FileLock

from tests.demo_process import DemoProcess
from tests.questions import OF_COPIES, ROOT

SERVER = os.environ.get("PEIL_TEST_DATABASE_URL", "")
TEMPLATE_NAME = "peil_demo_template"
SIGN_IN = """
from django.test import Client
from cms.accounts.models import User

client = Client()
client.force_login(User.objects.get(email="{email}"))
answer = client.session.session_key
"""


@dataclass(frozen=True)
class DemoSite:
    """A served copy of the demo, made from the template that all workers share."""

    url: str
    folder: Path
    template: Path
    database: str = ""

    def ask(self, code: str) -> Any:
        """Return `answer` after running code with Django set up for this copy.

        Args:
            code: Python that puts something that JSON can hold in the variable `answer`.
        """
        return _loaded(self.template).ask(self.folder, self.database, code)

    def session_of(self, email: str) -> str:
        """Return the key of a new session, in which somebody is signed in."""
        return self.ask(SIGN_IN.format(email=email))


def database_address(name: str) -> str:
    """Return the address of a database beside the one the tests use; empty for SQLite."""
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}")) if SERVER else ""


def environment(folder: Path, database: str) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": os.environ.get("HOME", "/"),
        "LC_ALL": "C.UTF-8",
        "DJANGO_SETTINGS_MODULE": "tests.demo_settings",
        "PEIL_VAR": str(folder),
        "DATABASE_URL": database_address(database),
        OF_COPIES: os.environ.get(OF_COPIES, ""),
    }


def run_sql(statement: str) -> None:
    import psycopg  # noqa: PLC0415  only on PostgreSQL

    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(statement)


def shared_folder(tmp_path_factory) -> Path:
    """Return the folder of this run; parallel workers share the one above theirs."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


def build_template(shared: Path) -> Path:
    """Return the folder with the finished demo; the first process builds it, others wait.

    Raises:
        RuntimeError: it could not be built; with what was said. It is tried once in a run.
    """
    folder = shared / "demo-template"
    failed = shared / "demo-template.failed"
    with FileLock(str(shared / "demo-template.lock")):
        if not failed.exists() and not (folder / "ready").exists():
            folder.mkdir()
            if SERVER:
                run_sql(f"DROP DATABASE IF EXISTS {TEMPLATE_NAME}")
                run_sql(f"CREATE DATABASE {TEMPLATE_NAME}")
            done = subprocess.run(
                [sys.executable, "manage.py", "demo", "--no-serve"],
                cwd=ROOT,
                env=environment(folder, TEMPLATE_NAME),
                check=False,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            if done.returncode:
                failed.write_text(done.stdout)
            else:
                (folder / "ready").touch()
    if failed.exists():
        raise RuntimeError(f"The demo could not be built:\n{failed.read_text()}")
    return folder


@contextmanager
def template_under_way(tmp_path_factory) -> Iterator[None]:
    """Build the demo beside the tests that do without it."""
    building = Thread(target=build_template, args=(shared_folder(tmp_path_factory),))
    building.start()
    yield
    building.join()


@cache
def _loaded(template: Path) -> DemoProcess:
    return DemoProcess(environment(template, TEMPLATE_NAME))


@contextmanager
def serve(template: Path, folder: Path) -> Iterator[DemoSite]:
    """Serve a copy of the demo on a free port of the loopback interface."""
    name = f"peil_demo_{os.getpid()}_{folder.name}".replace("-", "_").lower() if SERVER else ""
    shutil.copytree(template, folder, dirs_exist_ok=True)
    if name:
        with FileLock(str(template.with_suffix(".lock"))):  # one copy of a template at a time
            run_sql(f'CREATE DATABASE "{name}" TEMPLATE {TEMPLATE_NAME}')
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        loaded = _loaded(template)
        process = loaded.serve(folder, name, listener)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        try:
            with urlopen(f"{url}/readyz", timeout=60):  # noqa: S310  waits in the queue until up
                yield DemoSite(url, folder, template, name)
        finally:
            loaded.end(process)
            if name:
                run_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def served_copy(tmp_path_factory) -> Iterator[DemoSite]:
    """Serve a copy of the demo until it is asked for no more."""
    template = build_template(shared_folder(tmp_path_factory))
    with serve(template, tmp_path_factory.mktemp("site")) as served:
        yield served
