"""Reads the question bank from GIFT files; safe to repeat."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain.question_bank import store_questions
from assessments.exchange.question_files import read_question_files
from training.domain.problems import ProblemsFound
from training.management.preview import add_preview, taken_back
from training.models import Competence

SHIPPED = Path(__file__).resolve().parents[2] / "toolkit"


class Command(BaseCommand):
    help = "Import questions (GIFT, both languages); the shipped bank when no path is given."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, help="files, or folders of files")
        add_preview(parser)

    def handle(self, *args, paths: list[Path], preview: bool, **options) -> None:
        codes = set(Competence.objects.values_list("code", flat=True))
        if not codes:
            raise CommandError(_("There is no framework yet: run import_framework first."))
        try:
            questions = read_question_files(paths or [SHIPPED], competences=codes)
        except ProblemsFound as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(
                _("Nothing was imported; problems: %(count)d.") % {"count": len(error.problems)}
            ) from error
        with taken_back(preview, self.stdout):
            stored = store_questions(questions=questions, now=timezone.now())
        self.stdout.write(
            _("Questions: %(added)d new, %(revised)d revised, %(unchanged)d unchanged.")
            % {
                "added": len(stored.added),
                "revised": len(stored.revised),
                "unchanged": len(stored.unchanged),
            }
        )
        if preview:
            for identifier in stored.added:
                self.stdout.write("  " + _("new: %(place)s") % {"place": identifier})
            for identifier in stored.revised:
                self.stdout.write("  " + _("changed: %(place)s") % {"place": identifier})
