"""A year of quizzes of the demo's people, written in bulk and then summarised by the real code."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

from assessments.domain.scoring import score
from assessments.enums import Certainty
from assessments.management.demo.answers import response_of
from assessments.models import Answer, Attempt, QuestionVersion, Quiz
from cms.accounts.models import User

# Level 0-5 to the chance of a right answer.
CHANCE = (0.1, 0.28, 0.45, 0.6, 0.75, 0.88)


def add_attempts(
    people: Iterable[tuple[User, dict[int, float]]],
    quizzes: list[Quiz],
    *,
    now: datetime,
    rng: Random,
) -> None:
    """Add two attempts per person and quiz, with other questions in the second.

    Args:
        people: each with {competence id: ability 0-5}.
        quizzes: with their competences.
        now: the attempts end in the fortnight before this moment.
        rng: the source of chance.
    """
    attempts: list[Attempt] = []
    answers: list[Answer] = []
    versions = _versions()
    for user, ability in people:
        for quiz in quizzes:
            if rng.random() < 0.15:
                continue
            drawn = [versions[c.pk] for c in quiz.competences.all()]
            for half in (0, 1):
                when = now - timedelta(days=14 - 6 * half, minutes=rng.randrange(600))
                attempt = Attempt(
                    user=user, quiz=quiz, language=user.language, started_at=when,
                    submitted_at=when + timedelta(minutes=rng.randrange(4, 12)),
                )  # fmt: skip
                attempts.append(attempt)
                picked = [v for group in drawn for v in group[half * 2 : half * 2 + 2]]
                answers += _answers(attempt, picked, ability, rng)
    Attempt.objects.bulk_create(attempts, batch_size=500)
    Answer.objects.bulk_create(answers, batch_size=500)


def _versions() -> dict[int, list[QuestionVersion]]:
    """Return the current question versions per competence, in the order of the bank."""
    versions: dict[int, list[QuestionVersion]] = {}
    current = QuestionVersion.objects.filter(is_current=True).select_related("question")
    for version in current.order_by("question__identifier"):
        versions.setdefault(version.question.competence_id, []).append(version)
    return versions


def _answers(
    attempt: Attempt, versions: list[QuestionVersion], ability: dict[int, float], rng: Random
) -> list[Answer]:
    answers = []
    for position, version in enumerate(versions, 1):
        level = max(0, min(5, round(ability[version.question.competence_id])))
        response = response_of(version.kind, version.structure, CHANCE[level], rng)
        points = score(version.kind, version.structure, response) if response else 0
        answers.append(
            Answer(
                attempt=attempt,
                position=position,
                version=version,
                response=response,
                is_dont_know=response is None,
                certainty=_certainty(response, float(points), position),
                answered_at=attempt.submitted_at,
                score=round(float(points), 4),
            )
        )
    return answers


def _certainty(response: dict | None, points: float, position: int) -> str:
    """Return how sure somebody said to be: mostly in step with the points."""
    if response is None or position % 4 == 0:
        return ""
    in_step = (Certainty.UNSURE, Certainty.FAIRLY_SURE, Certainty.CERTAIN)
    return in_step[(position + (2 if points == 1 else 0)) % 3]
