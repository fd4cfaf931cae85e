"""What reading a GIFT file gives: questions, and errors with their line."""

from dataclasses import dataclass

from assessments.domain.question_parts import ParsedQuestion


@dataclass(frozen=True)
class GiftError:
    """Something that keeps a file from being imported; `line` counts from 1."""

    line: int
    message: str


@dataclass(frozen=True)
class ParseResult:
    """All questions that could be read and all errors; import nothing unless `ok`."""

    questions: tuple[ParsedQuestion, ...]
    errors: tuple[GiftError, ...]

    @property
    def ok(self) -> bool:
        return not self.errors
