"""Loads the shipped catalogue of sources; safe to repeat."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from training.domain.problems import ProblemsFound
from training.domain.source_editing import load_catalogue
from training.exchange.source_csv import read_sources
from training.management.preview import add_preview, taken_back

SHIPPED = Path(__file__).resolve().parents[2] / "toolkit" / "sources.csv"


class Command(BaseCommand):
    help = "Load a catalogue of sources (CSV); the shipped one when no path is given."

    def add_arguments(self, parser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=SHIPPED)
        add_preview(parser)

    def handle(self, *args, path: Path, preview: bool, **options) -> None:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(
                _("%(path)s cannot be read: %(reason)s") % {"path": path, "reason": error}
            ) from error
        try:
            with taken_back(preview, self.stdout):
                loaded = load_catalogue(sources=read_sources(text))
        except ProblemsFound as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(
                _("Nothing was imported; problems: %(count)d.") % {"count": len(error.problems)}
            ) from error
        self.stdout.write(
            _("Sources: %(added)d new, %(changed)d changed, %(unchanged)d unchanged.")
            % {
                "added": len(loaded.added),
                "changed": len(loaded.changed),
                "unchanged": len(loaded.unchanged),
            }
        )
        if loaded.absent:
            self.stdout.write(
                _("Not in the file, and left as they were: %(codes)s.")
                % {"codes": ", ".join(loaded.absent)}
            )
