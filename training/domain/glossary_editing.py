"""Loading the shipped glossary, and what an editor changes in it."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from json import dumps
from uuid import UUID

from django.db import transaction

from training.domain.loaded import Loaded
from training.models import GlossaryTerm, GlossaryText, LessonPage


@dataclass(frozen=True)
class TermWords:
    """A term in one language."""

    term: str
    also: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class TermData:
    """A term of the file; `lesson` is the key of a lesson, or empty."""

    key: str
    lesson: str
    texts: dict[str, TermWords]


@transaction.atomic
def load_glossary(*, terms: Collection[TermData]) -> Loaded:
    """Make or update the terms of the file; repeating it changes nothing.

    A term is updated only when its words are still what was loaded before; a term that the file
    does not have stays.

    Args:
        terms: each with a key of its own; their lessons are loaded by now.
    """
    loaded = Loaded()
    known = {entry.key: entry for entry in GlossaryTerm.objects.prefetch_related("texts")}
    lessons = dict(
        LessonPage.objects.filter(
            key__in={data.lesson for data in terms if data.lesson}
        ).values_list("key", "translation_key")
    )
    for data in terms:
        lesson = lessons.get(data.lesson)
        wanted = content_hash(lesson, data.texts)
        entry = known.get(data.key)
        if entry is None:
            entry = GlossaryTerm(key=data.key)
            loaded.added.append(data.key)
        elif content_hash(entry.lesson, words_in(entry)) != entry.shipped_hash:
            loaded.left.append(data.key)
            continue
        elif entry.shipped_hash == wanted:
            loaded.unchanged.append(data.key)
            continue
        else:
            loaded.updated.append(data.key)
        entry.shipped_hash = wanted
        write_term(entry=entry, lesson=lesson, texts=data.texts)
    return loaded


@transaction.atomic
def write_term(
    *, entry: GlossaryTerm, lesson: UUID | None, texts: Mapping[str, TermWords]
) -> GlossaryTerm:
    """Save a term with its words in every language.

    Args:
        entry: new or known; its key is set.
        lesson: the translation key of the lesson that teaches it.
        texts: by language.
    """
    entry.lesson = lesson
    entry.save()
    GlossaryText.objects.bulk_create(
        [
            GlossaryText(
                entry=entry,
                language=language,
                term=words.term,
                also=list(words.also),
                text=words.text,
            )
            for language, words in texts.items()
        ],
        update_conflicts=True,
        unique_fields=["entry", "language"],
        update_fields=["term", "also", "text"],
    )
    return entry


def other_owner(form: str, *, language: str, entry: GlossaryTerm) -> str:
    """Return the key of another term that has a form already; empty when none has.

    Args:
        form: as it was written; capitals make no difference.
        entry: the term that wants it.
    """
    wanted = form.casefold()
    for text in GlossaryText.objects.filter(language=language).select_related("entry"):
        if text.entry_id != entry.pk and wanted in map(str.casefold, [text.term, *text.also]):
            return text.entry.key
    return ""


def words_in(entry: GlossaryTerm) -> dict[str, TermWords]:
    """Return the words of a saved term by language."""
    return {
        text.language: TermWords(text.term, tuple(text.also), text.text)
        for text in entry.texts.all()
    }


def content_hash(lesson: UUID | None, texts: Mapping[str, TermWords]) -> str:
    """Return a hash of what a reader gets."""
    content = [str(lesson), {language: asdict(words) for language, words in texts.items()}]
    return sha256(dumps(content, sort_keys=True).encode()).hexdigest()
