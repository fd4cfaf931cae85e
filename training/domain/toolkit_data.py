"""Modules and lessons as plain values: what the shipped files are read into, before any page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

Stream = list[dict[str, Any]]


@dataclass(frozen=True)
class LessonText:
    """A lesson in one language; `objectives` are (competence code, text)."""

    language: str
    place: str
    code: str
    slug: str
    title: str
    summary: str
    minutes: int
    review_date: date
    objectives: tuple[tuple[str, str], ...]
    body: Stream

    @property
    def outline(self) -> list[str]:
        """Return the kinds of the blocks, with the anchors of headings: equal in all languages."""
        return [
            f"{block['type']} {block['value']['anchor']}"
            if block["type"] == "heading"
            else block["type"]
            for block in self.body
        ]


@dataclass(frozen=True)
class ModuleText:
    """A module in one language."""

    language: str
    place: str
    code: str
    slug: str
    title: str
    summary: str
    introduction: Stream


@dataclass(frozen=True)
class LessonData:
    """A lesson; `key` is "module/lesson", `texts` by language."""

    key: str
    texts: dict[str, LessonText]


@dataclass(frozen=True)
class ModuleData:
    """A module and its lessons in order; `key` is the name of its folder."""

    key: str
    texts: dict[str, ModuleText]
    lessons: tuple[LessonData, ...]


@dataclass(frozen=True)
class DoorText:
    """The words of a front door or of a toolkit page, in one language."""

    title: str
    summary: str
    body: Stream


@dataclass(frozen=True)
class CaseText:
    """A case study in one language; `place` is its file, `where` the place of the initiative.

    `year` is None when nobody knows it.
    """

    language: str
    place: str
    slug: str
    title: str
    summary: str
    category: str
    where: str
    organisation: str
    year: int | None
    competences: tuple[str, ...]
    is_verified: bool
    review_date: date
    body: Stream


@dataclass(frozen=True)
class CaseData:
    """A case study; `key` is the stem of its files."""

    key: str
    texts: dict[str, CaseText]
