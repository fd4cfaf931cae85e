"""A question in the words of one language: to ask it, and to tell what was answered and why."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from html import unescape
from typing import Any

from django.utils.formats import number_format
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from assessments.domain.scoring import FALSE_KEY, TRUE_KEY, feedback_keys
from assessments.enums import QuestionKind
from assessments.models import QuestionText, QuestionVersion

CHOICE_KINDS = (QuestionKind.SINGLE_CHOICE, QuestionKind.TRUE_FALSE, QuestionKind.SITUATIONAL)
_END_OF_LINE = re.compile(r"<br\s*/?>|</(?:p|div|li|tr)>", re.IGNORECASE)


@dataclass(frozen=True)
class QuestionWords:
    """A question version in one language.

    Attributes:
        language: of the words; not always the one that was asked for.
        words: texts by key of what can be chosen: options, right sides or items to order.
        left: texts by key of the left sides of a matching question.
        option_feedback: feedback by key, where there is any.
    """

    version_id: int
    question_id: int
    identifier: str
    kind: str
    language: str
    structure: Mapping[str, Any]
    stem: str
    words: Mapping[str, str]
    left: Mapping[str, str]
    feedback: str
    option_feedback: Mapping[str, str]
    source: str
    lesson: str

    @property
    def is_ordering(self) -> bool:
        return self.kind == QuestionKind.ORDERING

    @property
    def anchor(self) -> str:
        """Return where the question stands in a lesson."""
        return f"check-{self.question_id}"

    @property
    def options(self) -> list[tuple[str, str]]:
        """Return (key, text) of the options of a choice question, in the order of the file."""
        return [(row["key"], self.words[row["key"]]) for row in self.structure["options"]]


def words_in(version: QuestionVersion, language: str) -> QuestionWords:
    """Return a version in a language, or in the other when it has no text in this one.

    Args:
        version: with its question; costs no query when its texts are prefetched.
        language: "nl" or "en".
    """
    rows = {row.language: row for row in version.texts.all()}
    row = rows.get(language) or next(iter(rows.values()))
    return words_of(row, version)


def words_of(row: QuestionText, version: QuestionVersion) -> QuestionWords:
    """Return a version in the words of one of its texts; no query when its question is at hand."""
    texts = row.texts
    is_html = texts.get("format") == "html"
    return QuestionWords(
        version_id=version.pk,
        question_id=version.question_id,
        identifier=version.question.identifier,
        kind=version.kind,
        language=row.language,
        structure=version.structure,
        stem=_plain(texts["stem"], is_html),
        words=_words(version.kind, texts, is_html),
        left=_map(texts, "left", is_html),
        feedback=_plain(texts.get("feedback", ""), is_html),
        option_feedback=_map(texts, "option_feedback", is_html),
        source=texts.get("source") or version.source,
        lesson=version.lesson,
    )


def shuffled(keys: Sequence[str], *, seed: str, solution: Sequence[str]) -> list[str]:
    """Return the keys in an order that the seed decides and that is not the solution.

    Args:
        keys: what is shown, at least the keys of the solution.
        seed: the same seed gives the same order.
        solution: keys in the order that would be the right answer.
    """
    dealt = sorted(keys, key=lambda key: sha256(f"{seed}:{key}".encode()).digest())
    for _turn in dealt:
        if [key for key in dealt if key in solution] != list(solution):
            break
        dealt = dealt[1:] + dealt[:1]
    return dealt


def shown_keys(question: QuestionWords, *, seed: str) -> list[str]:
    """Return the right sides of a matching question, or the items to order, as they are shown."""
    structure = question.structure
    if question.kind == QuestionKind.MATCHING:
        pairs = (structure["pairs"][left] for left in structure["left"])
        return shuffled(structure["right"], seed=seed, solution=list(dict.fromkeys(pairs)))
    return shuffled(structure["order"], seed=seed, solution=structure["order"])


def lines_of_response(question: QuestionWords, response: Mapping[str, Any]) -> list[str]:
    """Return a valid response in words, a line for each part of it."""
    match question.kind:
        case QuestionKind.MULTIPLE_RESPONSE:
            chosen = response["choices"]
            return [text for key, text in question.options if key in chosen]
        case QuestionKind.MATCHING:
            return _pairs(question, response["pairs"])
        case QuestionKind.ORDERING:
            return [question.words[key] for key in response["order"]]
        case QuestionKind.NUMERIC:
            return [response["value"]]
        case _:
            return [question.words[response["choice"]]]


def lines_of_key(question: QuestionWords) -> list[str]:
    """Return the right answer in words, a line for each part of it."""
    structure = question.structure
    match question.kind:
        case QuestionKind.MATCHING:
            return _pairs(question, structure["pairs"])
        case QuestionKind.ORDERING:
            return [question.words[key] for key in structure["order"]]
        case QuestionKind.NUMERIC:
            return [_number(_best(structure["answers"])[0])]
        case QuestionKind.MULTIPLE_RESPONSE:
            right: Iterable[Mapping[str, Any]] = (
                row for row in structure["options"] if row["weight"] > 0
            )
        case _:
            right = _best(structure["options"])
    return [question.words[row["key"]] for row in right]


def feedback_lines(question: QuestionWords, response: Mapping[str, Any] | None) -> list[str]:
    """Return why: the feedback that this response earns, then that of the question."""
    keys = feedback_keys(question.kind, question.structure, response) if response else ()
    lines = [question.option_feedback.get(key, "") for key in keys]
    return [line for line in (*lines, question.feedback) if line]


def _words(kind: str, texts: Mapping[str, Any], is_html: bool) -> dict[str, str]:
    if kind == QuestionKind.TRUE_FALSE:
        return {TRUE_KEY: _("True"), FALSE_KEY: _("False")}
    name = {"matching": "right", "ordering": "items"}.get(kind, "options")
    return _map(texts, name, is_html)


def _map(texts: Mapping[str, Any], name: str, is_html: bool) -> dict[str, str]:
    return {key: _plain(text, is_html) for key, text in texts.get(name, {}).items()}


def _plain(text: str, is_html: bool) -> str:
    """Return a text without markup; only what says that it is HTML is treated so."""
    return unescape(strip_tags(_END_OF_LINE.sub("\n", text))).strip() if is_html else text


def _pairs(question: QuestionWords, pairs: Mapping[str, str]) -> list[str]:
    return [
        f"{question.left[left]} → {question.words[pairs[left]]}"
        for left in question.structure["left"]
    ]


def _best(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    highest = max(row["weight"] for row in rows)
    return [row for row in rows if row["weight"] == highest]


def _number(answer: Mapping[str, Any]) -> str:
    """Return a value as the reader writes numbers, with what is accepted around it."""
    value, tolerance = Decimal(answer["value"]), Decimal(answer["tolerance"])
    if not tolerance:
        return number_format(value)
    return _("%(value)s (from %(low)s to %(high)s)") % {
        "value": number_format(value),
        "low": number_format(value - tolerance),
        "high": number_format(value + tolerance),
    }
