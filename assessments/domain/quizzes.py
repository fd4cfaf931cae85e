"""Quizzes as readers see them, with where a person stands in each; and as files hold them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Count, Q

from assessments.domain.adaptive import LEAST, MOST
from assessments.enums import QuizMode
from assessments.models import Attempt, QuestionVersion, Quiz, QuizText
from assessments.models.attempts import AttemptQuerySet
from cms.accounts.models import User
from training.models import Competence


@dataclass(frozen=True)
class QuizWords:
    title: str
    introduction: str


@dataclass(frozen=True)
class ShippedQuiz:
    """A quiz as a file describes it; `texts` by language; see models.Quiz."""

    slug: str
    order: int
    per_competence: int
    competences: tuple[str, ...]
    texts: Mapping[str, QuizWords] = field(default_factory=dict)
    mode: str = QuizMode.CHECK
    items: int | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class QuizCard:
    """A quiz in one language with a person's attempts.

    Attributes:
        questions: how many an attempt has today, at most; 0 when the bank has none.
        least: how many it has at least; fewer only where the test follows the answers.
        open: the attempt that can be continued.
        submitted: those that were submitted, the latest first.
    """

    quiz: Quiz
    title: str
    introduction: str
    codes: list[str]
    questions: int
    least: int
    open: Attempt | None
    submitted: list[Attempt]

    @property
    def last(self) -> Attempt | None:
        """Return the attempt with the latest result."""
        return self.submitted[0] if self.submitted else None


def quiz_cards(
    *, user: User, language: str, today: date, slug: str | None = None
) -> list[QuizCard]:
    """Return the published quizzes in their order; five queries.

    Args:
        user: whose attempts.
        language: "nl" or "en"; a missing text falls back to the other.
        today: the day on which the facts of a question must hold.
        slug: only this quiz.
    """
    quizzes = Quiz.objects.published().prefetch_related("texts", "competences")
    if slug is not None:
        quizzes = quizzes.filter(slug=slug)
    in_bank = _questions_by_competence(today)
    attempts: dict[int | None, list[Attempt]] = {}
    mine = attempts_with_progress().filter(user=user, quiz__in=quizzes)
    for attempt in mine.order_by("-submitted_at", "-pk"):
        attempts.setdefault(attempt.quiz_id, []).append(attempt)
    return [_card(quiz, language, in_bank, attempts.get(quiz.pk, [])) for quiz in quizzes]


def quiz_words(quiz: Quiz, language: str) -> QuizWords:
    """Return title and introduction, in the other language when this one has none."""
    rows = {row.language: row for row in quiz.texts.all()}
    row = rows.get(language) or next(iter(rows.values()), None)
    return QuizWords(row.title, row.introduction) if row else QuizWords(quiz.slug, "")


def attempts_with_progress() -> AttemptQuerySet:
    """Return attempts with the numbers `asked` and `given` of their questions and answers."""
    return Attempt.objects.annotate(
        asked=Count("answers"),
        given=Count("answers", filter=Q(answers__answered_at__isnull=False)),
    )


@transaction.atomic
def store_quizzes(*, quizzes: Sequence[ShippedQuiz]) -> int:
    """Write quizzes over what is there and return how many; repeating it changes nothing.

    Raises:
        KeyError: when a competence is not in the framework; the reader of the file checks that.
    """
    competences = {row.code: row for row in Competence.objects.all()}
    for shipped in quizzes:
        quiz, _created = Quiz.objects.update_or_create(
            slug=shipped.slug,
            defaults={
                "order": shipped.order,
                "per_competence": shipped.per_competence,
                "mode": shipped.mode,
                "items": shipped.items,
                "minutes": shipped.minutes,
            },
        )
        quiz.competences.set([competences[code] for code in shipped.competences])
        for language, words in shipped.texts.items():
            QuizText.objects.update_or_create(
                quiz=quiz,
                language=language,
                defaults={"title": words.title, "introduction": words.introduction},
            )
    return len(quizzes)


def stored_quizzes() -> list[ShippedQuiz]:
    """Return what `store_quizzes` would store again: the published quizzes; three queries."""
    quizzes = Quiz.objects.published().prefetch_related("texts", "competences")
    return [
        ShippedQuiz(
            slug=quiz.slug,
            order=order,
            per_competence=quiz.per_competence,
            competences=tuple(row.code for row in quiz.competences.all()),
            texts={
                row.language: QuizWords(row.title, row.introduction) for row in quiz.texts.all()
            },
            mode=quiz.mode,
            items=quiz.items,
            minutes=quiz.minutes,
        )
        for order, quiz in enumerate(quizzes, start=1)
    ]


def _questions_by_competence(today: date) -> dict[int, int]:
    return dict(
        QuestionVersion.objects.drawable(on=today)
        .order_by()
        .values_list("question__competence_id")
        .annotate(Count("pk"))
    )


def _card(
    quiz: Quiz, language: str, in_bank: Mapping[int, int], attempts: list[Attempt]
) -> QuizCard:
    words = quiz_words(quiz, language)
    asked_about = list(quiz.competences.all())
    questions = _most(quiz, [in_bank.get(competence.pk, 0) for competence in asked_about])
    return QuizCard(
        quiz=quiz,
        title=words.title,
        introduction=words.introduction,
        codes=[competence.code for competence in asked_about],
        questions=questions,
        least=min(LEAST, questions) if quiz.mode == QuizMode.ADAPTIVE else questions,
        open=next((attempt for attempt in attempts if not attempt.is_submitted), None),
        submitted=[attempt for attempt in attempts if attempt.is_submitted],
    )


def _most(quiz: Quiz, in_bank: Sequence[int]) -> int:
    """Return how many questions an attempt has at most, of what the bank has per competence."""
    if quiz.mode == QuizMode.ADAPTIVE:
        return min(sum(in_bank), MOST)
    if quiz.mode == QuizMode.AREA_TEST:
        return min(sum(in_bank), quiz.items or MOST)
    return sum(min(number, quiz.per_competence) for number in in_bank)
