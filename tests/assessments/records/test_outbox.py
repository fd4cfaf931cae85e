"""The outbox against a store that fails in every way it can: nothing lost, nothing twice."""

import json
import logging
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from ralph.models.xapi.base.statements import BaseXapiStatement

from assessments.domain.record_collecting import collect_deeds
from assessments.domain.record_outbox import (
    KEPT,
    LEASE,
    MOST_TRIES,
    claim_statements,
    pause_after,
    statement_counts,
    try_again,
)
from assessments.domain.record_stores import set_record_store
from assessments.domain.retention import run_retention
from assessments.exchange.record_store import post_statements
from assessments.exchange.xapi import statement
from assessments.models import RecordStatement, RecordStore
from tests.assessments.records.desk import counts, names, send
from tests.factories import people
from tests.factories.campaigns import make_campaign, make_check_in
from tests.factories.records import NOW, agree, make_statements, make_store, store_settings
from tests.random_cases import drawn
from tests.record_server import record_server

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
pytestmark = pytest.mark.django_db


def test_statements_go_out_in_the_order_of_the_deeds(store, consent, server):
    rows = make_statements(consent, 3)
    assert send(store) == counts(sent=3)
    assert server.requests == [names(rows)]
    assert server.headers["X-Experience-API-Version"] == "1.0.3"
    assert server.headers["Content-Type"] == "application/json"
    for said in server.kept.values():
        BaseXapiStatement.model_validate_json(json.dumps(said))
    assert send(store) == counts(sent=3)
    assert len(server.requests) == 1


def test_version_two_is_said_in_the_header(organisation, adviser, server):
    store = make_store(organisation, endpoint=server.endpoint, version="2.0.0")
    make_statements(agree(adviser, store), 1)
    assert send(store) == counts(sent=1)
    assert server.headers["X-Experience-API-Version"] == "2.0.0"


def test_many_go_in_batches(store, consent, server):
    make_statements(consent, 120)
    assert send(store) == counts(sent=120)
    assert [len(request) for request in server.requests] == [50, 50, 20]


@pytest.mark.parametrize("failure", [500, 503, 429, 404, 302, "hang up", "hang"])
def test_store_that_fails_is_asked_again_later(store, consent, server, failure, settings):
    make_statements(consent, 3)
    server.script = [failure]
    patience, settings.PEIL_LINK_TIMEOUT = settings.PEIL_LINK_TIMEOUT, 0.5
    assert send(store) == counts(waiting=3)
    settings.PEIL_LINK_TIMEOUT = patience
    assert send(store, NOW + MINUTE - timedelta(seconds=1)) == counts(waiting=3)
    assert len(server.requests) == 1
    assert RecordStore.objects.get().problem in ("answer", "redirects", "unreachable", "slow")
    assert send(store, NOW + MINUTE) == counts(sent=3)
    assert RecordStore.objects.get().problem == ""


def test_first_failure_ends_the_run(store, consent, server):
    make_statements(consent, 120)
    server.script = ["answer", 500]
    assert send(store) == counts(waiting=70, sent=50)
    assert len(server.requests) == 2


@pytest.mark.parametrize("status", [401, 403])
def test_store_that_does_not_accept_the_key_is_left_alone(store, consent, server, status):
    make_statements(consent, 2)
    server.script = [status]
    assert send(store) == counts(waiting=2)
    stopped = RecordStore.objects.get()
    assert (stopped.stopped_at, stopped.problem) == (NOW, "key")
    assert send(store, NOW + DAY) == counts(waiting=2)
    assert len(server.requests) == 1
    assert set(RecordStatement.objects.values_list("tries", flat=True)) == {0}
    set_record_store(
        organisation=store.organisation,
        settings=store_settings(endpoint=server.endpoint, secret=""),
        now=NOW + DAY,
    )
    assert send(store, NOW + DAY) == counts(sent=2)


def test_wrong_key_is_found_out_by_the_store_itself(organisation, adviser, server):
    store = make_store(organisation, endpoint=server.endpoint, secret="another")
    make_statements(agree(adviser, store), 1)
    assert send(store) == counts(waiting=1)
    assert server.kept == {}
    assert RecordStore.objects.get().problem == "key"


def test_secret_that_no_key_opens_stops_the_store(store, consent, server, settings):
    make_statements(consent, 1)
    settings.PEIL_SEALING_KEYS = ["YW5vdGhlci1rZXktZm9yLXRoZS10ZXN0cy1vbmx5LTE="]
    assert send(store) == counts(waiting=1)
    assert (RecordStore.objects.get().problem, server.requests) == ("secret", [])


def test_one_bad_statement_holds_up_no_other(store, consent, server):
    rows = make_statements(consent, 4)
    server.wrong = {names(rows)[1]}
    assert send(store) == counts(sent=3, given_up=1)
    assert [len(request) for request in server.requests] == [4, 1, 1, 1, 1]
    assert set(server.kept) == {*names(rows)} - server.wrong
    server.wrong = set()
    assert try_again(store=store, now=NOW + DAY) == 1
    assert send(store, NOW + DAY) == counts(sent=4)


def test_store_that_dies_while_it_is_asked_singly_loses_nothing(store, consent, server):
    rows = make_statements(consent, 4)
    server.wrong = {names(rows)[3]}
    server.script = ["answer", "answer", 500]
    assert send(store) == counts(waiting=3, sent=1)
    assert send(store, NOW + MINUTE) == counts(sent=3, given_up=1)


def test_answer_that_is_lost_makes_no_double(store, consent, server):
    make_statements(consent, 2)
    server.script = ["drop"]
    assert send(store) == counts(waiting=2)
    assert len(server.kept) == 2
    assert send(store, NOW + MINUTE) == counts(sent=2)
    assert len(server.kept) == 2


def test_process_that_dies_between_sending_and_noting_makes_no_double(store, consent, server):
    rows = make_statements(consent, 2)
    claimed = claim_statements(store=store, now=NOW)
    said = [statement(row, site="http://127.0.0.1:8000") for row in claimed]
    assert post_statements(store, said).status == 200
    assert send(store, NOW + LEASE - MINUTE) == counts(waiting=2)
    assert send(store, NOW + LEASE) == counts(sent=2)
    assert set(server.kept) == set(names(rows))


def test_claimed_statements_are_nobody_elses(store, consent):
    make_statements(consent, 3)
    first = claim_statements(store=store, now=NOW, size=2)
    second = claim_statements(store=store, now=NOW, size=2)
    assert [len(first), len(second)] == [2, 1]
    assert claim_statements(store=store, now=NOW) == []


def test_statement_that_differs_counts_as_known(store, consent, server):
    rows = make_statements(consent, 3)
    server.kept[names(rows)[0]] = {"id": names(rows)[0], "of": "another day"}
    assert send(store) == counts(sent=3)
    assert server.kept[names(rows)[0]]["of"] == "another day"


def test_store_that_is_down_for_good_is_given_up_in_the_end(store, consent, server):
    make_statements(consent, 1)
    server.script = [500] * 100
    now, moments = NOW, 0
    while send(store, now)["waiting"]:
        now = RecordStatement.objects.get().next_try_at
        moments += 1
    assert (moments + 1, len(server.requests)) == (MOST_TRIES, MOST_TRIES)
    assert timedelta(days=7) < now - NOW < timedelta(days=14)


@given(tries=st.integers(min_value=1, max_value=1000))
def test_pauses_grow_from_a_minute_to_a_day(tries):
    assert MINUTE <= pause_after(tries) <= DAY
    assert pause_after(tries) <= pause_after(tries + 1) <= 2 * pause_after(tries)
    assert (pause_after(1), pause_after(2), pause_after(12)) == (MINUTE, 2 * MINUTE, DAY)


def test_withdrawing_stops_what_waits(store, consent, server, adviser):
    make_statements(consent, 2)
    consent.delete()
    assert send(store) == counts()
    assert server.requests == []


def test_store_that_is_off_sends_nothing(store, consent, server):
    make_statements(consent, 2)
    RecordStore.objects.update(is_active=False)
    assert send(store) == counts(waiting=2)
    assert server.requests == []


def test_one_store_that_fails_holds_up_no_other(store, consent, server, caplog):
    make_statements(consent, 1)
    RecordStatement.objects.update(facts={})
    elsewhere = people.make_organisation("Werkpunt")
    other = make_store(elsewhere, endpoint=server.endpoint)
    make_statements(agree(people.make_adviser(people.root_of(elsewhere)), other), 1)
    with caplog.at_level(logging.ERROR), time_machine.travel(NOW):
        call_command("run_due", verbosity=0)
    assert statement_counts(store) == counts(waiting=1)
    assert statement_counts(other) == counts(sent=1)
    assert f"record store {store.pk}: KeyError" in caplog.messages


def test_what_is_over_is_forgotten_after_thirty_days(store, consent):
    make_statements(consent, 3)
    rows = RecordStatement.objects.order_by("pk")
    rows.filter(pk=rows[0].pk).update(state="sent", settled_at=NOW)
    rows.filter(pk=rows[1].pk).update(state="given_up", settled_at=NOW)
    run_retention(NOW + KEPT)
    assert RecordStatement.objects.count() == 3
    run_retention(NOW + KEPT + MINUTE)
    assert statement_counts(store) == counts(waiting=1)


@pytest.mark.parametrize("number", [1, 3])
def test_claiming_takes_the_same_queries(store, team, framework, number, django_assert_num_queries):
    advisers = [people.make_adviser(team) for _number in range(number)]
    campaign = make_campaign(team, ["A1"], now=NOW)
    for user in advisers:
        agree(user, store, with_levels=True)
        make_check_in(campaign, user, {"A1": 4}, now=NOW - MINUTE)
    collect_deeds(store=store, now=NOW)
    with django_assert_num_queries(5):
        assert len(claim_statements(store=store, now=NOW)) == number


class EveryCourseOfEvents(TestCase):
    @settings(max_examples=drawn(40), deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        number=st.integers(min_value=1, max_value=6),
        wrong=st.sets(st.integers(min_value=0, max_value=5), max_size=3),
        script=st.lists(
            st.sampled_from(["answer", "drop", "hang up", 500, 429, 401, 404]), max_size=12
        ),
    )
    def test_in_the_end_everything_is_there_once_or_given_up_alone(self, number, wrong, script):
        organisation = people.make_organisation()
        with record_server() as server:
            store = make_store(organisation, endpoint=server.endpoint)
            consent = agree(people.make_adviser(people.root_of(organisation)), store)
            rows = make_statements(consent, number)
            bad = {name for place, name in enumerate(names(rows)) if place in wrong}
            server.wrong, server.script = bad, list(script)
            now = NOW
            for _run in range(60):
                before = statement_counts(store)
                after = send(store, now)
                assert sum(after.values()) == number
                assert (after["sent"], after["given_up"]) >= (before["sent"], before["given_up"])
                if not after["waiting"]:
                    break
                RecordStore.objects.filter(stopped_at__isnull=False).update(stopped_at=None)
                now += DAY
        sent = RecordStatement.objects.filter(consent=consent, state="sent")
        assert set(names(sent)) == set(server.kept) == set(names(rows)) - bad
        assert statement_counts(store)["given_up"] == len(bad)
