"""Questions from files that an editor hands in: GIFT or Aiken, read against the bank as it is.

A question without an identifier gets the next free one of the chosen category. One language of a
question that the bank has in another is added to it; the parts that languages share must fit.
"""

import re
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from assessments.domain.question_bank import (
    LANGUAGES,
    BankQuestion,
    competence_of,
    in_language,
    joined,
)
from assessments.domain.question_editing import next_identifier
from assessments.domain.question_parts import ParsedQuestion
from assessments.domain.question_structure import differing_parts
from assessments.exchange.aiken import is_aiken, parse_aiken
from assessments.exchange.gift import parse
from training.domain.problems import Problem

MAX_BYTES = 1_500_000
MAX_FILES = 100
_LANGUAGE = re.compile(r"\.(nl|en)\.(?:gift|txt)$")


@dataclass(frozen=True)
class Upload:
    """A file as text."""

    name: str
    text: str


@dataclass(frozen=True)
class ReadQuestion:
    """A question with where it stands: the first of its places."""

    place: str
    question: BankQuestion


@dataclass(frozen=True)
class Reading:
    """All that could be read, and all that is wrong; import nothing unless there is nothing."""

    questions: tuple[ReadQuestion, ...]
    problems: tuple[Problem, ...]


@dataclass
class _Found:
    """What the files say, before languages are joined: {identifier: {language: (place, it)}}."""

    by_identifier: dict[str, dict[str, tuple[str, ParsedQuestion]]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, language: str, place: str, question: ParsedQuestion) -> None:
        languages = self.by_identifier.setdefault(question.identifier, {})
        if language in languages:
            message = _("The identifier %(id)s is taken by the question at %(place)s.")
            values = {"id": question.identifier, "place": languages[language][0]}
            self.problems.append(Problem(place, message % values))
        else:
            languages[language] = (place, question)


def unpack(files: Sequence[tuple[str, bytes]]) -> tuple[list[Upload], list[Problem]]:
    """Return files as text, those in a zip one by one, and what cannot be read or is too much."""
    problems: list[Problem] = []
    uploads: list[Upload] = []
    for name, content in _contents(files, problems):
        try:
            uploads.append(Upload(name, content.decode("utf-8-sig")))
        except UnicodeDecodeError:
            problems.append(Problem(name, _("The file is not UTF-8 text.")))
    if len(uploads) > MAX_FILES or sum(len(row.text.encode()) for row in uploads) > MAX_BYTES:
        message = _("This is too much at once: at most %(files)d files and %(size)s MB.")
        values = {"files": MAX_FILES, "size": MAX_BYTES / 1_000_000}
        problems.append(Problem(files[0][0], message % values))
        uploads = []
    return uploads, problems


def read_uploads(
    uploads: Sequence[Upload],
    *,
    category: str,
    language: str,
    competences: Collection[str],
    bank: Mapping[str, BankQuestion],
) -> Reading:
    """Return the questions of files as the bank would hold them.

    Args:
        uploads: the files.
        category: the competence of questions that name none; empty when the files say it.
        language: of all files; empty when their names say it (A1.nl.gift).
        competences: the codes that identifiers may begin with.
        bank: every question there is, by identifier, archived ones included.
    """
    found = _Found()
    rows = [row for upload in uploads for row in _read(upload, language, found.problems)]
    given = {question.identifier for _code, _place, question in rows}
    for code, place, question in rows:
        if named := _named(question, place, category, competences, given, found.problems):
            given.add(named.identifier)
            found.add(code, place, named)
    questions = []
    for identifier, languages in found.by_identifier.items():
        first_place = next(iter(languages.values()))[0]
        if whole := _joined(languages, bank.get(identifier), found.problems):
            questions.append(ReadQuestion(first_place, whole))
    return Reading(tuple(questions), tuple(found.problems))


def _contents(
    files: Sequence[tuple[str, bytes]], problems: list[Problem]
) -> Iterator[tuple[str, bytes]]:
    for name, content in files:
        if not name.lower().endswith(".zip"):
            yield name, content
            continue
        try:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                yield from _in_zip(archive, name, problems)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
            message = _("The file cannot be read: %(reason)s") % {"reason": error}
            problems.append(Problem(name, message))


def _in_zip(
    archive: zipfile.ZipFile, name: str, problems: list[Problem]
) -> Iterator[tuple[str, bytes]]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MAX_FILES or sum(entry.file_size for entry in entries) > MAX_BYTES:
        problems.append(Problem(name, _("There is too much in this zip.")))
        return
    for entry in entries:
        if entry.filename.endswith((".gift", ".txt")):
            yield PurePosixPath(entry.filename).name, archive.read(entry)


def _read(
    upload: Upload, language: str, problems: list[Problem]
) -> Iterator[tuple[str, str, ParsedQuestion]]:
    """Yield language, place and question; what is wrong in the file is noted."""
    match = _LANGUAGE.search(upload.name)
    code = language or (match[1] if match else "")
    if not code:
        message = _("The name does not say the language: call it name.nl.gift, or choose one.")
        problems.append(Problem(upload.name, message))
        return
    is_text = not upload.name.lower().endswith(".gift") and is_aiken(upload.text)
    result = parse_aiken(upload.text) if is_text else parse(upload.text)
    problems += [Problem(f"{upload.name}:{error.line}", error.message) for error in result.errors]
    if result.ok and not result.questions:
        problems.append(Problem(upload.name, _("There is no question in this file.")))
    for question in result.questions:
        yield code, f"{upload.name}:{question.line}", question


def _named(
    question: ParsedQuestion,
    place: str,
    category: str,
    competences: Collection[str],
    given: set[str],
    problems: list[Problem],
) -> ParsedQuestion | None:
    """Return the question under its identifier, or a new one; None when that cannot be."""
    own = question.category if question.category in competences else ""
    code = competence_of(question.identifier) if question.identifier else category or own
    values = {"id": question.identifier, "category": category or own}
    if not code:
        problems.append(Problem(place, _("Choose a category: this question names none.")))
    elif code not in competences:
        message = _("The identifier %(id)s begins with no competence of the framework.")
        problems.append(Problem(place, message % values))
    elif values["category"] not in ("", code):
        message = _("The identifier %(id)s does not belong in the category %(category)s.")
        problems.append(Problem(place, message % values))
    else:
        name = question.identifier or next_identifier(code, taken=frozenset(given))
        return replace(question, identifier=name, category=code)
    return None


def _joined(
    languages: Mapping[str, tuple[str, ParsedQuestion]],
    known: BankQuestion | None,
    problems: list[Problem],
) -> BankQuestion | None:
    """Return all languages as one, with those that only the bank has; None when they differ."""
    questions = {code: question for code, (_place, question) in languages.items()}
    first = next(code for code in LANGUAGES if code in languages)
    leading = questions[first]
    message = _("%(id)s: %(part)s is not the same in both languages.")
    differences = [
        Problem(languages[code][0], message % {"id": leading.identifier, "part": part})
        for code, question in questions.items()
        if code != first
        for part in differing_parts(leading, question)
    ]
    kept = {code: in_language(known, code) for code in known.texts} if known else {}
    message = _("%(id)s: %(part)s is not the same as in the bank in the other language (%(code)s).")
    for code, question in kept.items():
        if code not in questions:
            like = replace(question, tags=leading.tags)
            differences += [
                Problem(
                    languages[first][0],
                    message % {"id": leading.identifier, "part": part, "code": code},
                )
                for part in differing_parts(like, leading)
            ]
            questions[code] = replace(question, tags=_with_source(leading, question))
    problems += differences
    return None if differences else joined(questions)


def _with_source(leading: ParsedQuestion, question: ParsedQuestion) -> tuple[str, ...]:
    """Return the tags of a file with the source that a question has in its own language."""
    tags = tuple(tag for tag in leading.tags if not tag.startswith("source-"))
    return (*tags, f"source-{question.source}") if question.source else tags
