"""When evidence behind a snapshot was given, where a sufficiency rule may find it too old."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Max, QuerySet

from assessments.domain.audience import audience
from assessments.domain.snapshot_people import closing_day
from assessments.enums import CheckInState, Evidence
from assessments.models import CurrentLevel, Rating, Snapshot, SufficiencyRule

Kind = tuple[str, int]  # kind of evidence, competence
Given = Mapping[tuple[str, int, int], datetime]  # kind of evidence, competence, person
Rows = QuerySet[Any, Any]
TESTED_MONTHS = 12  # a snapshot counts tested knowledge of so many months


def given_when(
    snapshot: Snapshot, rules: Mapping[Kind, Sequence[SufficiencyRule]], now: datetime
) -> Given:
    """Return when evidence was given, of the kinds of which some rule may find it too old."""
    months = {kind: min(rule.months for rule in group) for kind, group in rules.items()}
    strict = {kind for kind in months if months[kind] < _life(snapshot, kind, now)}
    found: dict[tuple[str, int, int], datetime] = {}
    for evidence, rows in (
        (Evidence.SELF, _rated(snapshot)),
        (Evidence.TESTED, _tested(snapshot, now)),
    ):
        competences = [competence for name, competence in strict if name == evidence]
        if competences:
            for competence, who, moment in rows.filter(competence__in=competences).iterator():
                found[evidence, competence, who] = moment
    return found


def _life(snapshot: Snapshot, kind: Kind, now: datetime) -> int:
    """Return in how many months, counted whole, all evidence of a kind was given."""
    if kind[0] == Evidence.TESTED:
        return TESTED_MONTHS
    age = relativedelta(now, snapshot.campaign.opens_at)
    return age.years * 12 + age.months + 1


def _rated(snapshot: Snapshot) -> Rows:
    rows = Rating.objects.filter(
        check_in__campaign=snapshot.campaign_id, check_in__state=CheckInState.SUBMITTED
    ).order_by()
    return rows.values_list("competence_id", "user_id").annotate(Max("given_at"))


def _tested(snapshot: Snapshot, now: datetime) -> Rows:
    campaign = snapshot.campaign
    members = audience(campaign, closing_day(campaign, now))
    rows = CurrentLevel.objects.filter(evidence=Evidence.TESTED, user__in=members.values("user"))
    return rows.values_list("competence_id", "user_id", "given_at")
