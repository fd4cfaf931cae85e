"""Writes modules, lessons, case studies and doors as the files of docs/toolkit_format.md."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import yaml

from training.domain.toolkit_data import (
    CaseData,
    CaseText,
    DoorText,
    LessonText,
    ModuleData,
    ModuleText,
)
from training.exchange.markdown_cases import FOLDER
from training.exchange.markdown_toolkit import MODULE_FILE
from training.exchange.markdown_writer_blocks import BlockWriter
from training.exchange.markdown_writer_tree import Address

Files = dict[str, str]
NAMES = ("code", "slug", "title", "summary")


def module_files(modules: Iterable[ModuleData], address: Address | None = None) -> Files:
    """Return {path: text} of modules and their lessons, in the languages that they have.

    Args:
        modules: what the files have to say.
        address: gives the address of a link from its attributes; its href when left out.
    """
    files: Files = {}
    for module in modules:
        for language, text in module.texts.items():
            files[f"{module.key}/{MODULE_FILE}.{language}.md"] = module_file(text, address)
        for lesson in module.lessons:
            for language, words in lesson.texts.items():
                files[f"{lesson.key}.{language}.md"] = lesson_file(words, address)
    return files


def case_files(cases: Iterable[CaseData], address: Address | None = None) -> Files:
    """Return {path: text} of case studies, in the languages that they have."""
    return {
        f"{FOLDER}/{case.key}.{language}.md": case_file(text, address)
        for case in cases
        for language, text in case.texts.items()
    }


def door_files(name: str, doors: Mapping[str, DoorText], address: Address | None = None) -> Files:
    """Return {path: text} of a front door ("home") or of the page of all modules or cases."""
    return {
        f"{name}.{language}.md": document(
            {"title": door.title, "summary": door.summary},
            BlockWriter(language, address).body(door.body),
        )
        for language, door in doors.items()
    }


def module_file(text: ModuleText, address: Address | None = None) -> str:
    """Return the file of a module in one language."""
    front = {name: getattr(text, name) for name in NAMES}
    return document(front, BlockWriter(text.language, address).body(text.introduction))


def lesson_file(text: LessonText, address: Address | None = None) -> str:
    """Return the file of a lesson in one language."""
    front = {
        **{name: getattr(text, name) for name in NAMES},
        "minutes": text.minutes,
        "review": text.review_date,
        "objectives": [{"competence": code, "text": line} for code, line in text.objectives],
    }
    return document(front, BlockWriter(text.language, address).body(text.body))


def case_file(text: CaseText, address: Address | None = None) -> str:
    """Return the file of a case study in one language."""
    front = {
        "category": text.category,
        "slug": text.slug,
        "title": text.title,
        "summary": text.summary,
        "place": text.where,
        "organisation": text.organisation,
        "year": text.year,
        "competences": text.competences,
        "review": text.review_date,
        "verified": text.is_verified,
    }
    return document(front, BlockWriter(text.language, address).body(text.body))


def document(front: Mapping[str, Any], body: str) -> str:
    """Return front matter and body as one file."""
    head = "".join(_entry(key, value) for key, value in front.items())
    return f"---\n{head}---\n" + (f"\n{body}\n" if body else "")


def scalar(value: object) -> str:
    """Return a value as YAML reads it back, with quotes only where it needs them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | date):
        return str(value)
    text = " ".join(str(value).split())
    try:
        is_plain = yaml.safe_load(f"- {text}") == [text] and yaml.safe_load(f"k: {text}") == {
            "k": text
        }
    except (yaml.YAMLError, ValueError):
        is_plain = False
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _entry(key: str, value: object) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        if all(isinstance(row, str) for row in value):
            return f"{key}: [{', '.join(map(scalar, value))}]\n"
        return f"{key}:\n" + "".join(map(_row, value))
    return f"{key}: {scalar(value)}".rstrip() + "\n"


def _row(row: Mapping[str, object]) -> str:
    lines = [f"{key}: {scalar(value)}\n" for key, value in row.items()]
    return "  - " + "    ".join(lines)
