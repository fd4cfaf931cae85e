"""The bank as files hold it: stored without ever changing a version, and read back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from assessments.domain.question_parts import ParsedQuestion, metadata_tags
from assessments.domain.question_structure import from_structure, to_structure
from assessments.models import Question, QuestionText, QuestionVersion
from training.models import Competence

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class BankQuestion:
    """A question in all its languages; `texts` has the words of each."""

    identifier: str
    kind: str
    structure: Mapping[str, Any]
    texts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    level_hint: int | None = None
    source: str = ""
    valid_until: date | None = None
    lesson: str = ""

    @property
    def competence(self) -> str:
        """Return the code of its competence: A1 for A1-3."""
        return competence_of(self.identifier)

    @property
    def checksum(self) -> str:
        """Return a fingerprint of all that a version keeps."""
        content = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, default=str)
        return sha256(content.encode()).hexdigest()


@dataclass(frozen=True)
class StoredQuestions:
    """What storing did; the lists hold identifiers."""

    added: tuple[str, ...]
    revised: tuple[str, ...]
    unchanged: tuple[str, ...]


def competence_of(identifier: str) -> str:
    """Return the code of the competence that an identifier begins with."""
    return identifier.partition("-")[0]


@transaction.atomic
def store_questions(*, questions: Sequence[BankQuestion], now: datetime) -> StoredQuestions:
    """Add what is new and give what changed a new version; repeating it changes nothing.

    Questions of the bank that are not among them stay as they are, and so do archived ones.

    Args:
        questions: with distinct identifiers.
        now: the moment from which new versions hold.

    Raises:
        KeyError: when a competence is not in the framework; the reader of files checks that.
    """
    competences = dict(Competence.objects.values_list("code", "pk"))
    current = {
        version.question.identifier: version
        for version in QuestionVersion.objects.filter(is_current=True)
        .select_related("question")
        .select_for_update()
    }
    added = [row for row in questions if row.identifier not in current]
    revised = [
        row
        for row in questions
        if row.identifier in current and current[row.identifier].checksum != row.checksum
    ]
    new = Question.objects.bulk_create(
        Question(identifier=row.identifier, competence_id=competences[row.competence])
        for row in added
    )
    old = [current[row.identifier] for row in revised]
    QuestionVersion.objects.filter(pk__in=[version.pk for version in old]).update(is_current=False)
    versions = [_version(row, question, 1, now) for row, question in zip(added, new, strict=True)]
    versions += [
        _version(row, version.question, version.number + 1, now)
        for row, version in zip(revised, old, strict=True)
    ]
    _save([*added, *revised], versions)
    changed = {row.identifier for row in (*added, *revised)}
    return StoredQuestions(
        added=tuple(row.identifier for row in added),
        revised=tuple(row.identifier for row in revised),
        unchanged=tuple(row.identifier for row in questions if row.identifier not in changed),
    )


def stored_questions(questions: QuerySet[Question] | None = None) -> list[BankQuestion]:
    """Return what `store_questions` would store again, by competence; two queries.

    Args:
        questions: which; the active ones when left out.
    """
    if questions is None:
        questions = Question.objects.drawable()
    versions = (
        QuestionVersion.objects.filter(is_current=True, question__in=questions.values("pk"))
        .select_related("question")
        .prefetch_related("texts")
        .order_by("question__competence__order", "question_id")
    )
    return [bank_question(version) for version in versions]


def bank_question(version: QuestionVersion) -> BankQuestion:
    """Return a version as files and forms hold it; no query with its question and texts at hand."""
    texts = {row.language: row.texts for row in version.texts.all()}
    return BankQuestion(
        identifier=version.question.identifier,
        kind=version.kind,
        structure=version.structure,
        texts={language: texts[language] for language in LANGUAGES if language in texts},
        level_hint=version.level_hint,
        source=version.source,
        valid_until=version.valid_until,
        lesson=version.lesson,
    )


def in_language(question: BankQuestion, language: str) -> ParsedQuestion:
    """Return a question in one of its languages, with its parts in place of keys."""
    texts = question.texts[language]
    tags = metadata_tags(
        level_hint=question.level_hint,
        valid_until=question.valid_until,
        lesson=question.lesson,
        source=texts["source"],
        kind=question.kind,
    )
    return from_structure(
        question.kind,
        question.structure,
        texts,
        identifier=question.identifier,
        category=question.competence,
        tags=tags,
    )


def joined(questions: Mapping[str, ParsedQuestion]) -> BankQuestion:
    """Return one question from its languages; they have the same parts (see `differing_parts`).

    Args:
        questions: by language, at least one; what has no language is taken from the first.
    """
    ordered = {code: questions[code] for code in LANGUAGES if code in questions}
    leading = next(iter(ordered.values()))
    return BankQuestion(
        identifier=leading.identifier,
        kind=leading.kind,
        structure=to_structure(leading)[0],
        texts={code: to_structure(question)[1] for code, question in ordered.items()},
        level_hint=leading.level_hint,
        source=leading.source,
        valid_until=leading.valid_until,
        lesson=leading.lesson,
    )


def _version(row: BankQuestion, question: Question, number: int, now: datetime) -> QuestionVersion:
    return QuestionVersion(
        question=question,
        number=number,
        kind=row.kind,
        structure=row.structure,
        level_hint=row.level_hint,
        source=row.source,
        valid_until=row.valid_until,
        lesson=row.lesson,
        checksum=row.checksum,
        created_at=now,
    )


def _save(rows: Sequence[BankQuestion], versions: Sequence[QuestionVersion]) -> None:
    saved = QuestionVersion.objects.bulk_create(versions)
    QuestionText.objects.bulk_create(
        QuestionText(version=version, language=language, title=texts["title"], texts=texts)
        for row, version in zip(rows, saved, strict=True)
        for language, texts in row.texts.items()
    )
