"""Sufficiency rules as rows: in the list of a manager, and beside the report of a team."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch
from django.utils import timezone

from assessments.domain.alert_states import NEW, RUNNING
from assessments.domain.sufficiency_words import MARKS, next_step, terms_in_words
from assessments.enums import AlertState, Evidence, SufficiencyState, WhyUnknown
from assessments.models import Alert, AlertAction, SufficiencyRule, SufficiencyStatus
from assessments.models.sufficiency import SufficiencyRuleQuerySet
from cms.accounts.models import Team
from training.domain.framework import competences_in, level_labels

ORDER = {
    SufficiencyState.INSUFFICIENT: 0,
    SufficiencyState.FRAGILE: 1,
    SufficiencyState.UNKNOWN: 2,
    SufficiencyState.SUFFICIENT: 3,
}


@dataclass(frozen=True)
class StatusTag:
    """One answer: its word, its mark and the day; `terms` when they were other than now."""

    state: SufficiencyState
    label: str
    mark: str
    day: date
    why: str = ""
    terms: str = ""


@dataclass(frozen=True)
class ActionRow:
    """What is done about an alert. `owner` is empty when that person has left Peil."""

    what: str
    owner: str
    due: date
    hours: int
    money: Decimal | None
    is_late: bool
    done_at: datetime | None


@dataclass(frozen=True)
class RuleRow:
    """One rule in a list.

    Attributes:
        status: the newest answer; None before the first.
        alert: the state of the alert that runs, in words; empty without one.
        action: the one that is planned.
        step: the next thing to do, in words.
    """

    id: int
    competence: str
    team: str
    team_id: int
    terms: str
    evidence: str
    status: StatusTag | None
    alert: str
    is_new: bool
    action: ActionRow | None
    step: str
    has_ended: bool


@dataclass(frozen=True)
class Words:
    competences: Mapping[int, str]
    levels: Mapping[int, str]
    today: date

    def terms(self, level: int, people: int, months: int) -> str:
        return terms_in_words(people, level, self.levels.get(level, ""), months)


def rule_rows(rules: SufficiencyRuleQuerySet, language: str, now: datetime) -> list[RuleRow]:
    """Return rules, what is short first and what has ended last; a fixed number of queries."""
    found = list(whole(rules))
    if not found:
        return []
    words = words_for(found, language, now)
    rows = [row_of(rule, words) for rule in found]
    return sorted(rows, key=_urgency)


def short_rows(team: Team, language: str, now: datetime) -> list[RuleRow]:
    """Return the rules of a team, or one below it, about which an alert runs; new alerts first."""
    rules = SufficiencyRule.objects.filter(
        organisation=team.organisation_id,
        team__path__startswith=team.path,
        alerts__state__in=RUNNING,
    )
    return sorted(rule_rows(rules, language, now), key=lambda row: not row.is_new)


def whole(rules: SufficiencyRuleQuerySet) -> SufficiencyRuleQuerySet:
    actions = AlertAction.objects.select_related("owner")
    alerts = Alert.objects.prefetch_related(Prefetch("actions", actions))
    statuses = SufficiencyStatus.objects.select_related("snapshot")
    return (
        rules.select_related("team", "competence")
        .distinct()
        .prefetch_related(Prefetch("statuses", statuses), Prefetch("alerts", alerts))
    )


def words_for(rules: Iterable[SufficiencyRule], language: str, now: datetime) -> Words:
    codes = {rule.competence.code for rule in rules}
    return Words(
        {info.id: f"{info.code} {info.name}" for info in competences_in(language, codes=codes)},
        level_labels(language),
        timezone.localdate(now),
    )


def row_of(rule: SufficiencyRule, words: Words) -> RuleRow:
    statuses = list(rule.statuses.all())
    running = next((each for each in rule.alerts.all() if each.state in RUNNING), None)
    actions = [action for action in action_rows(running, words) if action.done_at is None]
    state = AlertState(running.state) if running else None
    return RuleRow(
        id=rule.pk,
        competence=words.competences.get(rule.competence_id, rule.competence.code),
        team=rule.team.name,
        team_id=rule.team_id,
        terms=words.terms(rule.level, rule.people, rule.months),
        evidence=str(Evidence(rule.evidence).label),
        status=tag_of(statuses[-1], rule, words) if statuses else None,
        alert=str(state.label) if state else "",
        is_new=state in NEW,
        action=actions[0] if actions else None,
        step=next_step(state),
        has_ended=rule.until is not None,
    )


def _urgency(row: RuleRow) -> tuple[bool, bool, int, str]:
    place = ORDER[row.status.state] if row.status else ORDER[SufficiencyState.UNKNOWN]
    return row.has_ended, not row.alert, place, row.competence


def tag_of(status: SufficiencyStatus, rule: SufficiencyRule, words: Words) -> StatusTag:
    state = SufficiencyState(status.status)
    then = (status.level, status.people, status.months)
    return StatusTag(
        state=state,
        label=str(state.label),
        mark=MARKS[state],
        day=timezone.localdate(status.snapshot.taken_at),
        why=str(WhyUnknown(status.why_unknown).label) if status.why_unknown else "",
        terms="" if then == (rule.level, rule.people, rule.months) else words.terms(*then),
    )


def action_rows(alert: Alert | None, words: Words) -> tuple[ActionRow, ...]:
    actions: Sequence[AlertAction] = list(alert.actions.all()) if alert else []
    return tuple(
        ActionRow(
            what=action.what,
            owner=str(action.owner or ""),
            due=action.due,
            hours=action.hours,
            money=action.money,
            is_late=action.done_at is None and action.due < words.today,
            done_at=action.done_at,
        )
        for action in actions
    )
