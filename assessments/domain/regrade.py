"""A wrong key put right: old answers scored again by the key of a later version.

The score that was given first stays on the answer; what counts from now on stands beside it, and a
row says what changed. Doing it again does only what was not done yet.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet

from assessments.domain.answer_points import counted_score, points_by
from assessments.domain.tested import keep_tested, summary_of, tested_levels
from assessments.models import Answer, Question, QuestionVersion, Regrade, RegradedAnswer
from cms.accounts.models import User

BATCH = 500


class RegradeRefused(Exception):
    """The versions are not of one question, or the key is not the one that holds now."""


@dataclass(frozen=True)
class RegradePreview:
    """What a regrade would do; `before` and `after` are the mean of the points, 0 to 1.

    Attributes:
        scored: how many answers the version has.
        up, down: how many would get more points, and how many fewer.
        unread: how many are no answer to the later version, and keep their points.
    """

    scored: int
    up: int
    down: int
    unread: int
    before: float
    after: float

    @property
    def changed(self) -> int:
        return self.up + self.down


@dataclass(frozen=True)
class BandChange:
    """A person whose tested knowledge of the competence now reads otherwise."""

    user: User
    competence: str
    before: str
    after: str


@dataclass(frozen=True)
class RegradeDone:
    regrade: Regrade
    changed: int
    bands: list[BandChange]


def earlier_versions(question: Question) -> list[QuestionVersion]:
    """Return the replaced versions that have scored answers, the latest first."""
    versions = QuestionVersion.objects.filter(
        question=question, is_current=False, answers__score__isnull=False
    )
    return list(versions.distinct().order_by("-number"))


def preview_regrade(*, version: QuestionVersion, by_version: QuestionVersion) -> RegradePreview:
    """Return what a regrade would do; nothing is written."""
    pairs, unread = [], 0
    for answer in _scored(version).iterator():
        before = counted_score(answer) or Decimal(0)
        after = points_by(answer, by_version)
        unread += after is None
        pairs.append((before, before if after is None else after))
    n = len(pairs)
    return RegradePreview(
        scored=n,
        up=sum(after > before for before, after in pairs),
        down=sum(after < before for before, after in pairs),
        unread=unread,
        before=float(sum(before for before, _after in pairs)) / n if n else 0.0,
        after=float(sum(after for _before, after in pairs)) / n if n else 0.0,
    )


@transaction.atomic
def apply_regrade(
    *,
    version: QuestionVersion,
    by_version: QuestionVersion,
    made_by: User | None,
    reason: str,
    now: datetime,
) -> RegradeDone:
    """Score the answers to a version by the key of the current one, and keep tested knowledge.

    Args:
        version: the version whose key was wrong.
        by_version: the current version of the same question.
        made_by: who does it.
        reason: in a sentence.
        now: the moment.

    Raises:
        RegradeRefused: when `by_version` is not the current version of the same question.
    """
    Question.objects.select_for_update().get(pk=version.question_id)
    by_version.refresh_from_db()
    is_same = version.question_id == by_version.question_id and version.pk != by_version.pk
    if not is_same or not by_version.is_current:
        raise RegradeRefused
    regrade, _created = Regrade.objects.get_or_create(
        version=version,
        by_version=by_version,
        defaults={"made_by": made_by, "made_at": now, "reason": reason},
    )
    answers = list(_scored(version))
    changed = _changed(answers, by_version)
    people = {answer.attempt.user_id: answer.attempt.user for answer, _after in changed}
    competence = version.question.competence
    before = _bands(people, competence.pk, now)
    _write(regrade, changed)
    for user in people.values():
        keep_tested(user=user, competence_ids={competence.pk}, now=now)
    after = _bands(people, competence.pk, now)
    return RegradeDone(
        regrade,
        len(changed),
        [
            BandChange(people[pk], competence.code, before[pk], after[pk])
            for pk in sorted(before.keys() & after.keys())
            if before[pk] != after[pk]
        ],
    )


def regrade_new(answers: Iterable[Answer]) -> None:
    """Let a regrade that was made before hold for answers that were scored just now.

    Args:
        answers: scored and saved, with their versions; the attempt may have begun long ago.
    """
    by_version: dict[int, list[Answer]] = {}
    for answer in answers:
        by_version.setdefault(answer.version_id, []).append(answer)
    regrades = Regrade.objects.filter(version__in=by_version).select_related("by_version")
    latest: dict[int, Regrade] = {}
    for regrade in regrades.order_by("by_version__number"):
        latest[regrade.version_id] = regrade
    for version_id, regrade in latest.items():
        _write(regrade, _changed(by_version[version_id], regrade.by_version))


def _scored(version: QuestionVersion) -> QuerySet[Answer]:
    answers = Answer.objects.filter(version=version, score__isnull=False)
    return answers.select_related("version", "attempt__user").order_by("pk")


def _changed(
    answers: Iterable[Answer], by_version: QuestionVersion
) -> list[tuple[Answer, Decimal]]:
    pairs = [(answer, points_by(answer, by_version)) for answer in answers]
    return [
        (answer, after)
        for answer, after in pairs
        if after is not None and after != counted_score(answer)
    ]


def _write(regrade: Regrade, changed: list[tuple[Answer, Decimal]]) -> None:
    rows = [
        RegradedAnswer(
            regrade=regrade,
            answer=answer,
            before=counted_score(answer) or Decimal(0),
            after=after,
        )
        for answer, after in changed
    ]
    for answer, after in changed:
        answer.regraded_score = after
    Answer.objects.bulk_update(
        [answer for answer, _after in changed], ["regraded_score"], batch_size=BATCH
    )
    RegradedAnswer.objects.bulk_create(rows, batch_size=BATCH)


def _bands(people: Collection[int], competence_id: int, now: datetime) -> dict[int, str]:
    levels = tested_levels(user_ids=people, competence_ids=[competence_id], now=now)
    return {level.user_id: summary_of(level).band for level in levels}
