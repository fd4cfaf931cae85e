"""The same questions in several languages, joined into one question each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from assessments.domain.question_parts import ParsedQuestion
from assessments.domain.question_structure import (
    Structure,
    Texts,
    differing_parts,
    to_structure,
)
from assessments.exchange.gift_model import GiftError, ParseResult


@dataclass(frozen=True)
class MergedQuestion:
    """One question of the bank; `texts` has the words of each language."""

    identifier: str
    category: str
    kind: str
    structure: Structure
    texts: dict[str, Texts]
    level_hint: int | None
    valid_until: date | None
    lesson: str

    @property
    def source(self) -> str:
        """Where its facts come from, in the first of the languages."""
        return str(next(iter(self.texts.values()))["source"])


def merge_languages(
    parsed: Mapping[str, ParseResult],
) -> tuple[list[MergedQuestion], list[GiftError]]:
    """Join files of one set of questions, given per language code, the leading language first.

    Kind, structure, category, level, date and lesson are the same in each language, else it is an
    error: its message begins with "(en) ", its line is that of the file in that language. Errors
    of the files themselves are passed on the same way. With any error there are no questions.
    """
    errors = _errors_of_files(parsed)
    rows = {language: _by_identifier(result.questions) for language, result in parsed.items()}
    errors += _without_identifier(parsed)
    if all(result.ok for result in parsed.values()):
        errors += _missing(rows)
    leading, *others = parsed
    for identifier, question in rows[leading].items():
        for language in others:
            if other := rows[language].get(identifier):
                errors += _differences(question, other, language)
    merged = [] if errors else [_merge(name, rows) for name in rows[leading]]
    return merged, errors


def _by_identifier(questions: Iterable[ParsedQuestion]) -> dict[str, ParsedQuestion]:
    return {question.identifier: question for question in questions if question.identifier}


def _error(language: str, line: int, message: str) -> GiftError:
    """An error in the file of one language, which stands in front of the message."""
    return GiftError(line, f"({language}) {message}")


def _errors_of_files(parsed: Mapping[str, ParseResult]) -> list[GiftError]:
    return [
        _error(language, error.line, error.message)
        for language, result in parsed.items()
        for error in result.errors
    ]


def _without_identifier(parsed: Mapping[str, ParseResult]) -> list[GiftError]:
    message = _("A question in several languages needs an [id:].")
    return [
        _error(language, question.line, message)
        for language, result in parsed.items()
        for question in result.questions
        if not question.identifier
    ]


def _missing(rows: Mapping[str, dict[str, ParsedQuestion]]) -> list[GiftError]:
    message = _("%(id)s is missing in %(language)s.")
    return [
        _error(here, question.line, message % {"id": name, "language": there})
        for here, questions in rows.items()
        for name, question in questions.items()
        for there, others in rows.items()
        if name not in others
    ]


def _differences(one: ParsedQuestion, other: ParsedQuestion, language: str) -> list[GiftError]:
    message = _("%(id)s: %(part)s is not the same in both languages.")
    return [
        _error(language, other.line, message % {"id": one.identifier, "part": part})
        for part in differing_parts(one, other)
    ]


def _merge(identifier: str, rows: Mapping[str, dict[str, ParsedQuestion]]) -> MergedQuestion:
    questions = {language: found[identifier] for language, found in rows.items()}
    leading = next(iter(questions.values()))
    return MergedQuestion(
        identifier=identifier,
        category=leading.category,
        kind=leading.kind,
        structure=to_structure(leading)[0],
        texts={language: to_structure(question)[1] for language, question in questions.items()},
        level_hint=leading.level_hint,
        valid_until=leading.valid_until,
        lesson=leading.lesson,
    )
