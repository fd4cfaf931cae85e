"""What the demo's adviser shares: two competences and an action, with the manager of the team."""

from datetime import datetime

from assessments.domain.actions import running_actions
from assessments.domain.shares import chosen, make_share
from assessments.models import Share
from cms.accounts.models import User
from training.models import Competence

CODES = ("B1", "D1")


def share_some(user: User, manager: User, now: datetime) -> Share:
    """Return the share; the same one when it was made before."""
    competences = Competence.objects.filter(code__in=CODES).values_list("pk", flat=True)
    actions = running_actions(user).values_list("pk", flat=True)[:1]
    return make_share(user=user, manager_id=manager.pk, items=chosen(competences, actions), now=now)
