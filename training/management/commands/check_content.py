"""Checks the shipped lessons as an editor's screen checks pages: errors stop a build."""

from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from training.domain.content_checks import Finding, anchors_only, check_text
from training.domain.content_text import CheckedText
from training.domain.problems import Problem, ProblemsFound
from training.domain.toolkit_data import LessonText, ModuleText
from training.exchange.bibliography import read_bibliography
from training.exchange.markdown_toolkit import read_toolkit
from training.management.commands.load_toolkit import SHIPPED, AnyKey


class Command(BaseCommand):
    help = "Check the lessons in a folder; asks no database. Errors end with exit code 1."

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=SHIPPED)

    def handle(self, *args, folder: Path, **options) -> None:
        if not folder.is_dir():
            raise CommandError(_("%(path)s is not a folder.") % {"path": folder})
        try:
            found = list(_findings(folder))
        except ProblemsFound as error:
            self._refuse(error.problems)
        errors = [Problem(place, row.message) for place, row in found if row.is_error]
        for place, row in found:
            if not row.is_error:
                self.stdout.write(_("warning: %(text)s") % {"text": f"{place}: {row.message}"})
        if errors:
            self._refuse(errors)
        self.stdout.write(_("No errors; warnings: %(count)d.") % {"count": len(found)})

    def _refuse(self, problems) -> None:
        for problem in problems:
            self.stderr.write(str(problem))
        raise CommandError(_("Errors: %(count)d.") % {"count": len(problems)})


def _findings(folder: Path) -> Iterator[tuple[str, Finding]]:
    """Yield (file and place, finding) of every file.

    Raises:
        ProblemsFound: when a file cannot be read or lacks its other language.
    """
    references = {entry["id"] for entry in read_bibliography(folder)}
    for module in read_toolkit(folder, competences=AnyKey(), references=references):
        for text in module.texts.values():
            yield from _of_file(text, text.introduction)
        for lesson in module.lessons:
            for words in lesson.texts.values():
                yield from _of_file(words, words.body)


def _of_file(text: ModuleText | LessonText, stream: list) -> Iterator[tuple[str, Finding]]:
    objectives = len(text.objectives) if isinstance(text, LessonText) else 0
    checked = CheckedText(
        language=text.language,
        title=text.title,
        stream=stream,
        is_lesson=isinstance(text, LessonText),
        objectives=objectives,
    )
    for finding in check_text(checked, broken=anchors_only):
        yield f"{text.place} ({finding.place})", finding
