"""Loads a course that export_course wrote, part by part, as the commands for each part do."""

from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from assessments.exchange.course_zip import FRAMEWORK, QUESTIONS, QUIZZES, SOURCES, TOOLKIT

# Later parts name what earlier ones hold.
PARTS = {
    "import_framework": FRAMEWORK,
    "load_sources": SOURCES,
    "load_toolkit": TOOLKIT,
    "load_questions": QUESTIONS,
    "load_quizzes": QUIZZES,
}


class Command(BaseCommand):
    help = "Load a course from a ZIP; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)

    def handle(self, *args, path: Path, **options) -> None:
        with TemporaryDirectory() as name:
            folder = Path(name)
            try:
                with ZipFile(path) as course:
                    course.extractall(folder)
            except (OSError, BadZipFile, RuntimeError) as error:
                raise CommandError(
                    _("%(path)s cannot be read: %(reason)s") % {"path": path, "reason": error}
                ) from error
            needed = set(PARTS.values()) - {QUESTIONS}
            missing = sorted(part for part in needed if not (folder / part).exists())
            if missing:
                raise CommandError(
                    _("This is no course; it lacks: %(parts)s.") % {"parts": ", ".join(missing)}
                )
            for command, part in PARTS.items():
                if (folder / part).exists():
                    call_command(command, folder / part, stdout=self.stdout, stderr=self.stderr)
