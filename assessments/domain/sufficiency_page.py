"""One sufficiency rule as managers read it: its answers, its alert, what is done and who did it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from assessments.domain.alert_states import may
from assessments.domain.disclosure_sufficiency import what_if
from assessments.domain.sufficiency_rows import (
    ActionRow,
    RuleRow,
    StatusTag,
    Words,
    action_rows,
    row_of,
    tag_of,
    whole,
    words_for,
)
from assessments.domain.sufficiency_words import more_in_words, what_if_in_words
from assessments.enums import AlertAct, AlertState, SufficiencyDeed
from assessments.models import Alert, SufficiencyRule, SufficiencyStatus
from assessments.models.sufficiency import SHORT


@dataclass(frozen=True)
class TrailRow:
    """One line of the trail. `who` is empty for somebody who has left Peil."""

    at: datetime
    label: str
    who: str
    by_snapshot: bool
    terms: str


@dataclass(frozen=True)
class WhatIf:
    """How it would stand if so many more people reached the level."""

    reach: int
    words: str


@dataclass(frozen=True)
class RulePage:
    """Everything about one rule.

    Attributes:
        history: every answer, the oldest first.
        more: how many more people it would take, in words; empty when that is not told.
        actions: of the running alert, the newest first; of the last one when none runs.
        may_*: what can be done about the alert now.
    """

    row: RuleRow
    start: date
    until: date | None
    history: tuple[StatusTag, ...]
    more: str
    alert_id: int | None
    may_acknowledge: bool
    may_plan: bool
    may_finish: bool
    actions: tuple[ActionRow, ...]
    trail: tuple[TrailRow, ...]
    what_if: WhatIf | None


def rule_page(
    rule: SufficiencyRule, language: str, now: datetime, reach: int | None = None
) -> RulePage:
    """Return the page of a rule; a fixed number of queries.

    Args:
        reach: of how many people to say what it would change; None: not asked.
    """
    found = whole(SufficiencyRule.objects.filter(pk=rule.pk)).get()
    words = words_for([found], language, now)
    row = row_of(found, words)
    statuses = list(found.statuses.all())
    last = statuses[-1] if statuses else None
    alerts = list(found.alerts.all())
    alert = alerts[0] if alerts else None
    running = alert if alert is not None and alert.state != AlertState.CLOSED else None
    return RulePage(
        row=row,
        start=found.start,
        until=found.until,
        history=tuple(tag_of(status, found, words) for status in statuses),
        more=more_in_words(_step(last)),
        alert_id=running.pk if running else None,
        may_acknowledge=_may(running, AlertAct.ACKNOWLEDGE),
        may_plan=_may(running, AlertAct.PLAN),
        may_finish=_may(running, AlertAct.FINISH),
        actions=action_rows(alert, words),
        trail=tuple(_trail(found, words)),
        what_if=_what_if(last, reach),
    )


def _trail(rule: SufficiencyRule, words: Words) -> Iterable[TrailRow]:
    before: tuple[int, int, int] | None = None
    rows = []
    for event in rule.events.select_related("who").order_by("at", "pk"):
        terms = (event.level, event.people, event.months)
        rows.append(
            TrailRow(
                at=event.at,
                label=str(SufficiencyDeed(event.deed).label),
                who=str(event.who or ""),
                by_snapshot=event.by_snapshot,
                terms="" if terms == before else words.terms(*terms),
            )
        )
        before = terms
    return reversed(rows)


def _may(alert: Alert | None, act: AlertAct) -> bool:
    return alert is not None and may(alert.state, act)


def _step(status: SufficiencyStatus | None) -> tuple[int, int] | None:
    if status is None or status.status not in SHORT:
        return None
    if status.more_from is None or status.more_to is None:
        return None
    return status.more_from, status.more_to


def _what_if(status: SufficiencyStatus | None, reach: int | None) -> WhatIf | None:
    step = _step(status)
    if step is None or reach is None:
        return None
    least, is_certain = what_if(step, reach)
    return WhatIf(reach, what_if_in_words(reach, least, is_certain=is_certain))
