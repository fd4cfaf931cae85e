"""Sufficiency rules, and rounds that answer them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from assessments.domain.snapshots import close_campaign
from assessments.domain.sufficiency import RuleTerms, make_rule
from assessments.enums import Evidence
from assessments.models import Snapshot, SufficiencyRule
from cms.accounts.models import Team, User
from tests.factories.people import make_user
from tests.factories.reports import NOW, check_in, make_round
from training.models import Competence

BEFORE = NOW - timedelta(days=30)


def make_sufficiency_rule(
    team: Team,
    competence: Competence,
    *,
    people: int = 2,
    level: int = 4,
    months: int = 12,
    evidence: Evidence = Evidence.SELF,
    now: datetime = BEFORE,
) -> SufficiencyRule:
    """Return a rule made by somebody new."""
    return make_rule(
        team=team,
        competence_id=competence.pk,
        evidence=evidence,
        terms=RuleTerms(level, people, months),
        by=make_user(),
        now=now,
    )


def take_round(
    top: Team,
    competence: Competence,
    levels: Mapping[User, int],
    *,
    now: datetime = NOW,
    also: Sequence[Competence] = (),
) -> Snapshot:
    """Return the snapshot of a round over a team in which people rated themselves."""
    competences = {each.code: each for each in (competence, *also)}
    campaign = make_round(top, competences, opens_at=now - timedelta(days=20), closes_at=now)
    answers = {who: dict.fromkeys(competences.values(), level) for who, level in levels.items()}
    check_in(campaign, answers, at=now - timedelta(days=2))
    return close_campaign(campaign=campaign, now=now)
