"""The question bank as GIFT files: <name>.nl.gift beside <name>.en.gift, read as one."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from assessments.domain.question_bank import (
    LANGUAGES,
    BankQuestion,
    competence_of,
    in_language,
)
from assessments.exchange.gift import (
    GiftError,
    MergedQuestion,
    ParsedQuestion,
    ParseResult,
    merge_languages,
    parse,
    serialise,
)
from training.domain.problems import Problem, ProblemsFound

_NAME = re.compile(r"(?P<stem>.+)\.(?P<language>nl|en)\.gift")
_LANGUAGE_OF_ERROR = re.compile(r"\((?P<language>nl|en)\) (?P<message>.*)", re.DOTALL)


@dataclass
class _Files:
    """Files of one set of questions, by language, and what they say."""

    paths: dict[str, Path]
    parsed: dict[str, ParseResult] = field(default_factory=dict)

    def place(self, language: str, line: int) -> str:
        return f"{self.paths[language]}:{line}"

    @property
    def questions(self) -> Iterator[tuple[str, ParsedQuestion]]:
        for language, result in self.parsed.items():
            for question in result.questions:
                yield self.place(language, question.line), question


def read_question_files(
    paths: Iterable[Path], *, competences: Collection[str]
) -> list[BankQuestion]:
    """Return the questions of GIFT files, both languages of each.

    Args:
        paths: files, or folders for all the .gift files in them. The other language of a file is
            read with it when it lies beside it.
        competences: the codes that questions may begin with.

    Raises:
        ProblemsFound: with everything that is wrong in any of them, by file and line.
    """
    problems: list[Problem] = []
    merged: list[MergedQuestion] = []
    first_places: dict[str, tuple[Path, str]] = {}
    for stem, files in sorted(_sets(paths, problems).items()):
        _parse(files, problems)
        questions, errors = merge_languages(files.parsed) if files.parsed else ([], [])
        problems += [_problem(files, error) for error in errors]
        problems += _of_competences(files, competences)
        problems += _repeated(stem, files, first_places)
        merged += questions
    if problems:
        raise ProblemsFound(problems)
    return [_bank_question(question) for question in merged]


def write_question_files(questions: Iterable[BankQuestion]) -> dict[str, str]:
    """Return {file name: text}: per competence a file in each language.

    Questions that miss a language go to files of their own, so that each pair stays complete.
    """
    sets: dict[str, list[BankQuestion]] = defaultdict(list)
    for question in questions:
        languages = [language for language in LANGUAGES if language in question.texts]
        only = "" if len(languages) == len(LANGUAGES) else f"-only-{languages[0]}"
        sets[question.competence + only].append(question)
    return {
        f"{stem}.{language}.gift": serialise(in_language(row, language) for row in rows)
        for stem, rows in sets.items()
        for language in LANGUAGES
        if language in rows[0].texts
    }


def _sets(paths: Iterable[Path], problems: list[Problem]) -> dict[Path, _Files]:
    sets: dict[Path, _Files] = {}
    for path in _files(paths):
        match = _NAME.fullmatch(path.name)
        if match is None:
            message = _("A file of questions is called <name>.nl.gift or <name>.en.gift.")
            problems.append(Problem(str(path), message))
            continue
        stem = path.parent / match["stem"]
        pair = {language: Path(f"{stem}.{language}.gift") for language in LANGUAGES}
        found = {language: file for language, file in pair.items() if file.exists()}
        sets[stem] = _Files(found or {match["language"]: path})
    return sets


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("*.gift"))
        else:
            yield path


def _parse(files: _Files, problems: list[Problem]) -> None:
    for language, path in files.paths.items():
        try:
            files.parsed[language] = parse(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            message = _("The file cannot be read: %(reason)s") % {"reason": error}
            problems.append(Problem(str(path), message))


def _problem(files: _Files, error: GiftError) -> Problem:
    """Return an error of merging with its file: its message begins with the language."""
    match = _LANGUAGE_OF_ERROR.fullmatch(error.message)
    language = match["language"] if match else next(iter(files.paths))
    message = match["message"] if match else error.message
    return Problem(files.place(language, error.line), message)


def _of_competences(files: _Files, competences: Collection[str]) -> Iterator[Problem]:
    unknown = _("The identifier %(id)s begins with no competence of the framework.")
    differs = _("The identifier %(id)s does not belong in the category %(category)s.")
    for place, question in files.questions:
        if not question.identifier:
            continue
        code = competence_of(question.identifier)
        values = {"id": question.identifier, "category": question.category}
        if code not in competences:
            yield Problem(place, unknown % values)
        elif question.category not in ("", code):
            yield Problem(place, differs % values)


def _repeated(
    stem: Path, files: _Files, first_places: dict[str, tuple[Path, str]]
) -> Iterator[Problem]:
    message = _("The identifier %(id)s is taken by the question at %(place)s.")
    for place, question in files.questions:
        known, first = first_places.setdefault(question.identifier, (stem, place))
        if question.identifier and known != stem:
            yield Problem(place, message % {"id": question.identifier, "place": first})


def _bank_question(question: MergedQuestion) -> BankQuestion:
    return BankQuestion(
        identifier=question.identifier,
        kind=question.kind,
        structure=question.structure,
        texts=question.texts,
        level_hint=question.level_hint,
        source=question.source,
        valid_until=question.valid_until,
        lesson=question.lesson,
    )
