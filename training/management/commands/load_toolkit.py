"""Turns the shipped lessons into pages; leaves alone what an editor changed; safe to repeat."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.indexing import indexed_once
from training.domain.cases import load_cases
from training.domain.glossary_editing import TermData, load_glossary
from training.domain.loaded import Loaded
from training.domain.problems import Problem, ProblemsFound
from training.domain.references import load_references
from training.domain.toolkit_data import CaseData, DoorText, ModuleData
from training.domain.toolkit_loading import load_module
from training.domain.toolkit_site import lay_case_studies, lay_ground
from training.exchange.bibliography import read_bibliography
from training.exchange.glossary_yaml import read_glossary_file
from training.exchange.markdown_cases import read_cases
from training.exchange.markdown_toolkit import read_doors, read_toolkit
from training.management.preview import add_preview, taken_back
from training.models import Competence

T = TypeVar("T")
SHIPPED = Path(__file__).resolve().parents[2] / "toolkit"


class Command(BaseCommand):
    help = "Load the shipped modules and lessons as pages, in Dutch and English."

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=SHIPPED)
        add_preview(parser)

    def handle(self, *args, folder: Path, preview: bool, **options) -> None:
        self.preview = preview
        competences = dict(Competence.objects.values_list("code", "pk"))
        if not competences:
            raise CommandError(_("There is no framework yet; run import_framework first."))
        if not folder.is_dir():
            raise CommandError(_("%(path)s is not a folder.") % {"path": folder})
        try:
            with taken_back(preview, self.stdout), indexed_once():
                self._load(folder, competences)
        except ProblemsFound as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(
                _("Not everything was loaded; problems: %(count)d.")
                % {"count": len(error.problems)}
            ) from error

    def _load(self, folder: Path, competences: dict[str, int]) -> None:
        files = _read(folder, competences)
        load_references(entries=files.references)
        toolkits = lay_ground(homes=files.homes, toolkits=files.toolkits)
        modules = files.modules
        before = ""
        for number, module in enumerate(modules, start=1):
            loaded = load_module(
                module=module, toolkits=toolkits, competences=competences, after=before
            )
            before = module.key
            self._tell(f"{number}/{len(modules)} {module.key}", loaded)
        if files.glossary:
            self._tell(_("glossary"), load_glossary(terms=files.glossary))
        if files.cases:
            parents = lay_case_studies(files.case_doors)
            self._tell(_("case studies"), load_cases(cases=files.cases, parents=parents))

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
        if self.preview:
            self._tell_pages(loaded)
        for place in loaded.left:
            self.stdout.write(
                "  " + _("left as it is, an editor changed it: %(place)s") % {"place": place}
            )

    def _tell_pages(self, loaded: Loaded) -> None:
        for place in loaded.added:
            self.stdout.write("  " + _("new: %(place)s") % {"place": place})
        for place in loaded.updated:
            what = ", ".join(loaded.changes.get(place, []))
            line = _("changed: %(place)s: %(what)s") if what else _("changed: %(place)s")
            self.stdout.write("  " + line % {"place": place, "what": what})
        for place in loaded.unchanged:
            self.stdout.write("  " + _("unchanged: %(place)s") % {"place": place})


@dataclass(frozen=True)
class Files:
    """Everything that the folder holds."""

    references: list[dict[str, Any]]
    modules: list[ModuleData]
    glossary: list[TermData]
    cases: list[CaseData]
    case_doors: dict[str, DoorText]
    homes: dict[str, DoorText]
    toolkits: dict[str, DoorText]


def _read(folder: Path, competences: Collection[str]) -> Files:
    """Return what all files say.

    Raises:
        ProblemsFound: with the problems of all of them.
    """
    problems: list[Problem] = []

    def attempt(read: Callable[[], T], instead: T) -> T:
        try:
            return read()
        except ProblemsFound as error:
            problems.extend(error.problems)
            return instead

    references = attempt(lambda: read_bibliography(folder), [])
    keys = {entry["id"] for entry in references} if not problems else AnyKey()
    modules = attempt(lambda: read_toolkit(folder, competences=competences, references=keys), [])
    lessons = (
        {row.key for module in modules for row in module.lessons} if not problems else AnyKey()
    )
    cases = attempt(lambda: read_cases(folder, competences=competences, references=keys), [])
    files = Files(
        references=references,
        modules=modules,
        glossary=attempt(lambda: read_glossary_file(folder, lessons=lessons), []),
        cases=cases,
        case_doors=attempt(lambda: read_doors(folder, "case-studies"), {}) if cases else {},
        homes=attempt(lambda: read_doors(folder, "home"), {}),
        toolkits=attempt(lambda: read_doors(folder, "toolkit"), {}),
    )
    if problems:
        raise ProblemsFound(problems)
    return files


class AnyKey(frozenset):
    """Stands for the keys of what could not be read: a key that is named is no problem."""

    def __contains__(self, key: object) -> bool:
        return True
