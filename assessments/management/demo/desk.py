"""What the demo's adviser did besides answering: lessons read, sources kept, activities logged."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from cms.accounts.models import User
from training.domain.activities import ActivityData, add_activity
from training.domain.portfolio import add_to_portfolio, mark_checked
from training.domain.progress import finish_lesson, see_section
from training.enums import ActivityKind, ActivitySetting, ProviderType
from training.models import Competence, LessonPage, Source

# source: (what the adviser uses it for, days since it was checked; None when never)
PORTFOLIO = {
    "vdab-knelpuntberoepen": ("Oorzaak van een knelpunt nazoeken voor een klant beslist", 12),
    "statbel": ("Lonen en werkloosheid in België nakijken", 45),
    "cedefop-skills-ovate": ("Welke vaardigheden in vacatures gevraagd worden", 400),
    "esco": ("Beroepsnamen vertalen voor anderstalige klanten", None),
    "uwv-spanningsindicator": ("Krapte per beroep, voor klanten die in Nederland werken", 80),
}
# (kind, title, days ago, inside or outside, hours, provider, type of provider, competences)
LOG = [
    (ActivityKind.WORKSHOP, "Cijfers lezen zonder angst", 30, ActivitySetting.EXTERNAL, "3",
     "Sectorfederatie social profit", ProviderType.FEDERATION, ["B2"]),
    (ActivityKind.COMPANY_VISIT, "Bezoek aan een logistiek bedrijf in de haven", 75,
     ActivitySetting.EXTERNAL, "2.5", "North Sea Port", ProviderType.OTHER, ["A2"]),
    (ActivityKind.PEER_EXCHANGE, "Bronnen naast elkaar leggen met het team", 110,
     ActivitySetting.INTERNAL, "1.5", "", ProviderType.OWN_ORGANISATION, ["B1", "D1"]),
    (ActivityKind.PRIOR_EXPERIENCE, "Twee jaar arbeidsconsulent bij een uitzendkantoor", 1400,
     ActivitySetting.EXTERNAL, None, "", ProviderType.HR_COMPANY, ["A2", "A3"]),
]  # fmt: skip


def fill_desk(user: User, now: datetime) -> None:
    """Give the adviser a portfolio, a learning log, a finished lesson and one halfway."""
    today = timezone.localdate(now)
    _read(user, now)
    for key, (purpose, days) in PORTFOLIO.items():
        source = Source.objects.get(key=key)
        add_to_portfolio(user=user, source=source, now=now - timedelta(days=200), purpose=purpose)
        if days is not None:
            day = today - timedelta(days=days)
            mark_checked(user=user, source=source, today=day, now=now - timedelta(days=days))
    for row in LOG:
        kind, title, days, setting, hours, provider, provider_type, codes = row
        add_activity(
            user=user,
            token=uuid5(NAMESPACE_URL, f"{user.email}/{title}"),
            data=ActivityData(
                kind=kind,
                title=title,
                date=today - timedelta(days=days),
                setting=setting,
                hours=Decimal(hours) if hours else None,
                provider=provider,
                provider_type=provider_type,
            ),
            competences=list(Competence.objects.filter(code__in=codes)),
        )


def _read(user: User, now: datetime) -> None:
    lessons = LessonPage.objects.filter(locale__language_code="nl", code__in=["1.1", "4.1"])
    first, second = lessons.order_by("code")
    finish_lesson(user=user, lesson=first.translation_key, now=now - timedelta(days=40))
    anchors = [anchor for anchor, _heading in second.sections]
    see_section(
        user=user,
        lesson=second.translation_key,
        section=anchors[1],
        now=now - timedelta(days=3),
        order=anchors,
    )
