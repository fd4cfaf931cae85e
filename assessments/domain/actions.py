"""Actions: what an adviser plans to do about a competence, at most three at a time.

Drafts are made in a check-in and opened when it is submitted; outside it an action opens at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

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


class ReasonMissing(ActionRefused):
    """An action is let go without saying why."""


@dataclass(frozen=True)
class ActionDraft:
    """What was filled in for an action; the level it starts from is known already.

    Attributes:
        kind: a value of `ActivityKind`, or empty.
        support: what the person needs; it goes along in a share only when `support_shared`.
        evidence: what will show that it was done.
    """

    competence_id: int
    to_level: int
    what: str
    until: date
    kind: str = ""
    support: str = ""
    support_shared: bool = False
    evidence: str = ""


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
    rows = [_made(check_in.user_id, action, levels, today) for action in actions]
    for row in rows:
        row.check_in = check_in
    return rows


@transaction.atomic
def add_action(*, user: User, action: ActionDraft, today: date) -> Action:
    """Open an action outside a check-in; the same one that runs already stays the only one.

    Raises:
        TooManyActions: when it would be the fourth that runs.
        ActionNotUp, ActionInPast.
    """
    _queue_up(user.pk)
    row = _made(user.pk, action, current_levels(user), today)
    running = list(running_actions(user))
    same = next((other for other in running if _content(other) == _content(row)), None)
    if same is not None:
        return same
    if len(running) >= MOST:
        raise TooManyActions(f"{MOST} are running")
    row.state = ActionState.OPEN
    row.save()
    return row


def current_levels(user: User) -> dict[int, int]:
    """Return {competence id: level} of the self-ratings that stand."""
    kept = CurrentLevel.objects.filter(user=user, evidence=Evidence.SELF, level__isnull=False)
    rows = kept.values_list("competence_id", "level")
    return {competence_id: level for competence_id, level in rows if level is not None}


def _made(user_id: int, action: ActionDraft, levels: dict[int, int], today: date) -> Action:
    """Return an action that is not stored yet.

    Raises:
        ActionNotUp, ActionInPast.
    """
    if action.to_level <= levels.get(action.competence_id, -1):
        raise ActionNotUp(f"to level {action.to_level}")
    if action.until < today:
        raise ActionInPast(f"until {action.until}")
    level = levels.get(action.competence_id)
    return Action(user_id=user_id, from_level=level, **vars(action))


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
def move_action(
    *, action: Action, state: str, now: datetime, reason: str = "", evidence: str = ""
) -> Action:
    """Bring an action to its next state; one that is there already stays there.

    Args:
        reason: why it is let go.
        evidence: what shows that it was done; empty leaves what was noted before.

    Raises:
        NoSuchMove: when the state does not follow on the one it has.
        ReasonMissing: when it is let go without a reason.
        TooManyActions: when it would be the fourth that runs.
    """
    _queue_up(action.user_id)
    action.refresh_from_db(fields=["state", "evidence"])
    if action.state == state:
        return action
    if state not in MOVES[ActionState(action.state)]:
        raise NoSuchMove(f"from {action.state} to {state}")
    if state == ActionState.OPEN and running_actions(action.user).count() >= MOST:
        raise TooManyActions(f"{MOST} are running")
    if state == ActionState.LET_GO and not reason.strip():
        raise ReasonMissing(f"action {action.pk}")
    action.state = ActionState(state)
    if not MOVES[action.state]:
        action.ended_at = now
    action.reason = reason.strip() if state == ActionState.LET_GO else ""
    action.evidence = evidence.strip() or action.evidence
    action.save(update_fields=["state", "ended_at", "reason", "evidence"])
    return action


def _queue_up(user_id: int) -> None:
    """Let changes of one person wait for each other, so that two never see the same room."""
    User.objects.select_for_update(no_key=True).get(pk=user_id)


def _content(action: Action) -> tuple:
    names = (*ActionDraft.__dataclass_fields__, "from_level")
    return tuple(getattr(action, name) for name in names)
