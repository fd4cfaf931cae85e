"""Reflections: written in a check-in or quickly from any page, found and deleted by their owner."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from unicodedata import combining, normalize

from django.db import transaction
from django.db.models import Q

from assessments.domain.checkin_rules import copied, count_save, locked_draft, refuse_stale
from assessments.enums import Cause, ChangeOutcome
from assessments.models import CheckIn, Reflection
from assessments.permissions import visible_reflections
from cms.accounts.models import User

TEXTS = ("works", "does_not_work", "why", "example", "change", "outcome_note")
SENT_TWICE = timedelta(minutes=10)


@dataclass(frozen=True)
class ReflectionText:
    """What somebody writes; all of it is optional.

    Attributes:
        causes: values of `Cause`.
        change: what the person will try in the four weeks to come.
    """

    works: str = ""
    does_not_work: str = ""
    why: str = ""
    causes: tuple[str, ...] = ()
    example: str = ""
    change: str = ""

    @property
    def is_blank(self) -> bool:
        return not any(vars(self).values())


@dataclass(frozen=True)
class ChangeResult:
    """What became of an earlier change: a value of `ChangeOutcome` or empty, and a note."""

    outcome: str = ""
    note: str = ""


@transaction.atomic
def save_reflection(
    *,
    check_in: CheckIn,
    text: ReflectionText,
    result: ChangeResult | None = None,
    revision: int,
    now: datetime,
) -> CheckIn:
    """Store the reflection of a check-in; it is for the adviser alone, for ever.

    Args:
        result: what became of the change of `last_change`; None leaves that as it is.
        revision: of the form that was filled in.

    Raises:
        CampaignClosed, AlreadySubmitted, StaleForm.
    """
    locked = locked_draft(check_in, now)
    stored = Reflection.objects.filter(check_in=locked).first() or Reflection(
        check_in=locked, user_id=locked.user_id
    )
    earlier = last_change(locked) if result else None
    is_new_text = _write(stored, text)
    is_new_result = earlier is not None and _note(earlier, result)
    if is_new_text or is_new_result:
        refuse_stale(locked, revision)
        if is_new_text:
            stored.written_at = now
            stored.save()
        if earlier is not None and is_new_result:
            earlier.save(update_fields=["outcome", "outcome_note"])
        count_save(locked)
    return copied(locked, check_in)


@transaction.atomic
def add_reflection(*, user: User, text: ReflectionText, now: datetime) -> Reflection | None:
    """Add a reflection outside a check-in; the same words sent twice are added once.

    Returns:
        The reflection; None when nothing was written.
    """
    if text.is_blank:
        return None
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    recent = visible_reflections(user).filter(check_in=None, written_at__gt=now - SENT_TWICE)
    for reflection in recent:
        if not _write(reflection, text):
            return reflection
    reflection = Reflection(user=user, written_at=now)
    _write(reflection, text)
    reflection.save()
    return reflection


@transaction.atomic
def delete_reflection(*, reflection: Reflection) -> None:
    """Delete a reflection for ever; ratings that named it as an example keep their answer."""
    Reflection.objects.filter(pk=reflection.pk).delete()


@transaction.atomic
def delete_reflections(*, user: User) -> int:
    """Delete all reflections of a person for ever and return how many there were.

    Ratings that pointed to one stay, without the pointer. It needs no key: nothing is unsealed.
    """
    _rows, per_model = visible_reflections(user).only("pk").delete()
    return per_model.get(Reflection._meta.label, 0)


def last_change(check_in: CheckIn) -> Reflection | None:
    """Return the last reflection from before this check-in that has a change to try; one query."""
    return (
        Reflection.objects.filter(user=check_in.user_id, written_at__lt=check_in.started_at)
        .filter(Q(check_in=None) | ~Q(check_in=check_in.pk))
        .exclude(change="")
        .order_by("-written_at", "-pk")
        .first()
    )


def find_reflections(user: User, words: str) -> list[Reflection]:
    """Return a person's reflections that hold all these words, the latest first; one query.

    They are opened one by one and read here: the database cannot read them.
    """
    wanted = _plain(words).split()
    rows = visible_reflections(user).order_by("-written_at", "-pk")
    return [row for row in rows if all(word in _all_text(row) for word in wanted)]


def causes_in_words(causes: Collection[str]) -> tuple[str, ...]:
    """Return the causes that were ticked, in words."""
    return tuple(str(cause.label) for cause in Cause if cause in causes)


def is_reflected(reflection: Reflection) -> bool:
    """Return whether anything is written or ticked."""
    return bool(reflection.causes) or any(getattr(reflection, name) for name in TEXTS)


def _write(reflection: Reflection, text: ReflectionText) -> bool:
    """Put a text in a reflection and return whether that changes it."""
    wanted = vars(text) | {"causes": [cause.value for cause in Cause if cause in text.causes]}
    changes = {name: value for name, value in wanted.items() if getattr(reflection, name) != value}
    for name, value in changes.items():
        setattr(reflection, name, value)
    return bool(changes)


def _note(reflection: Reflection, result: ChangeResult | None) -> bool:
    wanted = result or ChangeResult()
    outcome = ChangeOutcome(wanted.outcome).value if wanted.outcome else ""
    if (reflection.outcome, reflection.outcome_note) == (outcome, wanted.note):
        return False
    reflection.outcome, reflection.outcome_note = outcome, wanted.note
    return True


def _all_text(reflection: Reflection) -> str:
    return _plain("\n".join(getattr(reflection, name) for name in TEXTS))


def _plain(text: str) -> str:
    """Return a text as it is compared: small letters, without accents."""
    parts = normalize("NFKD", text.casefold())
    return "".join(letter for letter in parts if not combining(letter))
