"""The tests' end of `closing.py`: gives orders, and lays the database back as it was prepared."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.demo_site import SERVER, environment, run_sql
from tests.questions import ROOT

FILE = "peil.sqlite3"


@dataclass(frozen=True)
class ClosingDesk:
    """A running process that has prepared its database, and a copy of it as prepared."""

    process: subprocess.Popen[str]
    folder: Path
    database: str

    def order(self, verb: str, **arguments: Any) -> tuple[int, Any]:
        """Return the exit code of a fork that did something, and its answer; None if it died."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"verb": verb, **arguments}) + "\n")
        self.process.stdin.flush()
        done = json.loads(self.process.stdout.readline())
        return done["code"], done["answer"]

    def ask(self, verb: str, **arguments: Any) -> Any:
        """Return the answer of a fork that has to live."""
        code, answer = self.order(verb, **arguments)
        assert code == 0
        return answer

    def keep(self) -> None:
        """Copy the database, to be laid back as often as wanted."""
        if SERVER:
            run_sql(f'CREATE DATABASE "{self.database}_kept" TEMPLATE "{self.database}"')
        else:
            shutil.copy(self.folder / FILE, self.folder / "kept")

    def lay_back(self) -> None:
        """Put the database back as it was kept."""
        if SERVER:
            run_sql(f'DROP DATABASE IF EXISTS "{self.database}" WITH (FORCE)')
            run_sql(f'CREATE DATABASE "{self.database}" TEMPLATE "{self.database}_kept"')
        else:
            for path in self.folder.glob(f"{FILE}*"):  # with what a killed process left beside it
                path.unlink()
            shutil.copy(self.folder / "kept", self.folder / FILE)


@contextmanager
def closing_desk(folder: Path, database: str) -> Iterator[ClosingDesk]:
    """Open a desk with a database of its own, until it is wanted no more.

    Args:
        folder: for the file of SQLite.
        database: its name on PostgreSQL.
    """
    if SERVER:
        run_sql(f'CREATE DATABASE "{database}"')
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.assessments.closing"],
        cwd=ROOT,
        env=environment(folder, database),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        desk = ClosingDesk(process, folder, database)
        desk.ask("prepare")
        desk.keep()
        yield desk
    finally:
        process.communicate(timeout=30)  # no more orders: it ends by itself
        if SERVER:
            for name in (database, f"{database}_kept"):
                run_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
