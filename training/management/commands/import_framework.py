"""Reads a competence framework from a 1EdTech CASE file; safe to repeat."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from training.domain.framework_editing import store_framework
from training.domain.problems import ProblemsFound
from training.exchange.case import read_case

SHIPPED = Path(__file__).resolve().parents[2] / "toolkit" / "framework.json"


class Command(BaseCommand):
    help = "Import a competence framework (CASE 1.1 JSON); the shipped one when no path is given."

    def add_arguments(self, parser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=SHIPPED)

    def handle(self, *args, path: Path, **options) -> None:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(
                _("%(path)s cannot be read: %(reason)s") % {"path": path, "reason": error}
            ) from error
        try:
            stored = store_framework(data=read_case(text), now=timezone.now())
        except ProblemsFound as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(
                _("Nothing was imported; problems: %(count)d.") % {"count": len(error.problems)}
            ) from error
        self.stdout.write(
            _("Competences: %(added)d new, %(revised)d revised, %(unchanged)d unchanged.")
            % {
                "added": len(stored.added),
                "revised": len(stored.revised),
                "unchanged": len(stored.unchanged),
            }
        )
        if stored.absent:
            self.stdout.write(
                _("Not in the file, and left as they were: %(codes)s.")
                % {"codes": ", ".join(stored.absent)}
            )
