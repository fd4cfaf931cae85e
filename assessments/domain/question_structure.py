"""The language-neutral form of a question, as a version of the bank stores it, and back.

`structure` has the shape of domain/scoring.py. `texts` has the words of one language:

    {"title": "", "stem": "...", "format": "moodle", "source": "...", "feedback": "...",
     "options": {"a": "..."}, "option_feedback": {"a": "..."},
     "left": {"1": "..."}, "right": {"a": "..."}, "items": {"a": "..."}}

with the maps that the kind needs; `option_feedback` holds only feedback that there is. Options of
true_false have no text: "a" is true, "b" is false, the screen names them. Feedback to any number
without one of its own has the key "other".

Keys follow the position, but the right sides of a matching and the items of an ordering question
are dealt keys by their identifier: who shows them in the order of the keys does not show the
answer, and every language gets the same keys.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from string import ascii_lowercase
from typing import Any

from django.utils.translation import gettext as _

from assessments.domain.question_parts import NumericAnswer, Option, Pair, ParsedQuestion
from assessments.domain.scoring import OTHER_KEY

Structure = dict[str, Any]
Texts = dict[str, Any]

_CHOICE_KINDS = ("single_choice", "multiple_response", "true_false", "situational")


def to_structure(question: ParsedQuestion) -> tuple[Structure, Texts]:
    """What the bank stores of a question: the neutral structure and the words."""
    structure, maps = _TAKE_APART[_shape(question.kind)](question)
    texts = {
        "title": question.title,
        "stem": question.stem,
        "format": question.text_format,
        "source": question.source,
        "feedback": question.general_feedback,
        **maps,
    }
    return structure, texts


def from_structure(
    kind: str,
    structure: Mapping[str, Any],
    texts: Mapping[str, Any],
    *,
    identifier: str = "",
    category: str = "",
    tags: Sequence[str] = (),
) -> ParsedQuestion:
    """The question that `gift_writer.serialise` writes; `metadata_tags` makes its tags."""
    return ParsedQuestion(
        identifier=identifier,
        title=texts.get("title", ""),
        category=category,
        kind=kind,
        stem=texts["stem"],
        tags=tuple(tags),
        general_feedback=texts.get("feedback", ""),
        text_format=texts.get("format", "moodle"),
        **_PUT_TOGETHER[_shape(kind)](structure, texts),
    )


def differing_parts(one: ParsedQuestion, other: ParsedQuestion) -> list[str]:
    """Return the names of what two languages of a question should share and do not."""
    parts: list[tuple[str, Any, Any]] = [
        (_("the kind"), one.kind, other.kind),
        (_("the category"), one.category, other.category),
        (_("the level"), one.level_hint, other.level_hint),
        (_("the valid-until date"), one.valid_until, other.valid_until),
        (_("the lesson"), one.lesson, other.lesson),
    ]
    if one.kind == other.kind:
        structures = (to_structure(one)[0], to_structure(other)[0])
        parts.append((_("the number, order or weight of the answers"), *structures))
    return [part for part, here, there in parts if here != there]


def _shape(kind: str) -> str:
    return "choice" if kind in _CHOICE_KINDS else kind


def _deal(identifier: str, count: int) -> list[str]:
    """Letters for `count` positions, shuffled the same way each time and never in order."""
    digests = [sha256(f"{identifier}:{place}".encode()).digest() for place in range(count)]
    ranked = sorted(range(count), key=digests.__getitem__)
    if ranked == sorted(ranked):
        ranked = ranked[1:] + ranked[:1]
    return [ascii_lowercase[place] for place in ranked]


def _with_text(texts: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in texts.items() if text}


def _choice_apart(question: ParsedQuestion) -> tuple[Structure, Texts]:
    keyed = dict(zip(ascii_lowercase, question.options, strict=False))
    rows = [{"key": key, "weight": float(option.weight)} for key, option in keyed.items()]
    texts = {
        "options": _with_text({key: option.text for key, option in keyed.items()}),
        "option_feedback": _with_text({key: option.feedback for key, option in keyed.items()}),
    }
    return {"options": rows}, texts


def _choice_together(structure: Mapping[str, Any], texts: Mapping[str, Any]) -> dict[str, Any]:
    words, feedback = texts.get("options", {}), texts.get("option_feedback", {})
    options = [
        Option(words.get(row["key"], ""), _decimal(row["weight"]), feedback.get(row["key"], ""))
        for row in structure["options"]
    ]
    return {"options": tuple(options)}


def _matching_apart(question: ParsedQuestion) -> tuple[Structure, Texts]:
    sides = [*dict.fromkeys(pair.right for pair in question.pairs), *question.distractors]
    matched = len(sides) - len(question.distractors)
    dealt = _deal(question.identifier, len(sides))
    keys = dict(zip(sides, dealt[:matched] + sorted(dealt[matched:]), strict=True))
    left = {str(place): pair.left for place, pair in enumerate(question.pairs, 1)}
    right = dict(sorted((key, side) for side, key in keys.items()))
    pairs = {str(place): keys[pair.right] for place, pair in enumerate(question.pairs, 1)}
    structure = {"left": list(left), "right": list(right), "pairs": pairs}
    return structure, {"left": left, "right": right}


def _matching_together(structure: Mapping[str, Any], texts: Mapping[str, Any]) -> dict[str, Any]:
    pairs, left, right = structure["pairs"], texts["left"], texts["right"]
    spare = [key for key in structure["right"] if key not in pairs.values()]
    return {
        "pairs": tuple(Pair(left[key], right[pairs[key]]) for key in structure["left"]),
        "distractors": tuple(right[key] for key in spare),
    }


def _ordering_apart(question: ParsedQuestion) -> tuple[Structure, Texts]:
    order = _deal(question.identifier, len(question.items))
    items = dict(sorted(zip(order, question.items, strict=True)))
    return {"order": order}, {"items": items}


def _ordering_together(structure: Mapping[str, Any], texts: Mapping[str, Any]) -> dict[str, Any]:
    return {"items": tuple(texts["items"][key] for key in structure["order"])}


def _numeric_apart(question: ParsedQuestion) -> tuple[Structure, Texts]:
    keyed = dict(zip(ascii_lowercase, question.answers, strict=False))
    rows = [
        {
            "key": key,
            "value": f"{answer.value:f}",
            "tolerance": f"{answer.tolerance:f}",
            "weight": float(answer.weight),
        }
        for key, answer in keyed.items()
    ]
    feedback = {key: answer.feedback for key, answer in keyed.items()}
    feedback[OTHER_KEY] = question.wrong_feedback
    return {"answers": rows}, {"option_feedback": _with_text(feedback)}


def _numeric_together(structure: Mapping[str, Any], texts: Mapping[str, Any]) -> dict[str, Any]:
    feedback = texts.get("option_feedback", {})
    answers = [
        NumericAnswer(
            Decimal(row["value"]),
            Decimal(row["tolerance"]),
            _decimal(row["weight"]),
            feedback.get(row["key"], ""),
        )
        for row in structure["answers"]
    ]
    return {"answers": tuple(answers), "wrong_feedback": feedback.get(OTHER_KEY, "")}


def _decimal(weight: float) -> Decimal:
    return Decimal(str(weight))


_TAKE_APART = {
    "choice": _choice_apart,
    "matching": _matching_apart,
    "ordering": _ordering_apart,
    "numeric": _numeric_apart,
}
_PUT_TOGETHER = {
    "choice": _choice_together,
    "matching": _matching_together,
    "ordering": _ordering_together,
    "numeric": _numeric_together,
}
