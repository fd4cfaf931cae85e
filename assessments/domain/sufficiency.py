"""Sufficiency rules and what managers do about alerts: verbs, each with a line in the trail.

The answers come with a snapshot (`sufficiency_check.py`); what may be told is rule 6
(`disclosure_sufficiency.py`).
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from assessments.domain.alert_states import RUNNING, after
from assessments.domain.disclosure_sufficiency import overlaps
from assessments.enums import AlertAct, AlertState, SufficiencyDeed
from assessments.models import Alert, AlertAction, SufficiencyEvent, SufficiencyRule
from cms.accounts.models import Organisation, Team, User


class RuleRefused(ValueError):
    """A sufficiency rule cannot be made or changed so; the subclass says why."""


class PlaceTaken(RuleRefused):
    """The part itself, or one above or below it, has a rule for this competence and evidence.

    Attributes:
        team: the part that has it.
    """

    def __init__(self, team: Team) -> None:
        super().__init__(f"team {team.pk}")
        self.team = team


class RuleEnded(RuleRefused):
    """A rule that has ended is not changed."""


class ActionInPast(ValueError):
    """The day by which an action is done has passed."""


@dataclass(frozen=True)
class RuleTerms:
    """At least `people` people at `level` (1-5) or higher, evidence at most `months` (1-12) old."""

    level: int
    people: int
    months: int


@dataclass(frozen=True)
class PlannedAction:
    """What is done about an alert.

    Attributes:
        owner: who sees to it.
        hours: of work for everybody together.
        money: in euro, when it costs any.
    """

    what: str
    owner: User
    due: date
    hours: int
    money: Decimal | None = None


@transaction.atomic
def make_rule(
    *, team: Team, competence_id: int, evidence: str, terms: RuleTerms, by: User, now: datetime
) -> SufficiencyRule:
    """Return a new rule; the same one when it holds already.

    It is answered from the next snapshot on: no snapshot that was taken is asked again.

    Raises:
        PlaceTaken: when another rule is on the team, or on one above or below it.
    """
    Organisation.objects.select_for_update().get(pk=team.organisation_id)
    here = SufficiencyRule.objects.active().filter(
        organisation=team.organisation_id, competence=competence_id, evidence=evidence
    )
    for other in here.select_related("team"):
        if other.team_id == team.pk and _terms(other) == terms:
            return other
        if overlaps(other.team.path, team.path):
            raise PlaceTaken(other.team)
    rule = SufficiencyRule.objects.create(
        organisation_id=team.organisation_id,
        team=team,
        competence_id=competence_id,
        evidence=evidence,
        start=timezone.localdate(now),
        made_by=by,
        **vars(terms),
    )
    note(rule, SufficiencyDeed.MADE, now, by)
    return rule


@transaction.atomic
def change_rule(
    *, rule: SufficiencyRule, terms: RuleTerms, by: User, now: datetime
) -> SufficiencyRule:
    """Let a rule ask something else from the next snapshot on; the answers given stay.

    Raises:
        RuleEnded: when it has ended.
    """
    locked = _locked(rule)
    if locked.until is not None:
        raise RuleEnded(f"rule {rule.pk}")
    if _terms(locked) != terms:
        for name, value in vars(terms).items():
            setattr(locked, name, value)
        locked.save(update_fields=list(vars(terms)))
        note(locked, SufficiencyDeed.CHANGED, now, by)
    return locked


@transaction.atomic
def end_rule(*, rule: SufficiencyRule, by: User, now: datetime) -> SufficiencyRule:
    """Let a rule ask nothing any more, and close its alert; the history stays."""
    locked = _locked(rule)
    if locked.until is None:
        locked.until = timezone.localdate(now)
        locked.save(update_fields=["until"])
        note(locked, SufficiencyDeed.ENDED, now, by)
        alert = locked.alerts.select_for_update().filter(state__in=RUNNING).first()
        if alert is not None:
            alert.state, alert.closed_at = after(alert.state, AlertAct.WITHDRAW), now
            alert.save(update_fields=["state", "closed_at"])
            note(locked, SufficiencyDeed.CLOSED, now, by)
    return locked


@transaction.atomic
def acknowledge(*, alert: Alert, by: User, now: datetime) -> Alert:
    """Let an alert be known to whoever sees to it; one that is further on stays as it is.

    Raises:
        NoSuchAct: when it is closed.
    """
    locked = _locked_alert(alert)
    if locked.state in (AlertState.ACKNOWLEDGED, AlertState.PLANNED, AlertState.DONE):
        return locked
    return _move(locked, AlertAct.ACKNOWLEDGE, SufficiencyDeed.ACKNOWLEDGED, by, now)


@transaction.atomic
def plan_action(*, alert: Alert, action: PlannedAction, by: User, now: datetime) -> AlertAction:
    """Plan what is done about an alert; the same action that runs already stays the only one.

    Raises:
        NoSuchAct: when the alert is closed.
        ActionInPast: when its day has passed.
    """
    if action.due < timezone.localdate(now):
        raise ActionInPast(f"{action.due}")
    locked = _locked_alert(alert)
    same = locked.actions.filter(done_at__isnull=True, **vars(action)).first()
    if same is not None and locked.state == AlertState.PLANNED:
        return same
    _move(locked, AlertAct.PLAN, SufficiencyDeed.PLANNED, by, now)
    return AlertAction.objects.create(alert=locked, planned_at=now, **vars(action))


@transaction.atomic
def finish_action(*, alert: Alert, by: User, now: datetime) -> Alert:
    """Say that what was planned is done; the next snapshot says whether it helped.

    Raises:
        NoSuchAct: when nothing is planned.
    """
    locked = _locked_alert(alert)
    if locked.state == AlertState.DONE:
        return locked
    locked.actions.filter(done_at__isnull=True).update(done_at=now)
    return _move(locked, AlertAct.FINISH, SufficiencyDeed.DONE, by, now)


def note(rule: SufficiencyRule, deed: SufficiencyDeed, now: datetime, by: User) -> None:
    """Add a line to the trail of a rule, inside the caller's transaction."""
    SufficiencyEvent.objects.create(rule=rule, deed=deed, at=now, who=by, **vars(_terms(rule)))


def _terms(rule: SufficiencyRule) -> RuleTerms:
    return RuleTerms(rule.level, rule.people, rule.months)


def _locked(rule: SufficiencyRule) -> SufficiencyRule:
    return SufficiencyRule.objects.select_for_update().get(pk=rule.pk)


def _locked_alert(alert: Alert) -> Alert:
    rows = Alert.objects.select_for_update(of=("self",)).select_related("rule")
    return rows.get(pk=alert.pk)


def _move(alert: Alert, act: AlertAct, deed: SufficiencyDeed, by: User, now: datetime) -> Alert:
    alert.state = after(alert.state, act)
    alert.save(update_fields=["state"])
    note(alert.rule, deed, now, by)
    return alert
