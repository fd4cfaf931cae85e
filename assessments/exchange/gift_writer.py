"""Writing questions as GIFT that `gift.parse` reads back as the same questions."""

from collections.abc import Iterable
from decimal import Decimal

from assessments.domain.question_parts import (
    SITUATIONAL_TAG,
    NumericAnswer,
    Option,
    ParsedQuestion,
)
from assessments.exchange.gift_answers import format_prefix
from assessments.exchange.gift_metadata import write_metadata
from assessments.exchange.gift_text import escape

# Moodle's nearest to our scoring: every pair of items counts.
_ORDERING_HEAD = ">{count} ALL VERTICAL RELATIVE_ALL_PREVIOUS_AND_NEXT"


def serialise(questions: Iterable[ParsedQuestion]) -> str:
    """One GIFT file; what GIFT cannot hold is \\r (becomes \\n) and control characters in tags."""
    blocks: list[str] = []
    category = ""
    for question in questions:
        if question.category != category:
            category = question.category
            blocks.append(f"$CATEGORY: {escape(category)}".rstrip())
        blocks.append(_question(question))
    return "".join(f"{block}\n\n" for block in blocks).rstrip("\n") + "\n" if blocks else ""


def _question(question: ParsedQuestion) -> str:
    lines = write_metadata(question.identifier, _tags(question))
    title = f"::{escape(question.title)}::" if question.title else ""
    stem = _start(question.stem, question.text_format, "moodle") + escape(question.stem)
    general = question.general_feedback
    body = _answers(question)
    body += [f"\t####{_text(question, general)}"] if general else []
    if question.kind == "true_false":
        lines.append(f"{title}{stem}{{{''.join(body)}}}".replace("\t####", "####"))
    else:
        head = "{#" if question.kind == "numeric" else "{"
        lines += [f"{title}{stem}{head}", *body, "}"]
    return "\n".join(lines)


def _tags(question: ParsedQuestion) -> tuple[str, ...]:
    is_untold = question.kind == "situational" and SITUATIONAL_TAG not in question.tags
    return (SITUATIONAL_TAG, *question.tags) if is_untold else question.tags


def _start(stem: str, text_format: str, default: str) -> str:
    prefix = format_prefix(stem, text_format, default)
    return prefix or (f"[{text_format}]" if stem.startswith("//") else "")


def _text(question: ParsedQuestion, text: str) -> str:
    return format_prefix(text, question.text_format, question.text_format) + escape(text)


def _feedback(question: ParsedQuestion, feedback: str) -> str:
    return f"#{_text(question, feedback)}" if feedback else ""


def _answers(question: ParsedQuestion) -> list[str]:
    match question.kind:
        case "true_false":
            return [_true_false(question)]
        case "matching":
            return _matching(question)
        case "ordering":
            head = "\t" + _ORDERING_HEAD.format(count=len(question.items))
            return [head, *(f"\t{_item(item)}" for item in question.items)]
        case "numeric":
            return _numeric(question)
        case _:
            return _options(question)


def _options(question: ParsedQuestion) -> list[str]:
    full = [option for option in question.options if option.weight == 1]
    key = full[0] if full and question.kind != "multiple_response" else None
    return [
        f"\t{'=' if option is key else _tilde(option)}{_text(question, option.text)}"
        f"{_feedback(question, option.feedback)}"
        for option in question.options
    ]


def _tilde(option: Option) -> str:
    is_bare = option.weight == 0 and not option.text.startswith("%")
    return "~" if is_bare else f"~%{_percent(option.weight)}%"


def _true_false(question: ParsedQuestion) -> str:
    true, false = question.options
    right, wrong = (true, false) if true.weight > 0 else (false, true)
    parts = ["TRUE" if right is true else "FALSE"]
    if wrong.feedback or right.feedback:
        parts.append(_text(question, wrong.feedback))
    if right.feedback:
        parts.append(_text(question, right.feedback))
    return "#".join(parts)


def _matching(question: ParsedQuestion) -> list[str]:
    lines = [
        f"\t={_left(_text(question, pair.left))} -> {escape(pair.right)}" for pair in question.pairs
    ]
    return lines + [f"\t= -> {escape(right)}" for right in question.distractors]


def _left(text: str) -> str:
    return text.replace("->", "-\\>")


def _item(item: str) -> str:
    return ("\\" if item.startswith("//") else "") + escape(item)


def _numeric(question: ParsedQuestion) -> list[str]:
    lines = [_number(question, answer) for answer in question.answers]
    wrong = question.wrong_feedback
    return lines + ([f"\t~{_feedback(question, wrong)}"] if wrong else [])


def _number(question: ParsedQuestion, answer: NumericAnswer) -> str:
    weight = "" if answer.weight == 1 else f"%{_percent(answer.weight)}%"
    margin = f":{answer.tolerance:f}" if answer.tolerance else ""
    return f"\t={weight}{answer.value:f}{margin}{_feedback(question, answer.feedback)}"


def _percent(weight: Decimal) -> str:
    return f"{(weight * 100).normalize():f}"
