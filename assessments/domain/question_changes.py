"""In what two states of a question differ, in the words of the editor's screens."""

from typing import Any

from django.utils.translation import gettext as _

from assessments.domain.question_bank import LANGUAGES, BankQuestion
from assessments.enums import QuestionKind

_WORDS = ("options", "left", "right", "items")


def changes_between(old: BankQuestion, new: BankQuestion) -> list[str]:
    """Return what differs, part by part; empty when both would be the same version."""
    neutral = {
        _("kind"): (old.kind, new.kind),
        _("scoring of the answers"): (old.structure, new.structure),
        _("level"): (old.level_hint, new.level_hint),
        _("valid until"): (old.valid_until, new.valid_until),
        _("lesson section"): (old.lesson, new.lesson),
    }
    changes = [name for name, (before, after) in neutral.items() if before != after]
    for language in LANGUAGES:
        changes += _in_words(old.texts.get(language), new.texts.get(language), language)
    return changes


def missing_languages(question: BankQuestion) -> list[str]:
    """Return the languages that a question has no words in."""
    return [language for language in LANGUAGES if language not in question.texts]


def title_of(question: BankQuestion, language: str) -> str:
    """Return the title in a language or the other; the beginning of the question without one."""
    texts = question.texts.get(language) or next(iter(question.texts.values()), {})
    return str(texts.get("title") or texts.get("stem", "")[:80])


def kind_name(question: BankQuestion) -> str:
    """Return the name of its kind."""
    return str(QuestionKind(question.kind).label)


def _in_words(old: Any, new: Any, language: str) -> list[str]:
    """Return what differs in one language, each with the language in front."""
    if old == new:
        return []
    if old is None or new is None:
        what = _("added") if old is None else _("taken away")
        return [f"{language}: {what}"]
    parts = {
        _("title"): ("title",),
        _("question"): ("stem", "format"),
        _("answers"): _WORDS,
        _("feedback"): ("feedback", "option_feedback"),
        _("source"): ("source",),
    }
    return [
        f"{language}: {name}"
        for name, keys in parts.items()
        if any(old.get(key) != new.get(key) for key in keys)
    ]
