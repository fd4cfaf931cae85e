"""Sources, portfolios and learning activities."""

from datetime import date
from decimal import Decimal
from itertools import count
from uuid import uuid4

from cms.accounts.models import Organisation, User
from training.domain.activities import ActivityData
from training.domain.source_data import SourceFacts, SourceWords
from training.domain.source_editing import add_source
from training.enums import ActivityKind, ActivitySetting, Country, Dots
from training.models import Activity, Source, SourceText

_numbers = count(1)


def make_facts(**changes) -> SourceFacts:
    fields = {
        "publisher": "Statbel",
        "address": "https://statbel.fgov.be/",
        "country": Country.BELGIUM.value,
        "dots": (Dots.OPPORTUNITY.value,),
    }
    return SourceFacts(**{**fields, **changes})


def make_source(name: str = "", *, checked_on: date | None = None, **facts) -> Source:
    """Return a shipped source with the same name in both languages."""
    number = next(_numbers)
    source = Source.objects.create(
        key=f"source-{number:05}", checked_on=checked_on, **make_facts(**facts).fields
    )
    for language in ("nl", "en"):
        SourceText.objects.create(
            source=source,
            language=language,
            name=name or f"Source {number}",
            purpose="Figures to look up.",
        )
    return source


def make_own_source(
    user: User, organisation: Organisation, name: str = "Own source", **facts
) -> Source:
    """Return a source that a person added for an organisation, in English alone."""
    return add_source(
        user=user,
        organisation=organisation,
        key=uuid4().hex,
        facts=make_facts(**facts),
        language="en",
        words=SourceWords(name=name, purpose="Figures of our own."),
        today=date(2026, 10, 1),
    )


def make_activity(user: User, title: str = "Workshop", **fields) -> Activity:
    values = {
        "kind": ActivityKind.WORKSHOP.value,
        "date": date(2026, 3, 4),
        "setting": ActivitySetting.EXTERNAL.value,
        "hours": Decimal("2.5"),
    }
    data = ActivityData(title=title, **{**values, **fields})
    return Activity.objects.create(user=user, **vars(data))
