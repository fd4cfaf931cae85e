"""What Loopbaanhuis needs, set before its rounds, and what is done where it falls short."""

from datetime import datetime, timedelta

from django.utils import timezone

from assessments.domain.alert_states import RUNNING
from assessments.domain.sufficiency import (
    PlannedAction,
    RuleTerms,
    acknowledge,
    make_rule,
    plan_action,
)
from assessments.enums import Evidence
from assessments.models import Alert
from cms.accounts.models import Organisation, Team, User
from training.models import Competence

# competence: (part, people, level); by the seed insufficient, fragile, sufficient and unknown
RULES = {
    "B1": ("Loopbaanhuis", 4, 4),
    "C1": ("Nederland", 4, 4),
    "C3": ("Vlaanderen", 4, 4),
    "D1": ("Gent", 2, 4),
}
TAKEN_UP = "B1"


def set_rules(organisation: Organisation, by: User, now: datetime) -> None:
    """Set the rules; they are answered from the first round after `now` on."""
    for code, (name, people, level) in RULES.items():
        make_rule(
            team=Team.objects.get(organisation=organisation, name=name),
            competence_id=Competence.objects.get(code=code).pk,
            evidence=Evidence.SELF,
            terms=RuleTerms(level, people, 12),
            by=by,
            now=now,
        )


def take_up(organisation: Organisation, by: User, now: datetime) -> None:
    """Let one alert be seen and an action be planned; the others wait."""
    alerts = Alert.objects.filter(
        rule__organisation=organisation, rule__competence__code=TAKEN_UP, state__in=RUNNING
    )
    for alert in alerts:
        acknowledge(alert=alert, by=by, now=now - timedelta(days=40))
        action = PlannedAction(
            what="Werkdag met een statisticus: bronnen keuren op echte dossiers",
            owner=by,
            due=timezone.localdate(now) + timedelta(days=45),
            hours=72,
        )
        plan_action(alert=alert, action=action, by=by, now=now - timedelta(days=33))
