"""Where deeds come from: lessons that are done, quizzes that were submitted, self-ratings.

Each reads many people at once, in a number of queries that does not depend on how many they are.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from assessments.domain.answer_points import PLACES
from assessments.domain.quizzes import quiz_words
from assessments.domain.record_deeds import Deed, Thing
from assessments.enums import RatingAnswer
from assessments.models import Attempt, Quiz, Rating
from assessments.record_enums import RecordKind
from training.domain.framework import competences_in
from training.domain.lesson_index import IndexedLesson, lesson_index
from training.enums import ProgressState
from training.models import Competence, Framework, LessonProgress

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


@dataclass(frozen=True)
class Window:
    """Whose deeds, and from when to when; both ends count.

    Attributes:
        users: keys of the people.
        organisation: key of the organisation; self-ratings of its own rounds alone count.
    """

    users: Collection[int]
    since: datetime
    until: datetime
    organisation: int

    @property
    def moments(self) -> tuple[datetime, datetime]:
        return self.since, self.until


Found = Iterator[tuple[int, Deed]]


def lesson_deeds(window: Window) -> Found:
    """Yield (person, deed) for each lesson that was finished and that can still be read."""
    rows = LessonProgress.objects.filter(
        user__in=window.users, state=ProgressState.DONE, done_at__range=window.moments
    ).order_by("done_at", "pk")
    found = list(rows.values_list("user", "user__language", "lesson", "done_at"))
    lessons = {code: lesson_index(code).by_key for code in LANGUAGES} if found else {}
    for user, language, key, done_at in found:
        versions = {code: lessons[code][key] for code in LANGUAGES if key in lessons[code]}
        if versions and done_at:
            deed = Deed(
                kind=RecordKind.COMPLETED,
                source=f"lesson:{key}",
                happened_at=done_at,
                language=language,
                thing=_lesson(versions),
                above=_module(versions),
            )
            yield user, deed


def quiz_deeds(window: Window) -> Found:
    """Yield (person, deed) for each attempt at a quiz: that it was made, and its score.

    Check questions in lessons and re-checks are not quizzes. An attempt that was not submitted is
    not told of; one in which nothing counted has no score.
    """
    attempts = Attempt.objects.submitted().at_quizzes()
    rows = (
        attempts.filter(user__in=window.users, submitted_at__range=window.moments)
        .select_related("user", "quiz")
        .prefetch_related("quiz__texts")
        .with_points()
        .order_by("submitted_at", "pk")
    )
    for attempt in rows:
        if attempt.quiz and attempt.submitted_at:
            for deed in _attempt_deeds(attempt, attempt.quiz, attempt.submitted_at):
                yield attempt.user_id, deed


def rating_deeds(window: Window) -> Found:
    """Yield (person, deed) for each competence that got a level in a submitted check-in.

    Whoever answered "not applicable" or "I'd rather not say" did not rate, and nothing is told.
    """
    rows = (
        Rating.objects.filter(
            user__in=window.users,
            given_at__range=window.moments,
            answer=RatingAnswer.LEVEL,
            check_in__campaign__organisation=window.organisation,
        )
        .order_by("given_at", "pk")
        .values_list("pk", "user", "user__language", "competence", "check_in", "given_at")
    )
    found = list(rows)
    things = _competences() if found else {}
    framework = _framework() if found else None
    for pk, user, language, competence, check_in, given_at in found:
        deed = Deed(
            kind=RecordKind.SELF_EVALUATED,
            source=f"rating:{pk}",
            happened_at=given_at,
            language=language,
            thing=things[competence],
            above=framework,
            run=f"check-in:{check_in}",
            rating=pk,
        )
        yield user, deed


def _attempt_deeds(attempt: Attempt, quiz: Quiz, submitted_at: datetime) -> Iterator[Deed]:
    attempted = Deed(
        kind=RecordKind.ATTEMPTED,
        source=f"attempt:{attempt.pk}",
        happened_at=attempt.started_at,
        language=attempt.language or attempt.user.language,
        thing=_quiz(quiz),
        run=f"attempt:{attempt.pk}",
    )
    yield attempted
    if attempt.items and attempt.points is not None:
        yield replace(
            attempted,
            kind=RecordKind.SCORED,
            happened_at=submitted_at,
            points=attempt.points.quantize(PLACES),
            items=attempt.items,
        )


def _lesson(versions: dict[str, IndexedLesson]) -> Thing:
    first = next(iter(versions.values()))
    return Thing(first.url, {code: lesson.title for code, lesson in versions.items()})


def _module(versions: dict[str, IndexedLesson]) -> Thing | None:
    live = {code: lesson for code, lesson in versions.items() if lesson.module_url}
    if not live:
        return None
    names = {code: lesson.module_title for code, lesson in live.items()}
    return Thing(next(iter(live.values())).module_url, names)


def _quiz(quiz: Quiz) -> Thing:
    with translation.override(LANGUAGES[0]):
        path = reverse("quiz", args=[quiz.slug])
    return Thing(path, {code: quiz_words(quiz, code).title for code in LANGUAGES})


def _competences() -> dict[int, Thing]:
    """Return every competence by key; its address is the one of the CASE service."""
    names: dict[int, dict[str, str]] = {}
    for code in LANGUAGES:
        for row in competences_in(code, extensions=True):
            names.setdefault(row.id, {})[code] = f"{row.code} {row.name}"
    identifiers = dict(Competence.objects.values_list("pk", "identifier"))
    return {
        pk: Thing(reverse("case_object", args=["CFItems", identifiers[pk]]), words)
        for pk, words in names.items()
    }


def _framework() -> Thing | None:
    row = Framework.objects.order_by("pk").first()
    if row is None:
        return None
    path = reverse("case_object", args=["CFDocuments", row.identifier])
    return Thing(path, {LANGUAGES[0]: row.title})
