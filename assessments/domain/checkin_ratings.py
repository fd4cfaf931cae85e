"""The ratings of a check-in as a draft: saved per competence, from one device or from several.

A form that was opened before the last save is not refused: what it did not touch is left alone, and
a competence that was changed on both sides keeps the later save, which is told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Model

from assessments.domain.checkin_rules import (
    ForeignEvidence,
    NotInCampaign,
    asked_competences,
    copied,
    count_save,
    locked_draft,
)
from assessments.models import CheckIn, DraftRating, Rating, Reflection
from training.models import Activity, CompetenceVersion, PortfolioItem

OWN: dict[str, tuple[type[Model], str]] = {
    "evidence_activity_id": (Activity, "pk"),
    "evidence_source_id": (PortfolioItem, "source"),
    "evidence_reflection_id": (Reflection, "pk"),
}
ANSWER_FIELDS = (
    "version_id",
    "answer",
    "level",
    "then_level",
    "frequency",
    "evidence_line",
    *OWN,
)
STORED_FIELDS = [
    *(name.removesuffix("_id") for name in ANSWER_FIELDS),
    "first_answer",
    "first_level",
    "saved_at",
]


@dataclass(frozen=True)
class RatingDraft:
    """What was filled in for a competence.

    Attributes:
        version_id: the competence version whose sentences were read.
        answer: a value of `RatingAnswer`; empty when not rated.
        level: 0-5 with an answer that is a level, else None.
        frequency: a value of `Frequency`, or empty.
        then_level: 0-5, where the person was a year ago; None when not said.
        seen: the `mark_of` what was stored when the form was opened; empty: nothing was.
    """

    competence_id: int
    version_id: int
    answer: str = ""
    level: int | None = None
    evidence_line: str = ""
    frequency: str = ""
    then_level: int | None = None
    evidence_activity_id: int | None = None
    evidence_source_id: int | None = None
    evidence_reflection_id: int | None = None
    seen: str = ""

    @property
    def is_blank(self) -> bool:
        return _is_blank(self)


@dataclass(frozen=True)
class SavedRatings:
    """What saving did.

    Attributes:
        rated: ids of the competences that had no answer before.
        overtaken: what was stored by another device meanwhile and is replaced now.
    """

    check_in: CheckIn
    rated: frozenset[int] = frozenset()
    overtaken: tuple[RatingDraft, ...] = ()


@transaction.atomic
def save_ratings(
    *, check_in: CheckIn, drafts: Sequence[RatingDraft], revision: int, now: datetime
) -> SavedRatings:
    """Store what was filled in for some competences; others keep what they had.

    Saving the same again changes nothing, also with the revision of before.

    Args:
        drafts: one per competence; a blank one takes away all that was stored but the first answer.
        revision: of the form that was filled in.

    Raises:
        CampaignClosed, AlreadySubmitted, NotInCampaign, ForeignEvidence.
    """
    locked = locked_draft(check_in, now)
    rows = locked.drafts.filter(competence__in=[draft.competence_id for draft in drafts])
    stored = {row.competence_id: row for row in rows}
    changed = [draft for draft in drafts if _differs(stored.get(draft.competence_id), draft)]
    is_stale = revision != locked.revision
    if is_stale:
        changed = [draft for draft in changed if (draft.seen or BLANK) != mark_of(draft)]
    if changed:
        _refuse_foreign(locked, changed, stored)
        _store(locked, changed, stored, now)
        count_save(locked)
    return SavedRatings(
        check_in=copied(locked, check_in),
        rated=frozenset(
            draft.competence_id
            for draft in changed
            if draft.answer and not _has_answer(stored.get(draft.competence_id))
        ),
        overtaken=tuple(_overtaken(changed, stored)) if is_stale else (),
    )


def mark_of(row: DraftRating | RatingDraft | None) -> str:
    """Return a short mark of what is filled in, the same for the same content; no text in it."""
    if row is None:
        return BLANK
    content = "\x1f".join("" if value is None else str(value) for value in _content(row))
    return sha256(content.encode()).hexdigest()[:16]


def first_answer(row: DraftRating) -> tuple[str, int | None]:
    """Return the answer and level that were given first; of what was kept before that, the last."""
    return (row.first_answer, row.first_level) if row.first_answer else (row.answer, row.level)


def same_answer(one: DraftRating | Rating, other: DraftRating | Rating) -> bool:
    """Return whether two rows say the same in the same wording."""
    return all(getattr(one, name) == getattr(other, name) for name in ANSWER_FIELDS)


def _content(row: DraftRating | RatingDraft) -> tuple:
    """Return what somebody filled in: no version, which somebody read."""
    return tuple(getattr(row, name) for name in ANSWER_FIELDS[1:])


def _is_blank(row: DraftRating | RatingDraft) -> bool:
    return all(value in ("", None) for value in _content(row))


BLANK = mark_of(RatingDraft(0, 0))


def _has_answer(stored: DraftRating | None) -> bool:
    return stored is not None and bool(stored.answer)


def _differs(stored: DraftRating | None, draft: RatingDraft) -> bool:
    if stored is None or _is_blank(draft):
        return mark_of(stored) != mark_of(draft)
    return _content(stored) != _content(draft) or stored.version_id != draft.version_id


def _overtaken(
    changed: Iterable[RatingDraft], stored: Mapping[int, DraftRating]
) -> Iterable[RatingDraft]:
    """Yield what another device stored after the form was opened, and this save replaces."""
    names = [field.name for field in fields(RatingDraft) if field.name != "seen"]
    for draft in changed:
        row = stored.get(draft.competence_id)
        if row is not None and not _is_blank(row) and mark_of(row) != (draft.seen or BLANK):
            yield RatingDraft(**{name: getattr(row, name) for name in names})


def _refuse_foreign(
    check_in: CheckIn, drafts: Iterable[RatingDraft], stored: Mapping[int, DraftRating]
) -> None:
    """Raise when something is not asked in the round, or newly named and not the person's own."""
    known = CompetenceVersion.objects.filter(competence__in=asked_competences(check_in))
    pairs = {(draft.competence_id, draft.version_id) for draft in drafts}
    if not pairs <= set(known.values_list("competence_id", "pk")):
        raise NotInCampaign(f"round {check_in.campaign_id}")
    for name, (model, key) in OWN.items():
        named = {getattr(row, name) for row in stored.values()}
        wanted = {getattr(draft, name) for draft in drafts} - named - {None}
        own = model._default_manager.filter(user=check_in.user_id, **{f"{key}__in": wanted})
        if wanted and wanted - set(own.values_list(key, flat=True)):
            raise ForeignEvidence(name)


def _store(
    check_in: CheckIn,
    drafts: Sequence[RatingDraft],
    stored: Mapping[int, DraftRating],
    now: datetime,
) -> None:
    """Write the drafts in one statement, and take the blank ones away in another."""
    rows = [_row(check_in, draft, stored.get(draft.competence_id), now) for draft in drafts]
    kept = [row for row in rows if row.first_answer or not _is_blank(row)]
    DraftRating.objects.bulk_create(
        kept,
        update_conflicts=True,
        unique_fields=["check_in", "competence"],
        update_fields=STORED_FIELDS,
    )
    blank = [row.competence_id for row in rows if row not in kept]
    if blank:
        check_in.drafts.filter(competence__in=blank).delete()


def _row(
    check_in: CheckIn, draft: RatingDraft, stored: DraftRating | None, now: datetime
) -> DraftRating:
    """Return a draft as it is stored; the first answer is the one that is kept already."""
    answer, level = (draft.answer, draft.level) if stored is None else first_answer(stored)
    return DraftRating(
        check_in=check_in,
        competence_id=draft.competence_id,
        saved_at=now,
        first_answer=answer or draft.answer,
        first_level=level if answer else draft.level,
        **{name: getattr(draft, name) for name in ANSWER_FIELDS},
    )
