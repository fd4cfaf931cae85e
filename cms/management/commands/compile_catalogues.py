"""Compiles locale/*.po to *.mo without gettext's tools, when the source is newer."""

from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


def catalogues() -> list[Path]:
    """Return the project's message catalogues."""
    return sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/*.po"))


class Command(BaseCommand):
    help = "Compile the message catalogues."
    requires_system_checks: list[str] = []

    def handle(self, *args, **options) -> None:
        for source in catalogues():
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            polib.pofile(str(source)).save_as_mofile(str(target))
            if options["verbosity"] > 1:
                self.stdout.write(f"{target.relative_to(settings.BASE_DIR)}")
