"""Writes the whole course as one ZIP that load_course reads."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from assessments.exchange.course_zip import write_course
from training.models import Framework


class Command(BaseCommand):
    help = "Export framework, toolkit, sources, questions and quizzes as one ZIP."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path)

    def handle(self, *args, path: Path, **options) -> None:
        if not Framework.objects.exists():
            raise CommandError(_("There is no framework yet; run import_framework first."))
        try:
            with path.open("wb") as target:
                count = write_course(target)
        except OSError as error:
            raise CommandError(
                _("%(path)s cannot be written: %(reason)s") % {"path": path, "reason": error}
            ) from error
        self.stdout.write(_("Files: %(count)d, in %(folder)s.") % {"count": count, "folder": path})
