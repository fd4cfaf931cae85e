"""Eight years of one adviser: 32 rounds of 12 ratings and 1,000 answers, straight into history."""

from datetime import datetime, timedelta
from random import Random
from uuid import uuid4

from assessments.domain.levels import rebuild_levels
from assessments.enums import CampaignState, CheckInState, RatingAnswer
from assessments.models import Answer, Attempt, Campaign, CheckIn, QuestionVersion, Rating
from cms.accounts.models import Team, User
from training.models import CompetenceVersion

QUARTER = timedelta(days=91)


def add_long_history(
    user: User, team: Team, now: datetime, *, rounds: int = 32, answers: int = 1000
) -> None:
    """Give a person so many quarterly rounds of ratings, and answers spread over the same time.

    Args:
        team: whose organisation held the rounds.
        now: the last round ended a quarter before it.
    """
    rng = Random(1)
    versions = list(
        CompetenceVersion.objects.filter(is_current=True, competence__is_extension=False)
    )
    for number in range(rounds, 0, -1):
        at = now - number * QUARTER
        campaign = Campaign.objects.create(
            organisation=team.organisation,
            team=team,
            opens_at=at - QUARTER / 2,
            closes_at=at + timedelta(days=1),
            closed_at=at + timedelta(days=1),
            state=CampaignState.CLOSED,
        )
        check_in = CheckIn.objects.create(
            campaign=campaign,
            user=user,
            state=CheckInState.SUBMITTED,
            started_at=at,
            submitted_at=at,
        )
        Rating.objects.bulk_create(
            Rating(
                user=user,
                check_in=check_in,
                competence_id=version.competence_id,
                version=version,
                answer=RatingAnswer.LEVEL,
                level=rng.randint(0, 3) if number > 1 else 1,
                given_at=at,
            )
            for version in versions
        )
    _add_answers(user, now, rounds, answers, rng)
    rebuild_levels(user_ids=[user.pk], now=now)


def _add_answers(user: User, now: datetime, rounds: int, answers: int, rng: Random) -> None:
    questions = list(QuestionVersion.objects.filter(is_current=True).order_by("pk"))
    if not questions:
        return
    for number in range(rounds, 0, -1):
        at = now - number * QUARTER
        attempt = Attempt.objects.create(user=user, lesson=uuid4(), started_at=at, submitted_at=at)
        size = min(len(questions), answers // rounds)
        Answer.objects.bulk_create(
            Answer(
                attempt=attempt,
                position=position,
                version=version,
                response={},
                answered_at=at,
                score=rng.choice([0, 0.5, 1, 1]),
            )
            for position, version in enumerate(rng.sample(questions, size), 1)
        )
