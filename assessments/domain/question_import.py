"""What an import would do to the bank, shown before and done exactly so, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from assessments.domain.question_bank import (
    BankQuestion,
    StoredQuestions,
    store_questions,
    stored_questions,
)
from assessments.domain.question_changes import changes_between
from assessments.models import Question


class Effect(TextChoices):
    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")


@dataclass(frozen=True)
class PlannedQuestion:
    """What becomes of one question; `changes` says what differs from the bank."""

    question: BankQuestion
    effect: Effect
    changes: tuple[str, ...]
    replaces: str = ""


class BankChanged(Exception):
    """The bank is not any more as it was when the import was shown."""


def whole_bank() -> dict[str, BankQuestion]:
    """Return every question there is by identifier, archived ones included."""
    return {row.identifier: row for row in stored_questions(Question.objects.all())}


def plan_import(
    questions: Sequence[BankQuestion], bank: dict[str, BankQuestion]
) -> list[PlannedQuestion]:
    """Return what storing these questions would do."""
    return [_planned(question, bank.get(question.identifier)) for question in questions]


def digest_of(plan: Sequence[PlannedQuestion]) -> str:
    """Return a fingerprint of a plan: of what is stored and of what that takes the place of."""
    rows = [f"{row.effect}:{row.replaces}:{row.question.checksum}" for row in plan]
    return sha256("\n".join(rows).encode()).hexdigest()


@transaction.atomic
def import_questions(
    *, questions: Sequence[BankQuestion], digest: str, now: datetime
) -> StoredQuestions:
    """Store questions as they were shown.

    Args:
        questions: with distinct identifiers.
        digest: of the plan that was shown.
        now: the moment from which new versions hold.

    Raises:
        BankChanged: when the plan would be another one now; nothing is stored.
    """
    list(Question.objects.select_for_update().values_list("pk"))
    if digest_of(plan_import(questions, whole_bank())) != digest:
        raise BankChanged
    return store_questions(questions=questions, now=now)


def _planned(question: BankQuestion, known: BankQuestion | None) -> PlannedQuestion:
    if known is None:
        return PlannedQuestion(question, Effect.NEW, ())
    if known.checksum == question.checksum:
        return PlannedQuestion(question, Effect.UNCHANGED, (), known.checksum)
    changes = tuple(changes_between(known, question))
    return PlannedQuestion(question, Effect.CHANGED, changes, known.checksum)
