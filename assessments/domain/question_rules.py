"""What makes a question sound, kind by kind: one set of rules for files and for the editor's form.

Each function takes the parts of one kind in one language and yields what is wrong. A fault of one
part says which, counted from 0; a fault of the whole has no part.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from assessments.domain.question_parts import NumericAnswer, Option, Pair, ParsedQuestion

# One letter of the alphabet for each part.
MAX_PARTS = 26
# Digits of a number before and after the decimal mark.
MAX_DIGITS = 12
_WEIGHT_DECIMALS = 5
_EQUAL = Decimal("0.01")


@dataclass(frozen=True)
class Fault:
    """Something that is wrong, in the reader's language."""

    message: str
    part: int | None = None


def faults_of(question: ParsedQuestion) -> Iterator[Fault]:
    """Yield all that is wrong with the parts of a question, whatever its kind."""
    match question.kind:
        case "matching":
            yield from matching_faults(question.pairs, question.distractors)
        case "ordering":
            yield from ordering_faults(question.items)
        case "numeric":
            yield from numeric_faults(question.answers)
        case "single_choice" | "situational" | "multiple_response":
            yield from option_faults(question.kind, question.options)


def weight_fault(percent: Decimal) -> str:
    """Return what is wrong with a weight in hundredths; empty when nothing is."""
    exponent = percent.as_tuple().exponent
    if abs(percent) <= 100 and isinstance(exponent, int) and -exponent <= _WEIGHT_DECIMALS:
        return ""
    return _("A weight lies between -100 and 100, with at most 5 decimals.")


def option_faults(kind: str, options: Sequence[Option]) -> Iterator[Fault]:
    """Yield what is wrong with the options of a question that offers a choice."""
    texts = [option.text for option in options]
    yield from _empty(texts)
    yield from _wrong_count(len(texts))
    yield from _repeated(texts)
    weights = [option.weight for option in options]
    if kind == "multiple_response":
        yield from _unequal(weights)
    elif Decimal(1) not in weights:
        yield Fault(_("No answer earns all points: give one the weight 100."))


def matching_faults(pairs: Sequence[Pair], distractors: Sequence[str]) -> Iterator[Fault]:
    """Yield what is wrong with pairs and with the right sides that fit none, counted on."""
    yield from _empty([*(pair.right for pair in pairs), *distractors])
    rights = dict.fromkeys(pair.right for pair in pairs)
    yield from _wrong_count(len(pairs) if len(pairs) < 2 else len(pairs) + len(distractors))
    yield from _repeated(pair.left for pair in pairs)
    yield from _repeated([*rights, *distractors])


def ordering_faults(items: Sequence[str]) -> Iterator[Fault]:
    """Yield what is wrong with items to put in order."""
    yield from _empty(items)
    yield from _wrong_count(len(items))
    yield from _repeated(items)


def numeric_faults(answers: Sequence[NumericAnswer]) -> Iterator[Fault]:
    """Yield what is wrong with the numbers that earn points."""
    if len(answers) > MAX_PARTS:
        yield from _wrong_count(len(answers))
    if not any(answer.weight == 1 for answer in answers):
        yield Fault(_("No number earns all points."))


def _empty(texts: Iterable[str]) -> Iterator[Fault]:
    for place, text in enumerate(texts):
        if not text:
            yield Fault(_("An answer has no text."), place)


def _wrong_count(count: int) -> Iterator[Fault]:
    if count < 2:
        yield Fault(_("There are fewer than two answers."))
    elif count > MAX_PARTS:
        yield Fault(_("There are more than %(max)d answers.") % {"max": MAX_PARTS})


def _repeated(texts: Iterable[str]) -> Iterator[Fault]:
    for text, count in Counter(filter(None, texts)).items():
        if count > 1:
            message = _('The answer "%(text)s" stands there twice.')
            yield Fault(message % {"text": text[:60]})


def _unequal(weights: Sequence[Decimal]) -> Iterator[Fault]:
    right = [weight for weight in weights if weight > 0]
    if not right:
        yield Fault(_("No answer is right: mark one with = or give it a weight."))
    elif max(right) - min(right) > _EQUAL:
        yield Fault(_("The right answers of a multiple response question have equal weights."))
