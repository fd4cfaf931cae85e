"""Answering the sufficiency rules of an organisation once, inside the making of a snapshot.

Everybody is looked at once per competence and kind of evidence that is asked for, however many
rules there are; the number of queries does not depend on the number of rules or people.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from assessments.domain.alert_states import RUNNING, after, deed_of_check
from assessments.domain.disclosure_sufficiency import (
    REST,
    Answer,
    Group,
    Terms,
    answer,
    governed_by,
    is_resting,
)
from assessments.domain.snapshot_cells import Parents
from assessments.domain.snapshot_people import Gathered
from assessments.domain.sufficiency_evidence import Given, Kind, given_when
from assessments.enums import (
    AlertAct,
    AlertState,
    SufficiencyDeed,
    SufficiencyState,
    WhyUnknown,
)
from assessments.models import (
    Alert,
    AlertAction,
    Cell,
    Snapshot,
    SufficiencyEvent,
    SufficiencyRule,
    SufficiencyStatus,
)
from assessments.models.sufficiency import SHORT

BATCH = 500


@dataclass(frozen=True)
class Asked:
    """One rule with its answer."""

    rule: SufficiencyRule
    answer: Answer


def check_rules(
    *, snapshot: Snapshot, people: Gathered, parents: Parents, now: datetime
) -> list[SufficiencyStatus]:
    """Store the answers of a snapshot and what they do to alerts; called in its transaction.

    Nothing happens the second time.

    Args:
        people: of the snapshot, each with a team of the tree.
        parents: the tree of the snapshot.
    """
    rules = _rules(snapshot, parents, people, now)
    if not rules or SufficiencyStatus.objects.filter(snapshot=snapshot).exists():
        return []
    asked = list(_answered(snapshot, rules, people, parents, now))
    statuses = SufficiencyStatus.objects.bulk_create(
        [_status(snapshot, each) for each in asked], batch_size=BATCH
    )
    _raise_and_recheck(snapshot, asked, now)
    return statuses


def _rules(
    snapshot: Snapshot, parents: Parents, people: Gathered, now: datetime
) -> dict[Kind, list[SufficiencyRule]]:
    """Return the rules about what the round asked, on teams that it asked."""
    found: dict[Kind, list[SufficiencyRule]] = defaultdict(list)
    rows = SufficiencyRule.objects.active().filter(
        organisation=snapshot.organisation_id, start__lte=timezone.localdate(now)
    )
    for rule in rows.select_related("team").order_by("pk"):
        kind = (rule.evidence, rule.competence_id)
        if rule.team_id in parents and kind in people.answers:
            found[kind].append(rule)
    return dict(found)


def _answered(
    snapshot: Snapshot,
    rules: Mapping[Kind, list[SufficiencyRule]],
    people: Gathered,
    parents: Parents,
    now: datetime,
) -> Iterable[Asked]:
    given = given_when(snapshot, rules, now)
    shown = _shown(snapshot, rules)
    told = _told(snapshot, now)
    for kind, group in rules.items():
        by_team = {rule.team_id: rule for rule in group}
        governed = governed_by(parents, by_team)
        recent, counts = _counted(kind, by_team, governed, people, given, now)
        for rule in group:
            if governed[rule.team_id] != rule.team_id:
                yield Asked(rule, _unknown(WhyUnknown.NESTED))
            elif is_resting(_terms(rule), told.get(kind, ())):
                yield Asked(rule, _unknown(WhyUnknown.RESTING))
            else:
                n = shown.get((rule.team_id, *kind))
                here = Group(n, recent[rule.team_id], counts[rule.team_id])
                yield Asked(rule, answer(here, rule.people, snapshot.minimum_group_size))


def _counted(
    kind: Kind,
    rules: Mapping[int, SufficiencyRule],
    governed: Mapping[int, int | None],
    people: Gathered,
    given: Given,
    now: datetime,
) -> tuple[dict[int, int], dict[int, int]]:
    """Return per team with a rule how many have recent evidence, and are at the level besides."""
    recent, counts = dict.fromkeys(rules, 0), dict.fromkeys(rules, 0)
    since = {team: now - relativedelta(months=rule.months) for team, rule in rules.items()}
    for who, level in people.answers[kind].items():
        team = governed.get(people.homes.get(who, 0))
        if team is None or not isinstance(level, int):
            continue
        moment = given.get((*kind, who))
        if moment is None or moment >= since[team]:
            recent[team] += 1
            counts[team] += level >= rules[team].level
    return recent, counts


def _shown(
    snapshot: Snapshot, rules: Mapping[Kind, list[SufficiencyRule]]
) -> dict[tuple[int, str, int], int]:
    """Return the published n per team, kind of evidence and competence."""
    rows = Cell.objects.filter(
        node__snapshot=snapshot,
        node__team_key__in={rule.team_id for group in rules.values() for rule in group},
        withheld="",
    ).values_list("node__team_key", "evidence", "competence_id", "n")
    return {
        (team, evidence, competence): n for team, evidence, competence, n in rows if n is not None
    }


def _told(snapshot: Snapshot, now: datetime) -> dict[Kind, list[Terms]]:
    """Return what was answered within the time of rest, of the whole organisation."""
    rows = SufficiencyStatus.objects.filter(
        rule__organisation=snapshot.organisation_id, snapshot__taken_at__gt=now - REST
    ).exclude(status=SufficiencyState.UNKNOWN)
    found: dict[Kind, list[Terms]] = defaultdict(list)
    for status in rows.select_related("rule__team"):
        rule = status.rule
        found[rule.evidence, rule.competence_id].append(
            Terms(rule.team_id, rule.team.path, status.level, status.people, status.months)
        )
    return found


def _raise_and_recheck(snapshot: Snapshot, asked: Iterable[Asked], now: datetime) -> None:
    """Raise alerts where expertise became short, and check those again that run."""
    by_rule = {each.rule.pk: each for each in asked}
    running = list(Alert.objects.select_for_update().filter(rule__in=by_rule, state__in=RUNNING))
    still_due = set(
        AlertAction.objects.filter(
            alert__in=[alert.pk for alert in running],
            done_at__isnull=True,
            due__gte=timezone.localdate(now),
        ).values_list("alert_id", flat=True)
    )
    events = []
    for alert in running:
        each = by_rule.pop(alert.rule_id)
        state = after(alert.state, _act(alert, each.answer, alert.pk in still_due))
        deed = deed_of_check(alert.state, state)
        if deed == SufficiencyDeed.REOPENED:
            alert.raised_in, alert.raised_at = snapshot, now
        alert.state, alert.closed_at = state, now if state == AlertState.CLOSED else None
        events.append(_event(each.rule, deed, now))
    Alert.objects.bulk_update(
        running, ["state", "closed_at", "raised_in", "raised_at"], batch_size=BATCH
    )
    short = [each.rule for each in by_rule.values() if each.answer.state in SHORT]
    Alert.objects.bulk_create(
        [Alert(rule=rule, raised_in=snapshot, raised_at=now) for rule in short], batch_size=BATCH
    )
    events += [_event(rule, SufficiencyDeed.RAISED, now) for rule in short]
    SufficiencyEvent.objects.bulk_create(events, batch_size=BATCH)


def _act(alert: Alert, found: Answer, is_due_later: bool) -> AlertAct:
    if found.state == SufficiencyState.UNKNOWN:
        return AlertAct.NOT_KNOWN
    if found.state == SufficiencyState.SUFFICIENT:
        return AlertAct.ENOUGH
    if alert.state == AlertState.PLANNED and is_due_later:
        return AlertAct.STILL_RUNNING
    return AlertAct.STILL_SHORT


def _status(snapshot: Snapshot, asked: Asked) -> SufficiencyStatus:
    rule, found = asked.rule, asked.answer
    low, high = found.more or (None, None)
    return SufficiencyStatus(
        rule=rule,
        snapshot=snapshot,
        level=rule.level,
        people=rule.people,
        months=rule.months,
        status=found.state,
        why_unknown=found.why or "",
        more_from=low,
        more_to=high,
    )


def _event(rule: SufficiencyRule, deed: SufficiencyDeed, now: datetime) -> SufficiencyEvent:
    return SufficiencyEvent(
        rule=rule,
        deed=deed,
        at=now,
        by_snapshot=True,
        level=rule.level,
        people=rule.people,
        months=rule.months,
    )


def _terms(rule: SufficiencyRule) -> Terms:
    return Terms(rule.team_id, rule.team.path, rule.level, rule.people, rule.months)


def _unknown(why: WhyUnknown) -> Answer:
    return Answer(SufficiencyState.UNKNOWN, why)
