"""Re-checks: three questions, one, four and twelve weeks after something was learnt or done.

A series begins by itself (`begin_rechecks`, once a day) when a lesson or an action about a
competence is finished; nobody has to do it, and stopping it stops it for good.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.domain.digest_items import DigestItem
from assessments.domain.drawing import draw
from assessments.domain.measurement import RECHECK_ITEMS, RECHECK_WEEKS
from assessments.domain.starting import NothingToDraw
from assessments.enums import ActionState, QuizMode
from assessments.models import Action, Answer, Attempt, PersonPreference, QuestionVersion, Recheck
from cms.accounts.models import User
from training.enums import ProgressState
from training.models import LessonObjective, LessonPage, LessonProgress

LOOK_BACK = timedelta(days=7)  # a job that did not run for some days misses nothing
SERIES = timedelta(weeks=max(RECHECK_WEEKS))
LATER = timedelta(days=7)


@dataclass(frozen=True)
class RecheckOffer:
    """A re-check that can be done today.

    Attributes:
        code: of the competence.
        is_begun: whether an attempt is open.
        wants_mail: whether the person is told by mail.
    """

    id: int
    code: str
    weeks: int
    is_begun: bool
    wants_mail: bool


@transaction.atomic
def begin_rechecks(*, now: datetime) -> int:
    """Begin the series of what was finished in the last days; return how many; repeat at will.

    A competence has one series at a time: nothing begins within twelve weeks of another, also when
    that one was stopped. A competence without questions gets none.
    """
    today = timezone.localdate(now)
    wanted = _finished(now - LOOK_BACK, now)
    asked = set(
        QuestionVersion.objects.drawable(on=today).values_list("question__competence", flat=True)
    )
    running = set(
        Recheck.objects.filter(
            user__in={user for user, _competence in wanted}, begun_on__gt=today - SERIES
        ).values_list("user_id", "competence_id")
    )
    new = {pair: day for pair, day in wanted.items() if pair not in running and pair[1] in asked}
    Recheck.objects.bulk_create(
        (
            Recheck(
                user_id=user,
                competence_id=competence,
                weeks=weeks,
                begun_on=day,
                due_on=day + timedelta(weeks=weeks),
            )
            for (user, competence), day in new.items()
            for weeks in RECHECK_WEEKS
        ),
        ignore_conflicts=True,
    )
    return len(new)


def recheck_offer(user: User, today: date) -> RecheckOffer | None:
    """Return the re-check that is due first; None when none is; one query."""
    attempts = Attempt.objects.open().filter(recheck=OuterRef("pk"))
    due = (
        Recheck.objects.due_on(today)
        .filter(user=user)
        .annotate(is_begun=Exists(attempts))
        .values(
            "pk", "competence__code", "weeks", "is_begun", "user__preference__wants_recheck_mail"
        )
        .first()
    )
    if due is None:
        return None
    return RecheckOffer(
        id=due["pk"],
        code=due["competence__code"],
        weeks=due["weeks"],
        is_begun=due["is_begun"],
        wants_mail=bool(due["user__preference__wants_recheck_mail"]),
    )


@transaction.atomic
def start_recheck(*, recheck: Recheck, now: datetime, rng: Random) -> Attempt:
    """Return the open attempt at a re-check; a new one, with three questions drawn, if none is.

    The questions of the last attempt about the competence come last.

    Raises:
        NothingToDraw: when the bank has no question for it.
    """
    if attempt := recheck.attempts.open().first():
        return attempt
    versions = _drawn(recheck, now, rng)
    if not versions:
        raise NothingToDraw
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(
                user_id=recheck.user_id, recheck=recheck, mode=QuizMode.CHECK, started_at=now
            )
    except IntegrityError:  # another tab was first
        return recheck.attempts.open().get()
    Answer.objects.bulk_create(
        Answer(attempt=attempt, position=position, version_id=version)
        for position, version in enumerate(versions, 1)
    )
    return attempt


def postpone_recheck(*, recheck: Recheck, today: date) -> None:
    """Offer a re-check again in a week; the others of its series stay where they are."""
    Recheck.objects.due_on(today).filter(pk=recheck.pk).update(due_on=today + LATER)


def stop_rechecks(*, recheck: Recheck, now: datetime) -> None:
    """Offer nothing more of the series of a re-check; what was done stays done."""
    Recheck.objects.filter(
        user_id=recheck.user_id,
        competence_id=recheck.competence_id,
        begun_on=recheck.begun_on,
        done_at__isnull=True,
        dropped_at__isnull=True,
    ).update(dropped_at=now)


def recheck_items(day: date) -> Iterable[DigestItem]:
    """Return a line for the daily mail per re-check that is due, of those who want it by mail."""
    rows = (
        Recheck.objects.due_on(day)
        .filter(user__preference__wants_recheck_mail=True)
        .select_related("competence")
    )
    return [
        DigestItem(
            user_id=row.user_id,
            subject=f"recheck:{row.pk}:due",
            words=partial(_mail_words, row.competence.code),
            path="me/",
        )
        for row in rows
    ]


def set_recheck_mail(*, user: User, wanted: bool) -> None:
    """Keep whether a person wants to be told of re-checks by mail."""
    PersonPreference.objects.update_or_create(user=user, defaults={"wants_recheck_mail": wanted})


def _mail_words(code: str) -> str:
    return _("Three questions about %(competence)s are ready: what has stayed?") % {
        "competence": code
    }


def _finished(since: datetime, until: datetime) -> dict[tuple[int, int], date]:
    """Return {(user, competence): first day} of lessons and actions finished in between."""
    lessons = LessonProgress.objects.filter(
        state=ProgressState.DONE, done_at__gt=since, done_at__lte=until
    ).values_list("user_id", "lesson", "done_at")
    pages = dict(
        LessonPage.objects.filter(translation_key__in={lesson for _u, lesson, _at in lessons})
        .order_by("pk")
        .values_list("pk", "translation_key")
    )
    about: dict = {}
    objectives = LessonObjective.objects.filter(page__in=pages)
    for page, competence in objectives.values_list("page_id", "competence_id"):
        about.setdefault(pages[page], set()).add(competence)
    actions = Action.objects.filter(
        state=ActionState.DONE, ended_at__gt=since, ended_at__lte=until
    ).values_list("user_id", "competence_id", "ended_at")
    moments = [
        *((user, competence, at) for user, key, at in lessons for competence in about.get(key, ())),
        *actions,
    ]
    found: dict[tuple[int, int], date] = {}
    for user, competence, at in moments:
        day = timezone.localdate(at)
        found[user, competence] = min(day, found.get((user, competence), day))
    return found


def _drawn(recheck: Recheck, now: datetime, rng: Random) -> list[int]:
    """Return the versions of a new attempt."""
    rows = (
        QuestionVersion.objects.drawable(on=timezone.localdate(now))
        .filter(question__competence=recheck.competence_id)
        .order_by("question_id")
    )
    versions = dict(rows.values_list("question_id", "pk"))
    given = (
        Answer.objects.filter(attempt__user=recheck.user_id, version__question__in=versions)
        .order_by("attempt__started_at", "attempt_id", "pk")
        .values_list("version__question_id", "attempt_id", "answered_at")
    )
    answered_at = {question: at for question, _attempt, at in given if at is not None}
    last = max((attempt for _question, attempt, _at in given), default=None)
    drawn = draw(
        {recheck.competence_id: list(versions)},
        seen_last={question for question, attempt, _at in given if attempt == last},
        answered_at=answered_at,
        count=RECHECK_ITEMS,
        rng=rng,
    )
    return [versions[question] for question in drawn]
