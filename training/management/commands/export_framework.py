"""Writes the competence framework as a 1EdTech CASE file."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from training.domain.framework_data import framework_data
from training.exchange.case_export import case_package
from training.models import Framework


class Command(BaseCommand):
    help = "Export the competence framework (CASE 1.1 JSON) to a file, or to standard output."

    def add_arguments(self, parser) -> None:
        parser.add_argument("path", nargs="?", type=Path)

    def handle(self, *args, path: Path | None, **options) -> None:
        framework = Framework.objects.first()
        if framework is None:
            raise CommandError(_("There is no framework yet; run import_framework first."))
        package = case_package(framework_data(framework), timezone.now())
        text = json.dumps(package, ensure_ascii=False, indent=1)
        if path is None:
            self.stdout.write(text)
        else:
            path.write_text(text + "\n", encoding="utf-8")
