"""Check-ins: begun, focused, submitted, reopened; what is saved on the way is beside this.

A draft changes with each save. Submitting adds ratings, never changes one, and brings the current
levels up to date in the same transaction.
"""

from collections.abc import Collection, Sequence
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
from assessments.domain.checkin_ratings import ANSWER_FIELDS, first_answer, same_answer
from assessments.domain.checkin_rules import (
    CampaignClosed,
    NotAsked,
    NothingRated,
    NotInCampaign,
    WrongFocus,
    asked_competences,
    copied,
    count_save,
    locked_draft,
    refuse_closed,
    refuse_stale,
)
from assessments.domain.levels import keep_self
from assessments.enums import CheckInState
from assessments.models import Campaign, CheckIn, DraftRating, Rating
from cms.accounts.models import User


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
def choose_focus(*, check_in: CheckIn, competence_ids: Collection[int], now: datetime) -> CheckIn:
    """Set which competences a check-in is about, in a round that lets people choose.

    What was filled in for a competence that is no longer chosen is kept, and counts again when it
    is chosen again.

    Raises:
        CampaignClosed, AlreadySubmitted.
        WrongFocus: when the number is not the one asked, or one is not of the round.
    """
    locked = locked_draft(check_in, now)
    offered = set(locked.campaign.competences.values_list("pk", flat=True))
    wanted = set(competence_ids)
    if not wanted <= offered or len(wanted) != focus_size(locked.campaign, len(offered)):
        raise WrongFocus(f"round {locked.campaign_id}: {len(wanted)} chosen")
    if wanted != set(locked.focus.values_list("pk", flat=True)):
        locked.focus.set(wanted)
        count_save(locked)
    return copied(locked, check_in)


def focus_size(campaign: Campaign, offered: int) -> int:
    """Return how many competences somebody chooses of those offered; 0 where nobody chooses."""
    return min(campaign.focus_size or 0, offered)


@transaction.atomic
def note_paper(*, check_in: CheckIn, now: datetime) -> CheckIn:
    """Note that the answers of a paper form were typed in; the first time counts."""
    CheckIn.objects.filter(pk=check_in.pk, paper_entered_at=None).update(paper_entered_at=now)
    return check_in


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
        asked = set(asked_competences(locked).values_list("pk", flat=True))
        if not {action.competence_id for action in wanted} <= asked:
            raise NotInCampaign(f"round {locked.campaign_id}")
        replace_drafts(stored=stored, wanted=wanted)
        count_save(locked)
    return copied(locked, check_in)


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
        copied(locked, check_in)
        return Submission(0, 0, 0)
    refuse_closed(locked, now)
    refuse_stale(locked, revision)
    ratings = _add_ratings(locked, now)
    keep_self(user=locked.user, ratings=ratings)
    opened, kept = open_drafts(check_in=locked)
    locked.state, locked.submitted_at = CheckInState.SUBMITTED, now
    count_save(locked, "state", "submitted_at")
    copied(locked, check_in)
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
        count_save(locked, "state")
    return copied(locked, check_in)


def _add_ratings(check_in: CheckIn, now: datetime) -> list[Rating]:
    """Add a row for each answer that differs from the one submitted before in this check-in.

    Raises:
        NothingRated.
    """
    before = {row.competence_id: row for row in check_in.ratings.order_by("given_at", "pk")}
    asked = check_in.drafts.filter(competence__in=asked_competences(check_in).order_by())
    drafts = list(asked.exclude(answer="").order_by("competence__order"))
    if not drafts and not before:
        raise NothingRated(f"check-in {check_in.pk}")
    return Rating.objects.bulk_create(
        _rating_of(check_in, draft, now)
        for draft in drafts
        if draft.competence_id not in before or not same_answer(before[draft.competence_id], draft)
    )


def _rating_of(check_in: CheckIn, draft: DraftRating, now: datetime) -> Rating:
    answer, level = first_answer(draft)
    return Rating(
        user_id=check_in.user_id,
        check_in=check_in,
        competence_id=draft.competence_id,
        given_at=now,
        first_answer=answer,
        first_level=level,
        **{name: getattr(draft, name) for name in ANSWER_FIELDS},
    )
