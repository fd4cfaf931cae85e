"""Check-ins: begun, saved in parts, submitted, reopened; how they read is in checkin_overview.py.

A draft changes with each save. Submitting adds ratings, never changes one, and brings the current
levels up to date in the same transaction.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from assessments.domain.actions import (
    ActionDraft,
    draft_actions,
    open_drafts,
    planned,
    replace_drafts,
    same_plan,
)
from assessments.domain.audience import is_asked
from assessments.domain.checkin_rules import (
    CampaignClosed,
    NotAsked,
    NothingRated,
    NotInCampaign,
    locked_draft,
    refuse_closed,
    refuse_stale,
)
from assessments.domain.levels import keep_self
from assessments.enums import Cause, CheckInState
from assessments.models import Campaign, CheckIn, DraftRating, Rating, Reflection
from cms.accounts.models import User
from training.models import Competence, CompetenceVersion

ANSWER_FIELDS = ("version_id", "answer", "level", "evidence_line", "frequency")


@dataclass(frozen=True)
class RatingDraft:
    """What was filled in for a competence.

    Attributes:
        version_id: the competence version whose sentences were read.
        answer: a value of `RatingAnswer`; empty when not rated.
        level: 0-5 with an answer that is a level, else None.
        frequency: a value of `Frequency`, or empty.
    """

    competence_id: int
    version_id: int
    answer: str = ""
    level: int | None = None
    evidence_line: str = ""
    frequency: str = ""

    @property
    def is_blank(self) -> bool:
        return not (self.answer or self.evidence_line or self.frequency)


@dataclass(frozen=True)
class Submission:
    """What submitting did: ratings added, and actions opened or kept as a draft."""

    ratings: int
    actions_opened: int
    actions_kept: int


@transaction.atomic
def start_check_in(*, campaign: Campaign, user: User, now: datetime) -> CheckIn:
    """Return the check-in of a person in a round; the one that exists when begun before.

    Raises:
        NotAsked: when the round does not ask this person.
        CampaignClosed: when it takes no answers.
    """
    existing = CheckIn.objects.filter(campaign=campaign, user=user).first()
    if existing is not None:
        return existing
    if not is_asked(campaign, user, now):
        raise NotAsked(f"round {campaign.pk}")
    if not campaign.is_open_at(now):
        raise CampaignClosed(f"round {campaign.pk}")
    check_in, _created = CheckIn.objects.get_or_create(
        campaign=campaign, user=user, defaults={"started_at": now}
    )
    return check_in


@transaction.atomic
def save_ratings(
    *, check_in: CheckIn, drafts: Sequence[RatingDraft], revision: int, now: datetime
) -> CheckIn:
    """Store what was filled in for some competences; others keep what they had.

    Saving the same again changes nothing, also with the revision of before.

    Args:
        drafts: one per competence; a blank one takes away what was stored.
        revision: of the form that was filled in.

    Raises:
        CampaignClosed, AlreadySubmitted, StaleForm, NotInCampaign.
    """
    locked = locked_draft(check_in, now)
    rows = locked.drafts.filter(competence__in=[draft.competence_id for draft in drafts])
    stored = {row.competence_id: row for row in rows}
    changed = [draft for draft in drafts if _differs(stored.get(draft.competence_id), draft)]
    if changed:
        refuse_stale(locked, revision)
        _refuse_foreign(locked, [(draft.competence_id, draft.version_id) for draft in changed])
        _store(locked, changed, now)
        _count_save(locked)
    return _copied(locked, check_in)


@transaction.atomic
def save_reflection(
    *,
    check_in: CheckIn,
    works: str,
    does_not_work: str,
    why: str,
    causes: Collection[str],
    revision: int,
    now: datetime,
) -> CheckIn:
    """Store the reflection; it is for the adviser alone, for ever.

    Args:
        causes: values of `Cause`.

    Raises:
        CampaignClosed, AlreadySubmitted, StaleForm.
    """
    locked = locked_draft(check_in, now)
    wanted = {
        "works": works,
        "does_not_work": does_not_work,
        "why": why,
        "causes": [cause.value for cause in Cause if cause in causes],
    }
    stored = Reflection.objects.filter(check_in=locked).first() or Reflection(
        check_in=locked, user_id=locked.user_id
    )
    if any(getattr(stored, name) != value for name, value in wanted.items()):
        refuse_stale(locked, revision)
        for name, value in wanted.items():
            setattr(stored, name, value)
        stored.written_at = now
        stored.save()
        _count_save(locked)
    return _copied(locked, check_in)


@transaction.atomic
def save_actions(
    *, check_in: CheckIn, actions: Sequence[ActionDraft], revision: int, now: datetime
) -> CheckIn:
    """Store planned actions as drafts in place of the drafts before; opened ones stay.

    Raises:
        CampaignClosed, AlreadySubmitted, StaleForm, NotInCampaign.
        ActionRefused: when there are more than three, one does not go up or lies in the past.
    """
    locked = locked_draft(check_in, now)
    wanted = planned(check_in=locked, actions=actions, today=timezone.localdate(now))
    stored = list(draft_actions(locked))
    if not same_plan(stored, wanted):
        refuse_stale(locked, revision)
        asked = set(locked.campaign.competences.values_list("pk", flat=True))
        if not {action.competence_id for action in wanted} <= asked:
            raise NotInCampaign(f"round {locked.campaign_id}")
        replace_drafts(stored=stored, wanted=wanted)
        _count_save(locked)
    return _copied(locked, check_in)


@transaction.atomic
def submit_check_in(*, check_in: CheckIn, revision: int, now: datetime) -> Submission:
    """Add the ratings that are new or changed and close the form; repeating it does nothing.

    Raises:
        CampaignClosed, StaleForm.
        NothingRated: when no competence has an answer.
    """
    Campaign.objects.select_for_update().get(pk=check_in.campaign_id)  # waits while it is closed
    locked = (
        CheckIn.objects.select_for_update(of=("self",))
        .select_related("campaign", "user")
        .get(pk=check_in.pk)
    )
    if locked.state == CheckInState.SUBMITTED:
        _copied(locked, check_in)
        return Submission(0, 0, 0)
    refuse_closed(locked, now)
    refuse_stale(locked, revision)
    ratings = _add_ratings(locked, now)
    keep_self(user=locked.user, ratings=ratings)
    opened, kept = open_drafts(check_in=locked)
    locked.state, locked.submitted_at = CheckInState.SUBMITTED, now
    _count_save(locked, "state", "submitted_at")
    _copied(locked, check_in)
    return Submission(len(ratings), opened, kept)


@transaction.atomic
def reopen_check_in(*, check_in: CheckIn, now: datetime) -> CheckIn:
    """Let a submitted check-in be changed again; the drafts and the ratings given stay.

    Raises:
        CampaignClosed: when the round takes no answers any more.
    """
    locked = (
        CheckIn.objects.select_for_update(of=("self",))
        .select_related("campaign")
        .get(pk=check_in.pk)
    )
    refuse_closed(locked, now)
    if locked.state == CheckInState.SUBMITTED:
        locked.state = CheckInState.IN_PROGRESS
        _count_save(locked, "state")
    return _copied(locked, check_in)


def _differs(stored: DraftRating | None, draft: RatingDraft) -> bool:
    if stored is None:
        return not draft.is_blank
    return draft.is_blank or _answer_of(stored) != _answer_of(draft)


def _answer_of(row: DraftRating | Rating | RatingDraft) -> tuple:
    return tuple(getattr(row, name) for name in ANSWER_FIELDS)


def _refuse_foreign(check_in: CheckIn, pairs: Iterable[tuple[int, int]]) -> None:
    asked = Competence.objects.filter(campaigns=check_in.campaign_id)
    known = CompetenceVersion.objects.filter(competence__in=asked)
    if not set(pairs) <= set(known.values_list("competence_id", "pk")):
        raise NotInCampaign(f"round {check_in.campaign_id}")


def _store(check_in: CheckIn, drafts: Sequence[RatingDraft], now: datetime) -> None:
    """Write the drafts in one statement, and take the blank ones away in another."""
    DraftRating.objects.bulk_create(
        [
            DraftRating(check_in=check_in, saved_at=now, **vars(draft))
            for draft in drafts
            if not draft.is_blank
        ],
        update_conflicts=True,
        unique_fields=["check_in", "competence"],
        update_fields=["version", "answer", "level", "evidence_line", "frequency", "saved_at"],
    )
    blank = [draft.competence_id for draft in drafts if draft.is_blank]
    if blank:
        check_in.drafts.filter(competence__in=blank).delete()


def _add_ratings(check_in: CheckIn, now: datetime) -> list[Rating]:
    """Add a row for each answer that differs from the one submitted before in this check-in.

    Raises:
        NothingRated.
    """
    before = {row.competence_id: row for row in check_in.ratings.order_by("given_at", "pk")}
    drafts = list(check_in.drafts.exclude(answer="").order_by("competence__order"))
    if not drafts and not before:
        raise NothingRated(f"check-in {check_in.pk}")
    return Rating.objects.bulk_create(
        Rating(
            user_id=check_in.user_id,
            check_in=check_in,
            competence_id=draft.competence_id,
            given_at=now,
            **{name: getattr(draft, name) for name in ANSWER_FIELDS},
        )
        for draft in drafts
        if draft.competence_id not in before
        or _answer_of(before[draft.competence_id]) != _answer_of(draft)
    )


def _count_save(check_in: CheckIn, *fields: str) -> None:
    check_in.revision += 1
    check_in.save(update_fields=["revision", *fields])


def _copied(locked: CheckIn, check_in: CheckIn) -> CheckIn:
    """Bring the caller's object up to date with what is stored."""
    check_in.state, check_in.revision = locked.state, locked.revision
    check_in.submitted_at = locked.submitted_at
    return check_in
