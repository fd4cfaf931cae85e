"""Re-checks: begun by the job, offered when due, stopped for good, and nobody else's."""

from datetime import datetime, timedelta
from html import unescape
from random import Random
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.domain.attempts import give_answer, submit_attempt
from assessments.domain.rechecks import (
    begin_rechecks,
    postpone_recheck,
    recheck_items,
    recheck_offer,
    set_recheck_mail,
    start_recheck,
    stop_rechecks,
)
from assessments.domain.starting import NothingToDraw
from assessments.enums import ActionState
from assessments.models import Action, CurrentLevel, Recheck
from tests.factories import people
from tests.factories.campaigns import make_campaign
from tests.factories.questions import RIGHT, make_attempt, make_question, make_quiz
from tests.factories.training import lesson, lesson_data, load, module_data
from tests.random_cases import drawn
from training.domain.progress import finish_lesson

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Brussels"))
DAY = timedelta(days=1)
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def bank(framework):
    return [make_question(competence="A1") for _number in range(6)]


@pytest.fixture
def finished(adviser, bank):
    """The adviser finished a lesson about A1 and B1 (no questions), and the job ran."""
    load(module_data("m1", [lesson_data("m1/one", competences=("A1", "B1"))]))
    finish_lesson(user=adviser, lesson=lesson("m1/one").translation_key, now=NOW)
    begin_rechecks(now=NOW)
    return adviser


def due(user, day):
    return Recheck.objects.due_on(day).filter(user=user)


def answer_all(attempt, now):
    for answer in attempt.answers.select_related("version"):
        response = RIGHT[answer.version.kind]
        give_answer(attempt=attempt, position=answer.position, response=response, now=now)
    return submit_attempt(attempt=attempt, now=now)


def test_a_finished_lesson_begins_a_series_of_one_four_and_twelve_weeks(finished, framework):
    rows = Recheck.objects.order_by("weeks").values_list("competence__code", "weeks", "due_on")

    assert list(rows) == [("A1", weeks, TODAY + timedelta(weeks=weeks)) for weeks in (1, 4, 12)]
    assert recheck_offer(finished, TODAY) is None
    assert recheck_offer(finished, TODAY + 7 * DAY).code == "A1"


def test_the_job_can_run_as_often_as_it_likes(finished):
    assert begin_rechecks(now=NOW + DAY) == 0
    assert Recheck.objects.count() == 3


def test_a_finished_action_begins_one_and_one_let_go_does_not(adviser, bank, framework):
    for state in (ActionState.DONE, ActionState.LET_GO):
        Action.objects.create(
            user=adviser if state == ActionState.DONE else people.make_user(),
            competence=framework["A1"],
            to_level=3,
            what="one",
            until=TODAY,
            state=state,
            ended_at=NOW - DAY,
        )

    assert begin_rechecks(now=NOW) == 1

    assert set(Recheck.objects.values_list("user", "begun_on")) == {(adviser.pk, TODAY - DAY)}


def test_what_was_finished_long_ago_begins_nothing(adviser, bank):
    load(module_data("m1", [lesson_data("m1/one", competences=("A1",))]))
    finish_lesson(user=adviser, lesson=lesson("m1/one").translation_key, now=NOW - 8 * DAY)

    assert begin_rechecks(now=NOW) == 0


def test_three_questions_are_drawn_that_were_not_seen_last(finished):
    quiz = make_quiz("A1", per_competence=3)
    last = submit_attempt(attempt=make_attempt(finished, quiz, right=3, now=NOW), now=NOW)
    seen = set(last.answers.values_list("version__question", flat=True))
    recheck = due(finished, TODAY + 7 * DAY).get()

    attempt = start_recheck(recheck=recheck, now=NOW + 7 * DAY, rng=Random(1))
    again = start_recheck(recheck=recheck, now=NOW + 7 * DAY, rng=Random(2))

    drawn = set(attempt.answers.values_list("version__question", flat=True))
    assert (len(drawn), drawn & seen) == (3, set())
    assert again == attempt
    assert recheck_offer(finished, TODAY + 7 * DAY).is_begun


def test_a_finished_recheck_counts_as_tested_and_is_offered_no_more(finished):
    later = NOW + 7 * DAY
    recheck = due(finished, later.date()).get()

    answer_all(start_recheck(recheck=recheck, now=later, rng=Random(1)), later)

    recheck.refresh_from_db()
    assert recheck.done_at == later
    assert recheck_offer(finished, later.date()) is None
    assert CurrentLevel.objects.get(user=finished, evidence="tested").items == 3


def test_later_moves_this_one_and_stop_ends_all(finished):
    first = due(finished, TODAY + 7 * DAY).get()

    postpone_recheck(recheck=first, today=TODAY + 7 * DAY)
    assert recheck_offer(finished, TODAY + 13 * DAY) is None
    assert recheck_offer(finished, TODAY + 14 * DAY).weeks == 1
    stop_rechecks(recheck=first, now=NOW)
    assert recheck_offer(finished, TODAY + 100 * DAY) is None
    assert begin_rechecks(now=NOW + DAY) == 0


def test_without_questions_nothing_can_be_started(adviser, framework):
    recheck = Recheck.objects.create(
        user=adviser, competence=framework["A1"], weeks=1, begun_on=TODAY, due_on=TODAY
    )
    with pytest.raises(NothingToDraw):
        start_recheck(recheck=recheck, now=NOW, rng=Random(1))


def test_mail_goes_to_those_who_want_it(finished):
    day = TODAY + 7 * DAY
    assert list(recheck_items(day)) == []
    set_recheck_mail(user=finished, wanted=True)

    items = list(recheck_items(day))

    assert [(item.user_id, item.path) for item in items] == [(finished.pk, "me/")]
    assert items[0].words() == "Three questions about A1 are ready: what has stayed?"
    set_recheck_mail(user=finished, wanted=False)
    assert list(recheck_items(day)) == []


steps = st.lists(
    st.tuples(st.sampled_from(["job", "start", "later", "stop", "answer"]), st.integers(0, 20)),
    max_size=12,
)


@settings(
    max_examples=drawn(40),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=steps)
def test_whatever_is_done_a_series_stays_a_series(finished, steps):
    """At most three of a series, done or dropped but never both, and what is over stays over."""
    with transaction.atomic():
        now = NOW
        over: set[int] = set()
        for step, days in steps:
            now += days * DAY
            begin_rechecks(now=now)
            row = due(finished, now.date()).first()
            if row and step == "later":
                postpone_recheck(recheck=row, today=now.date())
            elif row and step == "stop":
                stop_rechecks(recheck=row, now=now)
            elif row and step in ("start", "answer"):
                attempt = start_recheck(recheck=row, now=now, rng=Random(days))
                if step == "answer":
                    answer_all(attempt, now)
            rows = list(Recheck.objects.all())
            assert len(rows) == 3
            assert not any(row.done_at and row.dropped_at for row in rows)
            ended = {row.pk for row in rows if row.done_at or row.dropped_at}
            assert over <= ended
            over = ended
        transaction.set_rollback(True)


def text_of(response) -> str:
    return " ".join(unescape(response.content.decode()).split())


def test_dashboard_offers_it_as_the_one_thing_to_do(client, finished):
    with time_machine.travel(NOW + 7 * DAY, tick=False):
        client.force_login(finished)
        page = text_of(client.get(reverse("me")))
        recheck = Recheck.objects.get(weeks=1)
        opened = client.post(reverse("recheck_start", args=[recheck.pk]), follow=True)

    assert "Three questions about A1 " in page
    assert ": what has stayed?" in page
    assert page.count('class="button"') == 1
    assert "Re-check of A1" in text_of(opened)


def test_result_of_a_recheck_is_shown_and_leads_back(client, finished):
    later = NOW + 7 * DAY
    attempt = start_recheck(recheck=due(finished, later.date()).get(), now=later, rng=Random(1))
    answer_all(attempt, later)
    client.force_login(finished)

    page = text_of(client.get(reverse("attempt", args=[attempt.pk])))

    assert "Re-check of A1" in page
    assert "Back to My Peil" in page
    assert "Try again" not in page


def test_an_open_round_comes_first_and_the_recheck_below(client, finished, team):
    with time_machine.travel(NOW + 7 * DAY, tick=False):
        make_campaign(team, now=timezone.now())
        client.force_login(finished)
        page = text_of(client.get(reverse("me")))

    assert page.count('class="button"') == 1
    assert page.index("Begin the check-in") < page.index("Answer three questions")


@pytest.mark.parametrize("name", ["recheck_start", "recheck_later", "recheck_stop"])
def test_the_recheck_of_somebody_else_is_404(client, finished, manager, stranger, name):
    recheck = Recheck.objects.first()
    address = reverse(name, args=[recheck.pk])
    for user in (manager, stranger):
        client.force_login(user)
        assert client.post(address).status_code == 404
    assert client.get(address).status_code == 405
    client.logout()
    assert client.post(address).url.startswith(reverse("account_login"))
    assert Recheck.objects.filter(dropped_at__isnull=False).count() == 0


def test_buttons_put_off_stop_and_ask_for_mail(client, finished):
    recheck = Recheck.objects.get(weeks=1)
    with time_machine.travel(NOW + 7 * DAY, tick=False):
        client.force_login(finished)
        later = client.post(reverse("recheck_later", args=[recheck.pk]), follow=True)
        mail = client.post(reverse("recheck_mail"), {"wanted": "yes"}, follow=True)
        stop = client.post(reverse("recheck_stop", args=[recheck.pk]), follow=True)
        over = client.post(reverse("recheck_start", args=[recheck.pk]), follow=True)

    assert "You will find it here again in a week." in text_of(later)
    assert "We will tell you by mail" in text_of(mail)
    assert "Stopped: nothing more is asked" in text_of(stop)
    assert "This re-check is over." in text_of(over)
    finished.refresh_from_db()
    assert finished.preference.wants_recheck_mail
