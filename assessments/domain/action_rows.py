"""Actions as they read: in words, with the moves that are possible."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from assessments.domain.actions import MOST, MOVES, RUNNING
from assessments.enums import ActionState, CheckInState
from assessments.models import Action
from cms.accounts.models import User
from training.domain.framework import level_labels
from training.enums import ActivityKind


@dataclass(frozen=True)
class Move:
    """A state that an action may go to, and what the button says."""

    state: str
    label: str


@dataclass(frozen=True)
class ActionRow:
    """An action in words.

    Attributes:
        competence: its code, the same in every language.
        moves: none as long as its check-in is being filled in.
    """

    id: int
    competence: str
    what: str
    to_label: str
    until: date
    state: str
    state_label: str
    is_late: bool = False
    moves: tuple[Move, ...] = ()
    kind_label: str = ""
    support: str = ""
    support_shared: bool = False
    evidence: str = ""
    reason: str = ""

    @property
    def may_be_done(self) -> bool:
        return any(move.state == ActionState.DONE for move in self.moves)

    @property
    def may_be_let_go(self) -> bool:
        return any(move.state == ActionState.LET_GO for move in self.moves)

    @property
    def plain_moves(self) -> tuple[Move, ...]:
        """Return the moves that ask nothing more."""
        ends = (ActionState.DONE, ActionState.LET_GO)
        return tuple(move for move in self.moves if move.state not in ends)


@dataclass(frozen=True)
class ActionLog:
    """The actions of a person: running now, waiting because three were running, and over."""

    running: tuple[ActionRow, ...]
    waiting: tuple[ActionRow, ...]
    over: tuple[ActionRow, ...]

    @property
    def has_room(self) -> bool:
        """Return whether another action may be opened."""
        return len(self.running) < MOST


def action_log(user: User, language: str, today: date) -> ActionLog:
    """Return the actions of a person; those of an unfinished check-in are left out; two queries."""
    actions = (
        Action.objects.filter(user=user)
        .exclude(state=ActionState.DRAFT, check_in__state=CheckInState.IN_PROGRESS)
        .select_related("competence")
        .order_by("until", "pk")
    )
    labels = level_labels(language)
    rows = [row_of(action, labels, today, movable=True) for action in actions]
    running = tuple(row for row in rows if row.state in RUNNING)
    waiting = tuple(row for row in rows if row.state == ActionState.DRAFT)
    over = tuple(row for row in rows if row not in running and row not in waiting)
    return ActionLog(running, waiting, over[::-1])


def row_of(
    action: Action, labels: Mapping[int, str], today: date, *, movable: bool = False
) -> ActionRow:
    """Return an action in words; no query when its competence was selected with it."""
    state = ActionState(action.state)
    return ActionRow(
        id=action.pk,
        competence=action.competence.code,
        what=action.what,
        to_label=labels.get(action.to_level, ""),
        until=action.until,
        state=state.value,
        state_label=str(state.label),
        is_late=state in RUNNING and action.until < today,
        moves=tuple(Move(to.value, _button(to)) for to in MOVES[state]) if movable else (),
        kind_label=str(ActivityKind(action.kind).label) if action.kind else "",
        support=action.support,
        support_shared=action.support_shared,
        evidence=action.evidence,
        reason=action.reason,
    )


def _button(state: ActionState) -> str:
    return {
        ActionState.OPEN: _("Open it"),
        ActionState.BUSY: _("I am busy with it"),
        ActionState.DONE: _("Done"),
        ActionState.LET_GO: _("Let it go"),
    }[state]
