"""Reads the folder of docs/toolkit_format.md: modules, lessons, and whether they fit together.

One file is read in markdown_lesson.py.
"""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from training.domain.problems import Problem, ProblemsFound
from training.domain.toolkit_data import DoorText, LessonData, LessonText, ModuleData, ModuleText
from training.exchange.markdown_lesson import read_door, read_lesson, read_module

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
MODULE_FILE = "module"
OTHER_FOLDERS = {"case-studies"}


def read_toolkit(
    folder: Path, *, competences: Collection[str], references: Collection[str] = ()
) -> list[ModuleData]:
    """Return the modules of a folder in order.

    Args:
        folder: holds one folder per module.
        competences: the codes that the framework knows.
        references: the keys that the bibliography knows.

    Raises:
        ProblemsFound: with everything that is wrong in any file, each with file and line.
    """
    reader = FolderReader(folder, competences, references)
    modules = [
        module
        for path in sorted(folder.iterdir(), key=natural_order)
        if path.is_dir() and path.name not in OTHER_FOLDERS and (module := reader.module(path))
    ]
    reader.check_addresses(modules)
    if reader.problems:
        raise ProblemsFound(reader.problems)
    return modules


def read_doors(folder: Path, name: str) -> dict[str, DoorText]:
    """Return the words of the front door ("home") or the toolkit page ("toolkit") by language.

    Raises:
        ProblemsFound: with everything that is wrong in these files.
    """
    reader = FolderReader(folder, (), ())
    doors = {}
    for language, text, place in reader.files(folder, name):
        doors[language], problems = read_door(text, place=place, language=language)
        reader.problems += problems
    if reader.problems:
        raise ProblemsFound(reader.problems)
    return doors


def natural_order(path: Path) -> list[tuple[int, str]]:
    """Return a sorting key that puts m2 before m10."""
    return [
        (int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", path.name)
    ]


class FolderReader:
    """Reads files of a folder in every language, and gathers what is wrong.

    Args:
        folder: the toolkit; places are told from here.
        competences: the codes that the framework knows.
        references: the keys that the bibliography knows.
    """

    def __init__(
        self, folder: Path, competences: Collection[str], references: Collection[str]
    ) -> None:
        self.folder = folder
        self.competences = competences
        self.references = references
        self.problems: list[Problem] = []

    def module(self, path: Path) -> ModuleData | None:
        texts: dict[str, ModuleText] = {}
        for language, text, place in self.files(path, MODULE_FILE):
            texts[language], problems = read_module(text, place=place, language=language)
            self.problems += problems
        self.compare(texts, ["code"])
        names = {file.name.split(".")[0]: file for file in path.glob("*.md")}
        names.pop(MODULE_FILE, None)
        lessons = tuple(
            self.lesson(path, name) for name in sorted(names, key=lambda n: natural_order(Path(n)))
        )
        return ModuleData(key=path.name, texts=texts, lessons=lessons) if texts else None

    def lesson(self, path: Path, name: str) -> LessonData:
        texts: dict[str, LessonText] = {}
        for language, text, place in self.files(path, name):
            texts[language], problems = read_lesson(
                text,
                place=place,
                language=language,
                competences=self.competences,
                references=self.references,
            )
            self.problems += problems
        self.compare(texts, ["code", "minutes", "review_date"])
        self.compare_lessons(texts)
        return LessonData(key=f"{path.name}/{name}", texts=texts)

    def files(self, path: Path, name: str) -> Iterator[tuple[str, str, str]]:
        """Yield (language, text, place) of a file in each language; a missing one is a problem."""
        for language in LANGUAGES:
            file = path / f"{name}.{language}.md"
            place = str(file.relative_to(self.folder))
            try:
                yield language, file.read_text(encoding="utf-8"), place
            except FileNotFoundError:
                self.problems.append(Problem(place, _("This file is missing.")))
            except UnicodeDecodeError:
                self.problems.append(Problem(place, _("This file is not UTF-8.")))

    def compare(self, texts: dict, names: list[str]) -> None:
        """Tell where a value that must be the same in all languages is not."""
        first, *others = texts.values() or [None]
        for other in others:
            for name in names:
                if getattr(first, name) != getattr(other, name):
                    self.problems.append(
                        Problem(
                            other.place,
                            _("“%(name)s” is not the same as in %(place)s.")
                            % {"name": name, "place": first.place},
                        )
                    )

    def compare_lessons(self, texts: dict[str, LessonText]) -> None:
        first, *others = texts.values() or [None]
        for other in others:
            if [code for code, _text in first.objectives] != [
                code for code, _text in other.objectives
            ]:
                self.problems.append(
                    Problem(
                        other.place,
                        _("“%(name)s” is not the same as in %(place)s.")
                        % {"name": "objectives", "place": first.place},
                    )
                )
            if first.outline != other.outline:
                self.problems.append(Problem(other.place, _difference(first, other)))

    def check_addresses(self, modules: list[ModuleData]) -> None:
        """Tell where two modules, or two lessons of a module, have one address."""
        self.unique([text for module in modules for text in module.texts.values()])
        for module in modules:
            self.unique([text for lesson in module.lessons for text in lesson.texts.values()])

    def unique(self, texts: list) -> None:
        seen: dict[tuple[str, str], str] = {}
        for text in texts:
            first = seen.setdefault((text.language, text.slug), text.place)
            if first != text.place:
                self.problems.append(
                    Problem(
                        text.place,
                        _("The slug “%(slug)s” is already used in %(place)s.")
                        % {"slug": text.slug, "place": first},
                    )
                )


def _difference(first: LessonText, other: LessonText) -> str:
    """Return the first place where two languages of a lesson go apart."""
    longest = max(len(first.outline), len(other.outline))
    for index in range(longest):
        here = "".join(other.outline[index : index + 1]) or _("nothing")
        there = "".join(first.outline[index : index + 1]) or _("nothing")
        if here != there:
            return _("Block %(number)d is %(here)s, but in %(place)s it is %(there)s.") % {
                "number": index + 1,
                "here": here,
                "place": first.place,
                "there": there,
            }
    return ""
