"""What goes out says who nobody is, and a level only where it is ticked and shared."""

import json
from datetime import timedelta

import pytest
from ralph.models.xapi.base.statements import BaseXapiStatement

from assessments.domain.record_collecting import collect_deeds
from assessments.domain.shares import revoke_share
from assessments.models import RecordStore
from tests.assessments.records.desk import counts, send
from tests.factories.campaigns import make_campaign, make_check_in
from tests.factories.records import NOW, agree
from tests.factories.shares import share_with

MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("shares", [True, False])
@pytest.mark.parametrize("ticked", [True, False])
def test_level_goes_only_where_it_is_ticked_and_shared(
    store, adviser, manager, team, framework, server, shares, ticked
):
    agree(adviser, store, with_levels=ticked)
    campaign = make_campaign(team, ["A1", "B1"], now=NOW - MINUTE)
    make_check_in(campaign, adviser, {"A1": 4, "B1": 2}, now=NOW - MINUTE)
    if shares:
        share_with(adviser, manager, framework, now=NOW - MINUTE, codes=("A1",))
    collect_deeds(store=RecordStore.objects.get(), now=NOW)
    assert send(store) == counts(sent=2)
    levels = [said["result"]["extensions"] for said in server.kept.values() if "result" in said]
    expected = [{"http://127.0.0.1:8000/xapi/extensions/level": 4}] if shares and ticked else []
    assert levels == expected
    for said in server.kept.values():
        BaseXapiStatement.model_validate_json(json.dumps(said))


def test_share_that_is_over_takes_the_level_back_before_it_goes(
    store, adviser, manager, team, framework, server
):
    agree(adviser, store, with_levels=True)
    make_check_in(make_campaign(team, ["A1"], now=NOW), adviser, {"A1": 4}, now=NOW - MINUTE)
    share = share_with(adviser, manager, framework, now=NOW - MINUTE)
    collect_deeds(store=RecordStore.objects.get(), now=NOW)
    server.script = ["drop"]
    assert send(store) == counts(waiting=1)
    revoke_share(share=share, now=NOW)
    server.kept.clear()
    assert send(store, NOW + MINUTE) == counts(sent=1)
    assert "level" not in json.dumps(list(server.kept.values()))


def test_nothing_that_leaves_tells_who_somebody_is(
    store, adviser, manager, team, framework, server
):
    adviser.first_name, adviser.last_name = "Annemie", "Zegers"
    adviser.save()
    consent = agree(adviser, store)
    make_check_in(
        make_campaign(team, ["A1"], now=NOW),
        adviser,
        {"A1": 4},
        now=NOW - MINUTE,
        evidence_line="zeepaardje",
        frequency="weekly",
    )
    share_with(adviser, manager, framework, now=NOW - MINUTE)
    collect_deeds(store=RecordStore.objects.get(), now=NOW)
    assert send(store) == counts(sent=1)
    text = json.dumps([server.kept, server.headers])
    private = ("Annemie", "Zegers", adviser.email, "zeepaardje", "weekly", "level", team.name)
    assert [word for word in private if word in text] == []
    assert str(consent.account) in text
