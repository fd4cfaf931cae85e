"""A question in one language as plain frozen data: what a file says and a form holds."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

SITUATIONAL_TAG = "kind-situational"

# What the columns of the question bank hold.
MAX_IDENTIFIER, MAX_TITLE, MAX_LESSON, MAX_SOURCE = 60, 200, 200, 300


@dataclass(frozen=True)
class Option:
    """An answer to choose; weight is a share of the points, from -1 to 1."""

    text: str
    weight: Decimal
    feedback: str = ""


@dataclass(frozen=True)
class Pair:
    left: str
    right: str


@dataclass(frozen=True)
class NumericAnswer:
    """A value that counts as `weight` of the points when the answer is within the tolerance."""

    value: Decimal
    tolerance: Decimal
    weight: Decimal
    feedback: str = ""


@dataclass(frozen=True)
class ParsedQuestion:
    """One question in one language; which of the parts are filled depends on the kind.

    options: single_choice, multiple_response, situational, and true_false (two without text,
    true first); pairs and distractors (right sides without a left): matching; items, in the right
    order: ordering; answers and wrong_feedback: numeric.
    """

    identifier: str
    title: str
    category: str
    kind: str
    stem: str
    tags: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    pairs: tuple[Pair, ...] = ()
    distractors: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    answers: tuple[NumericAnswer, ...] = ()
    wrong_feedback: str = ""
    general_feedback: str = ""
    text_format: str = "moodle"
    line: int = field(default=0, compare=False)

    @property
    def level_hint(self) -> int | None:
        value = tag_value(self.tags, "level")
        return int(value) if value else None

    @property
    def valid_until(self) -> date | None:
        value = tag_value(self.tags, "valid")
        return date.fromisoformat(value) if value else None

    @property
    def source(self) -> str:
        return tag_value(self.tags, "source")

    @property
    def lesson(self) -> str:
        """ "module/lesson#anchor", or empty."""
        return tag_value(self.tags, "lesson")


def tag_value(tags: Iterable[str], prefix: str) -> str:
    """What follows "prefix-" in the first tag that begins so, or an empty text."""
    start = f"{prefix}-"
    return next((tag.removeprefix(start) for tag in tags if tag.startswith(start)), "")


def metadata_tags(
    *,
    level_hint: int | None = None,
    valid_until: date | None = None,
    lesson: str = "",
    source: str = "",
    kind: str = "",
) -> tuple[str, ...]:
    """The tags that say this; the reverse of the properties of ParsedQuestion."""
    values = {
        "level": str(level_hint) if level_hint else "",
        "valid": valid_until.isoformat() if valid_until else "",
        "lesson": lesson,
        "kind": "situational" if kind == "situational" else "",
        "source": source,
    }
    return tuple(f"{prefix}-{value}" for prefix, value in values.items() if value)
