"""What an editor does to one question: add, revise, archive, restore."""

import re
from datetime import datetime

from django.db import IntegrityError, transaction

from assessments.domain.question_bank import BankQuestion, store_questions
from assessments.enums import QuestionState
from assessments.models import Question

_NUMBER = re.compile(r"-([0-9]{1,9})$")


class QuestionError(Exception):
    """Something that the bank does not allow."""


class IdentifierTaken(QuestionError):
    """Another question has this identifier."""


class ChangedMeanwhile(QuestionError):
    """Somebody saved a version after the one that was edited."""


def next_identifier(code: str, *, taken: frozenset[str] = frozenset()) -> str:
    """Return the next free identifier of a competence: one above the highest there is.

    Args:
        code: of the competence.
        taken: identifiers that are promised to others, beside those in the bank.
    """
    stored = Question.objects.filter(identifier__startswith=f"{code}-")
    known = {*stored.values_list("identifier", flat=True), *taken}
    mine = (name for name in known if name.startswith(f"{code}-"))
    numbers = [int(match[1]) for name in mine if (match := _NUMBER.search(name))]
    return f"{code}-{max(numbers, default=0) + 1}"


@transaction.atomic
def add_question(*, question: BankQuestion, now: datetime) -> Question:
    """Store a question that is not there yet, as its first version.

    Raises:
        IdentifierTaken: when there is a question of that name, archived ones included.
        KeyError: when its competence is not in the framework; the form checks that.
    """
    if Question.objects.filter(identifier=question.identifier).exists():
        raise IdentifierTaken
    try:
        with transaction.atomic():
            store_questions(questions=[question], now=now)
    except IntegrityError as error:  # another editor was first
        raise IdentifierTaken from error
    return Question.objects.get(identifier=question.identifier)


@transaction.atomic
def revise_question(
    *, question: Question, content: BankQuestion, based_on: int, now: datetime
) -> bool:
    """Store a new version and return whether anything differed; without a difference, none.

    Args:
        question: the question.
        content: what it holds from now on, under the same identifier.
        based_on: the number of the version that the editor saw.
        now: the moment from which the new version holds.

    Raises:
        ChangedMeanwhile: when that is not the current version any more.
    """
    locked = Question.objects.select_for_update().get(pk=question.pk)
    if locked.versions.get(is_current=True).number != based_on:
        raise ChangedMeanwhile
    return bool(store_questions(questions=[content], now=now).revised)


def archive_question(question: Question) -> None:
    """Keep a question from new attempts; what was asked and answered stays as it is."""
    Question.objects.filter(pk=question.pk).update(state=QuestionState.ARCHIVED)


def restore_question(question: Question) -> None:
    """Let new attempts draw an archived question again, as long as its facts hold."""
    Question.objects.filter(pk=question.pk).update(state=QuestionState.ACTIVE)
