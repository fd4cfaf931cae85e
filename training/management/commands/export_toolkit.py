"""Writes the toolkit as files that load_toolkit reads back as the same pages."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from training.exchange.toolkit_files import toolkit_files


class Command(BaseCommand):
    help = "Export modules, lessons, case studies, front doors, bibliography and glossary as files."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="made when it is not there")

    def handle(self, *args, folder: Path, **options) -> None:
        files = toolkit_files()
        try:
            for path, text in files.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_text(text, encoding="utf-8")
        except OSError as error:
            raise CommandError(
                _("%(path)s cannot be written: %(reason)s") % {"path": folder, "reason": error}
            ) from error
        self.stdout.write(
            _("Files: %(count)d, in %(folder)s.") % {"count": len(files), "folder": folder}
        )
