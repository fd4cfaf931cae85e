"""Sets up the demo where it is not yet, and serves it: `make demo`."""

import os
import socket
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from assessments.management.demo.people import ACCOUNTS, PASSWORD

LAST_PORT = 65_535


class Dots:
    """A stream that turns each line of a chatty command into one dot."""

    def __init__(self, stream) -> None:
        self.stream = stream

    def write(self, text: str = "", *args, **kwargs) -> None:
        if text.strip():
            self.stream.write(".", ending="")
            self.stream.flush()

    def flush(self) -> None:
        self.stream.flush()


class Command(BaseCommand):
    help = "Set up the demo where it is not yet, and serve it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--reset", action="store_true", help="start over with new data")
        parser.add_argument("--no-serve", action="store_true", help="set up only")

    def handle(self, *args, **options) -> None:
        if settings.PRODUCTION or not getattr(settings, "DEMO", False):
            raise CommandError("The demo runs with the demo settings only: use `make demo`.")
        if not options["no_serve"]:
            self.refuse_busy_port(options["host"], options["port"])
        if options["reset"]:
            self.reset()
        self.set_up()
        self.stdout.write(self.welcome(options["host"], options["port"]))
        if not options["no_serve"]:
            self.serve(options["host"], options["port"])

    def refuse_busy_port(self, host: str, port: int) -> None:
        """Stop with one sentence when the address cannot be served."""
        if not 1 <= port <= LAST_PORT:
            raise CommandError(
                f"{port} is no port: choose one from 1 to {LAST_PORT}, as in make demo PORT=8001"
            )
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except socket.gaierror:
                raise CommandError(
                    f"{host} is no address of this machine: leave HOST out, or name one that is"
                ) from None
            except OSError as error:
                raise CommandError(
                    f"{host}:{port} cannot be used ({error.strerror.lower()}); "
                    f"choose another port: make demo PORT={port + 1}"
                ) from None

    def reset(self) -> None:
        """Remove the demo's database and mail."""
        connection.close()
        database = Path(settings.DATABASES["default"]["NAME"])
        for suffix in ("", "-wal", "-shm"):
            database.with_name(database.name + suffix).unlink(missing_ok=True)
        for mail in Path(settings.EMAIL_FILE_PATH).glob("*.log"):
            mail.unlink()

    def set_up(self) -> None:
        """Bring database, files and content up to date; say what takes long."""
        self.step("Words of the interface", "compile_catalogues")
        self.step("Database", "migrate", interactive=False)
        self.step("Cache table", "createcachetable")
        self.step("Static files", "collectstatic", interactive=False)
        self.step("Competence framework", "import_framework")
        self.step("Source catalogue", "load_sources")
        self.step("Question bank", "load_questions")
        self.step("Quizzes", "load_quizzes")
        self.step("Toolkit, Dutch and English", "load_toolkit")
        self.step("People and their history", "build_demo")

    def step(self, title: str, command: str, **options) -> None:
        """Run one command behind a line of progress."""
        begun = time.monotonic()
        self.stdout.write(f"{title} ", ending="")
        self.stdout.flush()
        call_command(command, stdout=Dots(self.stdout), **options)
        self.stdout.write(f" {time.monotonic() - begun:.1f} s")

    def welcome(self, host: str, port: int) -> str:
        """Return what somebody needs to look around."""
        lines = [f"\nPeil is at http://{host}:{port}/ (stop with Ctrl+C)\n"]
        lines += [f"  {account.email:<24} {account.shows}" for account in ACCOUNTS]
        lines += [f"\nPassword for each: {PASSWORD}"]
        lines += [f"Administration at http://{host}:{port}/admin/"]
        lines += [f"Mail is written to {settings.EMAIL_FILE_PATH}\n"]
        return "\n".join(lines)

    def serve(self, host: str, port: int) -> None:
        """Become gunicorn."""
        connection.close()
        self.stdout.flush()
        arguments = ["-m", "gunicorn", "--config", "cms/gunicorn_conf.py"]
        arguments += ["--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}"]
        os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606
