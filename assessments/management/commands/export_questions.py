"""Writes the question bank as GIFT files that load_questions reads back as the same bank."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from assessments.domain.question_bank import stored_questions
from assessments.exchange.question_files import write_question_files


class Command(BaseCommand):
    help = "Export the active questions as GIFT files, one per competence and language."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args, folder: Path, **options) -> None:
        questions = stored_questions()
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in write_question_files(questions).items():
            (folder / name).write_text(text, encoding="utf-8")
        self.stdout.write(
            _("Questions: %(count)d, in %(folder)s.") % {"count": len(questions), "folder": folder}
        )
