"""Shares, and the actions and activities that they can hold."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from assessments.domain.shares import chosen, make_share
from assessments.models import Action, Share
from cms.accounts.models import User
from training.models import Activity, Competence

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def share_with(
    adviser: User,
    manager: User,
    framework: Mapping[str, Competence],
    *,
    now: datetime = NOW,
    codes: tuple[str, ...] = ("A1",),
) -> Share:
    """Return a share of competences, made by the verb that the site uses."""
    items = chosen(framework[code].pk for code in codes)
    return make_share(user=adviser, manager_id=manager.pk, items=items, now=now)


def make_action(user: User, competence: Competence, *, state: str = "open", **fields) -> Action:
    return Action.objects.create(
        user=user,
        competence=competence,
        state=state,
        **{
            "from_level": 1,
            "to_level": 2,
            "what": "Check the source",
            "until": timezone.localdate(NOW) + timedelta(days=30),
            **fields,
        },
    )


def make_activity(user: User, title: str = "A visit", **fields) -> Activity:
    return Activity.objects.create(
        user=user, title=title, **{"kind": "company_visit", "date": date(2026, 2, 1), **fields}
    )
