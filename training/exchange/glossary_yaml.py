"""Reads the shipped glossary (docs/toolkit_format.md); every mistake is told with its line."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _

from training.domain.glossary_editing import TermData, TermWords
from training.domain.problems import Problem, ProblemsFound
from training.models.glossary import LONGEST_KEY, LONGEST_TERM, LONGEST_TEXT

NAME = "glossary.yaml"
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
KEYS = {"key", "lesson", *LANGUAGES}
WORDS = {"term", "also", "text"}
Fields = dict[str, yaml.Node]


def read_glossary_file(folder: Path, *, lessons: Collection[str]) -> list[TermData]:
    """Return the terms of the glossary in a folder; none when it has no glossary.

    Args:
        folder: holds glossary.yaml.
        lessons: the keys of the lessons that a term may name.

    Raises:
        ProblemsFound: with everything that is wrong, each with file and line.
    """
    path = folder / NAME
    if not path.exists():
        return []
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise ProblemsFound([Problem(NAME, _("This file is not UTF-8."))]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error)
        message = _("This file cannot be read: %(reason)s") % {"reason": reason}
        raise ProblemsFound([Problem(f"{NAME}:{mark.line + 1 if mark else 1}", message)]) from error
    reader = _Reader(lessons)
    terms = reader.terms(node)
    if reader.problems:
        raise ProblemsFound(reader.problems)
    return terms


class _Reader:
    def __init__(self, lessons: Collection[str]) -> None:
        self.lessons = lessons
        self.problems: list[Problem] = []
        self.keys: set[str] = set()
        self.forms: dict[tuple[str, str], str] = {}

    def terms(self, node: yaml.Node | None) -> list[TermData]:
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(node, _("The glossary is a list of terms."))
            return []
        return [term for item in node.value if (term := self.term(item))]

    def term(self, node: yaml.Node) -> TermData | None:
        fields = self.fields(node, KEYS)
        if not fields:
            return None
        key = self.key(node, fields)
        texts = {}
        for language in LANGUAGES:
            if language in fields:
                texts[language] = self.words(fields[language], language, key)
            else:
                self.missing(node, language)
        return TermData(key=key, lesson=self.lesson(fields), texts=texts)

    def key(self, node: yaml.Node, fields: Fields) -> str:
        key = self.text(node, fields, "key", LONGEST_KEY)
        if not key:
            return ""
        try:
            validate_slug(key)
        except ValidationError as error:
            self.wrong(fields["key"], error.messages[0])
        if key in self.keys:
            self.wrong(fields["key"], _("The key “%(key)s” is used twice.") % {"key": key})
        self.keys.add(key)
        return key

    def lesson(self, fields: Fields) -> str:
        if "lesson" not in fields:
            return ""
        lesson = str(getattr(fields["lesson"], "value", ""))
        if lesson not in self.lessons:
            self.wrong(fields["lesson"], _("There is no lesson “%(lesson)s”.") % {"lesson": lesson})
        return lesson

    def words(self, node: yaml.Node, language: str, key: str) -> TermWords:
        fields = self.fields(node, WORDS)
        words = TermWords(
            term=self.text(node, fields, "term", LONGEST_TERM),
            also=self.also(fields),
            text=self.text(node, fields, "text", LONGEST_TEXT),
        )
        for form in filter(None, [words.term, *words.also]):
            first = self.forms.setdefault((language, form.casefold()), key)
            if first != key:
                self.wrong(
                    node,
                    _("“%(form)s” already belongs to the term “%(key)s”.")
                    % {"form": form, "key": first},
                )
        return words

    def also(self, fields: Fields) -> tuple[str, ...]:
        node = fields.get("also")
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            self.wrong(node, _("“also” is a list of other forms, such as [one, two]."))
            return ()
        return tuple(filter(None, (self.value(item, "also", LONGEST_TERM) for item in node.value)))

    def fields(self, node: yaml.Node, known: set[str]) -> Fields:
        """Return the values of a mapping by name; a name that is not known is a problem."""
        if not isinstance(node, yaml.MappingNode):
            self.wrong(node, _("Here belong keys with values: %(keys)s.") % {"keys": _list(known)})
            return {}
        for name, _value in node.value:
            if name.value not in known:
                self.wrong(name, _("The key “%(key)s” is not known.") % {"key": name.value})
        return {name.value: value for name, value in node.value}

    def text(self, node: yaml.Node, fields: Fields, name: str, limit: int) -> str:
        if name not in fields:
            self.missing(node, name)
            return ""
        return self.value(fields[name], name, limit)

    def value(self, node: yaml.Node, name: str, limit: int) -> str:
        value: Any = yaml.SafeLoader("").construct_object(node, deep=True)
        if not isinstance(value, str) or not value.strip():
            self.wrong(
                node,
                _("“%(key)s” is missing, or is no text (a number needs quotes).") % {"key": name},
            )
            return ""
        value = " ".join(value.split())
        if len(value) > limit:
            self.wrong(
                node,
                _("“%(key)s” has %(length)d characters; at most %(limit)d fit.")
                % {"key": name, "length": len(value), "limit": limit},
            )
        return value

    def missing(self, node: yaml.Node, name: str) -> None:
        self.wrong(node, _("“%(key)s” is missing.") % {"key": name})

    def wrong(self, node: yaml.Node, message: str) -> None:
        self.problems.append(Problem(f"{NAME}:{node.start_mark.line + 1}", message))


def _list(names: set[str]) -> str:
    return ", ".join(sorted(names))
