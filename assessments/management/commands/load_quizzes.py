"""Makes the shipped quizzes, or brings them up to date; safe to repeat."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from assessments.domain.quizzes import store_quizzes
from assessments.exchange.quiz_files import read_quizzes
from training.domain.problems import ProblemsFound
from training.models import Competence

SHIPPED = Path(__file__).resolve().parents[2] / "toolkit" / "quizzes.json"


class Command(BaseCommand):
    help = "Make quizzes from a file (the shipped one); questions come from load_questions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=SHIPPED)

    def handle(self, *args, path: Path, **options) -> None:
        codes = set(Competence.objects.values_list("code", flat=True))
        try:
            quizzes = read_quizzes(path.read_text(encoding="utf-8"), competences=codes)
        except ProblemsFound as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(
                _("Nothing was imported; problems: %(count)d.") % {"count": len(error.problems)}
            ) from error
        self.stdout.write(_("Quizzes: %(count)d.") % {"count": store_quizzes(quizzes=quizzes)})
