"""Actions: what an adviser plans to do about a competence, at most three at a time.

Drafts are made in a check-in and opened when it is submitted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from assessments.enums import ActionState, Evidence
from assessments.models import Action, CheckIn, CurrentLevel, DraftRating
from cms.accounts.models import User

MOST = 3
RUNNING = (ActionState.OPEN, ActionState.BUSY)
MOVES = {
    ActionState.DRAFT: (ActionState.OPEN, ActionState.LET_GO),
    ActionState.OPEN: (ActionState.BUSY, ActionState.DONE, ActionState.LET_GO),
    ActionState.BUSY: (ActionState.DONE, ActionState.LET_GO),
    ActionState.DONE: (),
    ActionState.LET_GO: (),
}


class ActionRefused(ValueError):
    """An action breaks a rule; the subclass says which."""


class TooManyActions(ActionRefused):
    """There would be more than three."""


class ActionNotUp(ActionRefused):
    """The level aimed for is not above the level where the person stands."""


class ActionInPast(ActionRefused):
    """The day until which the action runs has passed."""


class NoSuchMove(ActionRefused):
    """An action cannot go from its state to the one that was asked."""


@dataclass(frozen=True)
class ActionDraft:
    """What was filled in for an action; the level it starts from is known already."""

    competence_id: int
    to_level: int
    what: str
    until: date


def running_actions(user: User) -> QuerySet[Action]:
    """Return the actions that a person works on: open or busy, the first to end first."""
    return Action.objects.filter(user=user, state__in=RUNNING).order_by("until", "pk")


def levels_before(check_in: CheckIn, drafts: Iterable[DraftRating] | None = None) -> dict[int, int]:
    """Return {competence id: level} where an action may start: as just rated, else as it stood.

    As it stood is left out where a round keeps earlier ratings out of sight until rated.

    Args:
        drafts: of the check-in, when they were read already.
    """
    kept = CurrentLevel.objects.filter(user=check_in.user_id, evidence=Evidence.SELF)
    if check_in.campaign.hides_until_rated:
        kept = kept.none()
    levels = dict(kept.values_list("competence_id", "level"))
    for draft in check_in.drafts.all() if drafts is None else drafts:
        if draft.answer:
            levels[draft.competence_id] = draft.level
    return {competence_id: level for competence_id, level in levels.items() if level is not None}


def planned(*, check_in: CheckIn, actions: Sequence[ActionDraft], today: date) -> list[Action]:
    """Return the actions as unsaved drafts.

    Raises:
        TooManyActions, ActionNotUp, ActionInPast.
    """
    if len(actions) > MOST:
        raise TooManyActions(f"{len(actions)} actions")
    levels = levels_before(check_in)
    for action in actions:
        if action.to_level <= levels.get(action.competence_id, -1):
            raise ActionNotUp(f"to level {action.to_level}")
        if action.until < today:
            raise ActionInPast(f"until {action.until}")
    return [
        Action(
            user_id=check_in.user_id,
            check_in=check_in,
            competence_id=action.competence_id,
            from_level=levels.get(action.competence_id),
            to_level=action.to_level,
            what=action.what,
            until=action.until,
        )
        for action in actions
    ]


def draft_actions(check_in: CheckIn) -> QuerySet[Action]:
    """Return the actions of a check-in that were not opened yet, in the order of their making."""
    return check_in.actions.filter(state=ActionState.DRAFT).order_by("pk")


def replace_drafts(*, stored: Sequence[Action], wanted: Sequence[Action]) -> None:
    """Store drafts in place of the ones before; inside the transaction of the caller."""
    if stored:
        Action.objects.filter(pk__in=[action.pk for action in stored]).delete()
    Action.objects.bulk_create(wanted)


def same_plan(stored: Iterable[Action], wanted: Iterable[Action]) -> bool:
    """Return whether two lists of drafts say the same."""
    return [_content(action) for action in stored] == [_content(action) for action in wanted]


def open_drafts(*, check_in: CheckIn) -> tuple[int, int]:
    """Open the drafts of a check-in as far as there is room; inside the caller's transaction.

    Returns:
        How many were opened, and how many stay a draft because three are running.
    """
    drafts = list(draft_actions(check_in).values_list("pk", flat=True))
    if not drafts:
        return 0, 0
    _queue_up(check_in.user_id)
    room = max(0, MOST - running_actions(check_in.user).count())
    opened = Action.objects.filter(pk__in=drafts[:room]).update(state=ActionState.OPEN)
    return opened, len(drafts) - opened


@transaction.atomic
def move_action(*, action: Action, state: str) -> Action:
    """Bring an action to its next state; one that is there already stays there.

    Raises:
        NoSuchMove: when the state does not follow on the one it has.
        TooManyActions: when it would be the fourth that runs.
    """
    _queue_up(action.user_id)
    action.refresh_from_db(fields=["state"])
    if action.state == state:
        return action
    if state not in MOVES[ActionState(action.state)]:
        raise NoSuchMove(f"from {action.state} to {state}")
    if state == ActionState.OPEN and running_actions(action.user).count() >= MOST:
        raise TooManyActions(f"{MOST} are running")
    action.state = ActionState(state)
    action.save(update_fields=["state"])
    return action


def _queue_up(user_id: int) -> None:
    """Let changes of one person wait for each other, so that two never see the same room."""
    User.objects.select_for_update(no_key=True).get(pk=user_id)


def _content(action: Action) -> tuple:
    return (action.competence_id, action.from_level, action.to_level, action.what, action.until)
