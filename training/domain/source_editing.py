"""Adding and changing sources: by an organisation, and by the shipped catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from cms.accounts.models import Organisation, User
from training.domain.source_data import ShippedSource, SourceFacts, SourceWords
from training.models import Source, SourceText


@dataclass(frozen=True)
class LoadedSources:
    """What loading a catalogue did; the lists hold keys."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    absent: tuple[str, ...]


@transaction.atomic
def add_source(
    *,
    user: User,
    organisation: Organisation,
    key: str,
    facts: SourceFacts,
    language: str,
    words: SourceWords,
    today: date,
) -> Source:
    """Add a source for the people of one organisation; the same key twice adds it once.

    Whoever adds a source has just looked at it, so it counts as checked today.

    Args:
        key: made by the form, unguessable, at most 60 characters.
        language: "nl" or "en", the language of the words.
    """
    source, created = Source.objects.get_or_create(
        key=key,
        organisation=organisation,
        added_by=user,
        defaults={**facts.fields, "checked_on": today},
    )
    if created:
        _store_words(source, language, words)
    return source


@transaction.atomic
def change_source(
    *, source: Source, facts: SourceFacts, language: str, words: SourceWords, is_retired: bool
) -> Source:
    """Change a source of an organisation; the words in one language, the facts in all."""
    changes = {**facts.fields, "is_retired": is_retired}
    for name, value in changes.items():
        setattr(source, name, value)
    source.save(update_fields=list(changes))
    _store_words(source, language, words)
    return source


@transaction.atomic
def load_catalogue(*, sources: Iterable[ShippedSource]) -> LoadedSources:
    """Write the shipped catalogue over what is there; repeating it changes nothing.

    A check that is dated later than the file's stays. Sources that the file no longer has stay too,
    because portfolios hold them; they are named as absent.
    """
    outcome: dict[str, list[str]] = {"added": [], "changed": [], "unchanged": []}
    rows = list(sources)
    known = {row.key: row for row in Source.objects.shipped().prefetch_related("texts")}
    for data in rows:
        outcome[_load(known.get(data.key), data)].append(data.key)
    absent = sorted(set(known) - {data.key for data in rows})
    return LoadedSources(
        absent=tuple(absent), **{name: tuple(keys) for name, keys in outcome.items()}
    )


def catalogue_to_export() -> list[ShippedSource]:
    """Return the shipped catalogue as it is now, in the order in which it was made; two queries."""
    return [
        ShippedSource(
            key=row.key,
            facts=SourceFacts(
                publisher=row.publisher,
                address=row.address,
                country=row.country,
                dots=tuple(row.dots),
                client_groups=tuple(row.client_groups),
                frequency=row.frequency,
                environment=row.environment,
            ),
            texts={text.language: words_of(text) for text in row.texts.all()},
            checked_on=row.checked_on,
            is_retired=row.is_retired,
        )
        for row in Source.objects.shipped().prefetch_related("texts").order_by("pk")
    ]


def _load(source: Source | None, data: ShippedSource) -> str:
    if source is None:
        source = Source.objects.create(
            key=data.key,
            checked_on=data.checked_on,
            is_retired=data.is_retired,
            **data.facts.fields,
        )
        for language, words in data.texts.items():
            _store_words(source, language, words)
        return "added"
    return "changed" if _bring_up_to_date(source, data) else "unchanged"


def _bring_up_to_date(source: Source, data: ShippedSource) -> bool:
    days = [day for day in (source.checked_on, data.checked_on) if day]
    wanted = {
        **data.facts.fields,
        "is_retired": data.is_retired,
        "checked_on": max(days, default=None),
    }
    changes = {name: value for name, value in wanted.items() if getattr(source, name) != value}
    if changes:
        for name, value in changes.items():
            setattr(source, name, value)
        source.save(update_fields=list(changes))
    known = {text.language: words_of(text) for text in source.texts.all()}
    for language, words in data.texts.items():
        if known.get(language) != words:
            _store_words(source, language, words)
    return bool(changes) or known != {**known, **data.texts}


def words_of(text: SourceText) -> SourceWords:
    """Return a text row as plain values."""
    return SourceWords(
        name=text.name, purpose=text.purpose, coverage=text.coverage, caveat=text.caveat
    )


def _store_words(source: Source, language: str, words: SourceWords) -> None:
    SourceText.objects.update_or_create(source=source, language=language, defaults=vars(words))
