"""What managers are told by the daily mail: expertise in their part is short, once per occasion."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.domain.alert_states import NEW
from assessments.domain.digest_items import DigestItem
from assessments.enums import AlertState
from assessments.models import Alert
from assessments.sufficiency_permissions import manages, managing_roles
from cms.accounts.models import Membership
from training.domain.framework import competences_in


def alert_items(day: date) -> Iterator[DigestItem]:
    """Return what there is to tell of alerts that nobody has taken up; four queries at most.

    Told is who manages the part on that day. The subject holds the snapshot: when an alert opens
    again, people are told again.
    """
    alerts = list(
        Alert.objects.filter(state__in=NEW).select_related("rule__team", "rule__competence")
    )
    if not alerts:
        return
    roles = list(managing_roles({alert.rule.organisation_id for alert in alerts}, day))
    for alert in alerts:
        for user_id in sorted(_reached(alert, roles)):
            yield DigestItem(
                user_id=user_id,
                subject=f"alert:{alert.pk}:{alert.raised_in_id}",
                words=partial(_sentence, alert),
                path=f"teams/sufficiency/{alert.rule_id}/",
            )


def _reached(alert: Alert, roles: list[Membership]) -> set[int]:
    return {role.user_id for role in roles if manages(role, alert.rule.team)}


def _sentence(alert: Alert) -> str:
    """Return the line of the mail, in the language that is active."""
    code = alert.rule.competence.code
    names = {info.id: info.name for info in competences_in(get_language() or "nl", codes=[code])}
    values = {
        "team": alert.rule.team.name,
        "competence": f"{code} {names.get(alert.rule.competence_id, '')}".strip(),
    }
    if alert.state == AlertState.REOPENED:
        return _("%(team)s: expertise in %(competence)s is still short. See what to do.") % values
    return _("%(team)s: expertise in %(competence)s is short. See what to do.") % values
