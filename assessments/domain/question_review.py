"""Questions in the queue of what to look at again: their facts hold until a day."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from assessments.enums import QuestionState
from assessments.models import QuestionVersion
from training.domain.review_queue import HORIZON, ReviewEntry, ReviewKind, after_months, register

CYCLE = 12
LEAST = 6


def register_kind() -> None:
    """Make the queue know questions."""
    register(ReviewKind("question", gettext_lazy("Question"), _entries, _check))


def _entries(until: date) -> Iterator[ReviewEntry]:
    language = get_language() or "nl"
    versions = (
        QuestionVersion.objects.filter(is_current=True, question__state=QuestionState.ACTIVE)
        .filter(valid_until__lte=until)
        .filter(Q(checked_until__isnull=True) | Q(checked_until__lte=until))
        .select_related("question")
        .prefetch_related("texts")
    )
    for version in versions:
        due = version.last_day or until
        words = {text.language: str(text) for text in version.texts.all()}
        title = words.get(language) or next(iter(words.values()), "")
        yield ReviewEntry(
            key=f"question:{version.pk}",
            subject=f"question:{version.question.identifier}",
            title=f"{version.question.identifier} {title}",
            due=due,
            url=reverse("questions:edit", args=[version.question_id]),
            own_date=version.valid_until,
            note=_("Nobody is asked it any more.") if until - HORIZON > due else "",
        )


def _check(entry: ReviewEntry, today: date) -> date:
    """Let the question hold for whole years more, until its day lies half a year ahead or later."""
    version = QuestionVersion.objects.select_for_update().get(pk=int(entry.key.partition(":")[2]))
    day = version.last_day or today
    years = 1
    while after_months(day, years * CYCLE) < after_months(today, LEAST):
        years += 1
    version.checked_until = after_months(day, years * CYCLE)
    version.save(update_fields=["checked_until"])
    return version.checked_until
