"""Statements as they go out: right by another project's models, and silent about the rest."""

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ralph.models.xapi.base.statements import BaseXapiStatement

from assessments.domain.record_deeds import Deed, Outgoing, Thing, deed_of
from assessments.exchange.xapi import statement
from assessments.record_enums import RecordKind

SITE = "https://peil.example"
ACCOUNT = UUID("6f7a1de2-8a9c-4a52-9a1c-2f4a1b3c5d6e")
WHEN = datetime(2026, 3, 2, 13, 5, 7, 123987, tzinfo=timezone(timedelta(hours=1)))
NAMES = {"nl": "Cijfers lezen", "en": "Reading figures"}
THING = Thing("/nl/toolkit/m5/cijfers/", NAMES)
ABOVE = Thing("/nl/toolkit/m5/", {"nl": "Module 5", "en": "Module 5"})


def outgoing(kind: RecordKind, *, level: int | None = None, **facts) -> Outgoing:
    deed = Deed(kind, "attempt:7", WHEN, "nl", THING, **facts)
    return Outgoing(deed.identifier(ACCOUNT), ACCOUNT, deed, level=level)


def moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)


EVERY_KIND = {
    "lesson": outgoing(RecordKind.COMPLETED, above=ABOVE),
    "lesson without module": outgoing(RecordKind.COMPLETED),
    "quiz": outgoing(RecordKind.ATTEMPTED, run="attempt:7"),
    "score": outgoing(RecordKind.SCORED, run="attempt:7", points=Decimal("3.5000"), items=8),
    "self-rating": outgoing(RecordKind.SELF_EVALUATED, above=ABOVE, run="check-in:3"),
    "level": outgoing(RecordKind.SELF_EVALUATED, above=ABOVE, run="check-in:3", level=0),
}


@pytest.mark.parametrize("name", EVERY_KIND)
def test_every_kind_is_right_by_the_models_of_ralph(name):
    said = statement(EVERY_KIND[name], site=SITE)
    read = BaseXapiStatement.model_validate_json(json.dumps(said))
    assert read.id == EVERY_KIND[name].identifier
    assert read.actor.account.name == str(ACCOUNT)


def test_models_of_ralph_refuse_what_is_wrong():
    said = statement(EVERY_KIND["score"], site=SITE)
    for broken in (
        said | {"verb": {"id": "scored"}},
        said | {"result": {"score": {"scaled": 1.5}}},
        said | {"actor": {"objectType": "Agent", "name": "Annemie"}},
        said | {"context": {"registration": "7"}},
    ):
        with pytest.raises(ValueError, match="validation error"):
            BaseXapiStatement.model_validate_json(json.dumps(broken))


def test_finished_lesson_says_exactly_this():
    assert statement(EVERY_KIND["lesson"], site=SITE) == {
        "id": str(EVERY_KIND["lesson"].identifier),
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": "https://peil.example/", "name": str(ACCOUNT)},
        },
        "verb": {
            "id": "http://adlnet.gov/expapi/verbs/completed",
            "display": {"nl": "rondde af", "en": "completed"},
        },
        "object": {
            "objectType": "Activity",
            "id": "https://peil.example/nl/toolkit/m5/cijfers/",
            "definition": {
                "type": "http://adlnet.gov/expapi/activities/lesson",
                "name": {"nl": "Cijfers lezen", "en": "Reading figures"},
            },
        },
        "result": {"completion": True},
        "context": {
            "platform": "Peil",
            "language": "nl",
            "contextActivities": {
                "parent": [
                    {
                        "objectType": "Activity",
                        "id": "https://peil.example/nl/toolkit/m5/",
                        "definition": {
                            "type": "http://adlnet.gov/expapi/activities/module",
                            "name": {"nl": "Module 5", "en": "Module 5"},
                        },
                    }
                ]
            },
        },
        "timestamp": "2026-03-02T12:05:07.123Z",
    }


def test_quiz_and_its_score_are_of_one_registration():
    quiz = statement(EVERY_KIND["quiz"], site=SITE)
    score = statement(EVERY_KIND["score"], site=SITE)
    assert "result" not in quiz
    assert score["result"] == {"score": {"scaled": 0.4375, "raw": 3.5, "min": 0, "max": 8}}
    registration = str(uuid5(ACCOUNT, "attempt:7"))
    assert quiz["context"]["registration"] == score["context"]["registration"] == registration
    assert (quiz["verb"]["id"], score["verb"]["id"]) == (
        "http://adlnet.gov/expapi/verbs/attempted",
        "http://adlnet.gov/expapi/verbs/scored",
    )


def test_self_rating_without_a_level_has_no_result_at_all():
    said = statement(EVERY_KIND["self-rating"], site=SITE)
    assert said["verb"]["id"] == "https://peil.example/xapi/verbs/self-evaluated"
    assert "result" not in said
    assert "level" not in json.dumps(said)


@pytest.mark.parametrize("level", range(6))
def test_level_stands_beside_the_score_that_it_is_not(level):
    said = statement(outgoing(RecordKind.SELF_EVALUATED, level=level), site=SITE)
    assert said["result"] == {"extensions": {"https://peil.example/xapi/extensions/level": level}}


@pytest.mark.parametrize("kind", [kind for kind in RecordKind if kind != "self_evaluated"])
def test_no_other_kind_ever_tells_a_level(kind):
    said = statement(outgoing(kind, level=3, points=Decimal(1), items=2), site=SITE)
    assert "extensions" not in json.dumps(said)


@given(
    items=st.integers(min_value=1, max_value=60),
    share=st.integers(min_value=0, max_value=10_000),
)
def test_every_score_that_can_be_reached_is_right(items, share):
    points = (Decimal(items) * share / 10_000).quantize(Decimal("0.0001"))
    said = statement(outgoing(RecordKind.SCORED, points=points, items=items), site=SITE)
    score = said["result"]["score"]
    assert (score["raw"], score["min"], score["max"]) == (float(points), 0, items)
    assert 0 <= score["scaled"] <= 1
    assert abs(score["scaled"] - float(points) / items) <= 0.00005 + 1e-9
    BaseXapiStatement.model_validate_json(json.dumps(said))


@pytest.mark.parametrize(
    ("points", "items"),
    [(None, 4), (Decimal(1), None), (Decimal(1), 0), (Decimal(5), 4), (Decimal(-1), 4)],
)
def test_score_that_cannot_be_is_refused(points, items):
    with pytest.raises(ValueError, match="no score"):
        statement(outgoing(RecordKind.SCORED, points=points, items=items), site=SITE)


@given(
    kind=st.sampled_from(RecordKind),
    when=st.integers(min_value=0, max_value=4_000_000_000_000).map(moment),
    names=st.dictionaries(st.sampled_from(["nl", "en"]), st.text(min_size=1), min_size=1),
    points=st.none() | st.decimals(min_value=0, max_value=9, places=4),
)
def test_stored_facts_give_the_same_deed_back(kind, when, names, points):
    deed = Deed(kind, "x:1", when, "en", Thing("/a/", names), ABOVE, "run:1", points, 9)
    stored = json.loads(json.dumps(deed.facts()))
    assert deed_of(kind.value, when, stored) == deed
    assert deed_of(kind.value, when, stored).identifier(ACCOUNT) == deed.identifier(ACCOUNT)


def test_deeds_of_two_accounts_or_moments_have_other_names():
    deed = EVERY_KIND["lesson"].deed
    later = Deed(deed.kind, deed.source, WHEN + timedelta(microseconds=1), "nl", THING)
    other = uuid5(ACCOUNT, "another")
    names = {deed.identifier(ACCOUNT), deed.identifier(other), later.identifier(ACCOUNT)}
    assert len(names) == 3


def test_own_words_open_at_their_addresses(client):
    own = {statement(said, site="")["verb"]["id"] for said in EVERY_KIND.values()}
    own |= {*statement(EVERY_KIND["level"], site="")["result"]["extensions"]}
    paths = sorted(path for path in own if path.startswith("/"))
    assert paths == ["/xapi/extensions/level", "/xapi/verbs/self-evaluated"]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/json"
        assert set(answer.json()["name"]) == set(answer.json()["description"]) == {"nl", "en"}
        assert client.post(path).status_code == 405
    assert client.get("/xapi/verbs/completed").status_code == 404
