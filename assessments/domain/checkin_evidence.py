"""What a person may name as an example in a check-in: own activities, sources and reflections."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import CharField, F, Value
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from assessments.models import DraftRating, Rating, Reflection
from assessments.permissions import visible_reflections
from cms.accounts.models import User
from training.domain.framework import preferred
from training.models.sources import SourceText
from training.permissions import visible_activities

ACTIVITY, SOURCE, REFLECTION = "activity", "source", "reflection"
MOST_OF_A_KIND = 50
Choice = tuple[str, str]
Group = tuple[str, list[Choice]]


class _Named(NamedTuple):
    kind: str
    pk: int
    name: str
    language: str


@dataclass(frozen=True)
class EvidenceLink:
    """One thing of the person's own; at most one id is set."""

    evidence_activity_id: int | None = None
    evidence_source_id: int | None = None
    evidence_reflection_id: int | None = None

    @property
    def value(self) -> str:
        """Return how a form names it, "activity:3"; empty without any."""
        for name, pk in vars(self).items():
            if pk is not None:
                return f"{name.removeprefix('evidence_').removesuffix('_id')}:{pk}"
        return ""


def link_named(value: str) -> EvidenceLink:
    """Return the link that a form names; the value is one that the form offered."""
    kind, _colon, pk = value.partition(":")
    return EvidenceLink(**{f"evidence_{kind}_id": int(pk)}) if pk else EvidenceLink()


def link_of(row: DraftRating | Rating | None) -> EvidenceLink:
    """Return what a row names as an example."""
    none = EvidenceLink()
    return EvidenceLink(**{name: getattr(row, name) for name in vars(none)}) if row else none


def own_evidence(user: User, language: str) -> list[Group]:
    """Return what a person may choose from, per kind with its name; two queries."""
    named = _named(user)
    groups = [
        (_("Learning activities"), [*_activities(named)]),
        (_("Sources in my portfolio"), [*_sources(named, language)]),
        (_("Reflections"), [*_reflections(user)]),
    ]
    return [(name, rows) for name, rows in groups if rows]


def linked_words(row: DraftRating | Rating) -> str:
    """Return what a row names as an example in words; no query when it was selected with it."""
    if row.evidence_activity:
        return row.evidence_activity.title
    if row.evidence_source:
        return row.evidence_source.publisher
    return _reflection_words(row.evidence_reflection) if row.evidence_reflection else ""


def _named(user: User) -> list[_Named]:
    """Return the names of own activities and of the sources in the portfolio; one query."""
    activities = visible_activities(user).order_by()
    texts = SourceText.objects.filter(source__portfolio_items__user=user).order_by()
    both = activities.values_list(_same(ACTIVITY), "pk", "title", _same("")).union(
        texts.values_list(_same(SOURCE), "source_id", F("name"), "language"), all=True
    )
    return [_Named(*row) for row in both]


def _same(text: str) -> Value:
    return Value(text, output_field=CharField())


def _activities(named: Iterable[_Named]) -> Iterable[Choice]:
    """Yield the activities, the one noted last first."""
    own = sorted((row for row in named if row.kind == ACTIVITY), key=lambda row: -row.pk)
    for row in own[:MOST_OF_A_KIND]:
        yield f"{ACTIVITY}:{row.pk}", row.name


def _sources(named: Iterable[_Named], language: str) -> Iterable[Choice]:
    rows = [row for row in named if row.kind == SOURCE]
    chosen = preferred(rows, lambda row: row.pk, language)
    for pk, row in sorted(chosen.items(), key=lambda pair: pair[1].name.casefold()):
        yield f"{SOURCE}:{pk}", row.name


def _reflections(user: User) -> Iterable[Choice]:
    for reflection in visible_reflections(user).order_by("-written_at", "-pk")[:MOST_OF_A_KIND]:
        yield f"{REFLECTION}:{reflection.pk}", _reflection_words(reflection)


def _reflection_words(reflection: Reflection) -> str:
    begin = reflection.works or reflection.does_not_work or reflection.why
    day = date_format(reflection.written_at)
    words = Truncator(begin).words(6)
    return _("Reflection of %(day)s: %(words)s") % {"day": day, "words": words}
