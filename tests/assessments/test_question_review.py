"""Questions in the queue: checked ones hold longer without becoming another version."""

from datetime import UTC, date, datetime

import pytest

from assessments.models import Question, QuestionVersion
from tests.factories import people
from tests.factories.questions import make_question
from training.domain.review_queue import QueueFilter, check_today, queue

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def waiting() -> list[str]:
    return [entry.title for entry in queue(today=TODAY, wanted=QueueFilter(kind="question"))]


def checked(version: QuestionVersion) -> QuestionVersion:
    check_today(key=f"question:{version.pk}", user=people.make_user(), now=NOW)
    return QuestionVersion.objects.get(pk=version.pk)


@pytest.mark.parametrize(
    ("valid_until", "waits"),
    [(None, False), (date(2027, 1, 23), True), (date(2027, 1, 24), False), (TODAY, True)],
)
def test_question_waits_from_sixty_days_before_its_last_day(framework, valid_until, waits):
    make_question(identifier="A1-7", valid_until=valid_until)
    assert waiting() == (["A1-7 A1-7 (nl)?"] if waits else [])


def test_archived_question_and_old_version_do_not_wait(framework):
    make_question(identifier="A1-7", valid_until=TODAY)
    make_question(identifier="A1-7", valid_until=date(2030, 1, 1))
    archived = make_question(identifier="A1-8", valid_until=TODAY)
    Question.objects.filter(pk=archived.question_id).update(state="archived")
    assert waiting() == []


@pytest.mark.parametrize(
    ("valid_until", "then"),
    [
        (date(2027, 1, 15), date(2028, 1, 15)),
        (date(2026, 11, 1), date(2027, 11, 1)),
        (date(2024, 1, 31), date(2028, 1, 31)),
        (date(2024, 2, 29), date(2028, 2, 29)),
    ],
)
def test_check_keeps_the_day_of_the_year(framework, valid_until, then):
    version = checked(make_question(valid_until=valid_until))
    assert (version.valid_until, version.checked_until, version.last_day) == (
        valid_until,
        then,
        then,
    )
    assert waiting() == []


def test_checked_question_is_asked_again_as_the_same_version(framework):
    version = make_question(valid_until=date(2026, 11, 1))
    assert not QuestionVersion.objects.drawable(on=TODAY).exists()
    checksum = version.checksum
    version = checked(version)
    assert QuestionVersion.objects.drawable(on=TODAY).get() == version
    assert (version.checksum, version.number) == (checksum, 1)
    assert not QuestionVersion.objects.drawable(on=date(2027, 11, 2)).exists()


def test_new_version_begins_with_its_own_day(framework):
    checked(make_question(identifier="A1-7", valid_until=date(2026, 11, 1)))
    make_question(identifier="A1-7", valid_until=date(2026, 12, 1))
    (entry,) = queue(today=TODAY, wanted=QueueFilter(kind="question"))
    assert entry.due == date(2026, 12, 1)
    assert entry.url == f"/admin/questions/edit/{Question.objects.get(identifier='A1-7').pk}/"
