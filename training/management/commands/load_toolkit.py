"""Turns the shipped lessons into pages; leaves alone what an editor changed; safe to repeat."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from training.domain.problems import ProblemsFound
from training.domain.toolkit_loading import Loaded, load_module
from training.domain.toolkit_site import lay_ground
from training.exchange.markdown_toolkit import read_doors, read_toolkit
from training.models import Competence

SHIPPED = Path(__file__).resolve().parents[2] / "toolkit"


class Command(BaseCommand):
    help = "Load the shipped modules and lessons as pages, in Dutch and English."

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=SHIPPED)

    def handle(self, *args, folder: Path, **options) -> None:
        competences = dict(Competence.objects.values_list("code", "pk"))
        if not competences:
            raise CommandError(_("There is no framework yet; run import_framework first."))
        if not folder.is_dir():
            raise CommandError(_("%(path)s is not a folder.") % {"path": folder})
        try:
            self._load(folder, competences)
        except ProblemsFound as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(
                _("Not everything was loaded; problems: %(count)d.")
                % {"count": len(error.problems)}
            ) from error

    def _load(self, folder: Path, competences: dict[str, int]) -> None:
        modules = read_toolkit(folder, competences=competences)
        toolkits = lay_ground(
            homes=read_doors(folder, "home"), toolkits=read_doors(folder, "toolkit")
        )
        before = ""
        for number, module in enumerate(modules, start=1):
            loaded = load_module(
                module=module, toolkits=toolkits, competences=competences, after=before
            )
            before = module.key
            self._tell(f"{number}/{len(modules)} {module.key}", loaded)

    def _tell(self, name: str, loaded: Loaded) -> None:
        self.stdout.write(
            _("%(name)s: %(added)d new, %(updated)d updated, %(unchanged)d unchanged")
            % {
                "name": name,
                "added": len(loaded.added),
                "updated": len(loaded.updated),
                "unchanged": len(loaded.unchanged),
            }
        )
        for place in loaded.left:
            self.stdout.write(
                "  " + _("left as it is, an editor changed it: %(place)s") % {"place": place}
            )
