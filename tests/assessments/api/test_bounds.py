"""Other organisations' numbers, bad input, how much one answer holds and what it costs."""

import pytest
from django.test import Client

from assessments.domain.snapshots import close_campaign
from assessments.models import SnapshotNode
from cms.accounts.models import User
from tests.assessments.api.asking import ROOT, all_items, ask, token_of
from tests.factories.people import make_organisation, make_team, root_of
from tests.factories.reports import NOW, check_in, make_advisers, make_round

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"
PARTS = ("", "/teams", "/cells", "/profiles")


@pytest.mark.parametrize("part", PARTS)
def test_a_snapshot_of_another_organisation_is_not_found(secret, elsewhere, part):
    foreign = ask(f"snapshots/{elsewhere.pk}{part}", secret)
    unknown = ask(f"snapshots/{elsewhere.pk + 1000}{part}", secret)
    assert foreign.status_code == unknown.status_code == 404
    assert foreign["Content-Type"] == PROBLEM
    assert foreign.content == unknown.content
    own = token_of(elsewhere.organisation)[1]
    assert ask(f"snapshots/{elsewhere.pk}{part}", own).status_code == 200


def test_lists_hold_nothing_of_another_organisation(secret, snapshot, elsewhere):
    team = SnapshotNode.objects.get(snapshot=elsewhere).team_key
    assert [item["id"] for item in all_items("snapshots", secret)] == [snapshot.pk]
    assert team not in {item["team_id"] for item in all_items("participation", secret)}
    for address in (
        f"participation?snapshot={elsewhere.pk}",
        f"participation?team={team}",
        f"snapshots/{snapshot.pk}/cells?team={team}",
    ):
        assert ask(address, secret).status_code == 404


def test_a_place_in_another_list_reads_on_in_ones_own(secret, snapshot, elsewhere):
    """A cursor is a place in an order, not a permission."""
    node = SnapshotNode.objects.get(snapshot=elsewhere)
    assert ask(f"participation?after={node.pk - 1}", secret).json()["items"] == []
    cells = ask(f"snapshots/{snapshot.pk}/cells?after={node.pk}-0", secret).json()
    assert cells == {"items": [], "next": None}


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("snapshots?limit=0", "query.limit"),
        ("snapshots?limit=501", "query.limit"),
        ("snapshots?limit=-1", "query.limit"),
        ("snapshots?limit=many", "query.limit"),
        ("snapshots?limit=", "query.limit"),
        ("snapshots?limit=99999999999999999999", "query.limit"),
        ("snapshots?after=x", "query.after"),
        ("snapshots?after=1-2", "query.after"),
        ("snapshots?after=9999999999999999999", "query.after"),
        ("snapshots?after=%00", "query.after"),
        ("snapshots?after=%D9%A1", "query.after"),
        ("snapshots?lang=fr", "query.lang"),
        ("snapshots/none", "path.snapshot_id"),
        ("snapshots/0", "path.snapshot_id"),
        ("snapshots/-1", "path.snapshot_id"),
        ("snapshots/99999999999999999999/teams", "path.snapshot_id"),
        ("snapshots/{snapshot}/cells?after=5", "query.after"),
        ("snapshots/{snapshot}/cells?team=gent", "query.team"),
        ("snapshots/{snapshot}/cells?team=9223372036854775808", "query.team"),
        ("snapshots/{snapshot}/cells?competence=", "query.competence"),
        ("snapshots/{snapshot}/cells?competence=%00", "query.competence"),
        ("snapshots/{snapshot}/cells?competence=B1'%20OR%201=1", "query.competence"),
        ("snapshots/{snapshot}/cells?evidence=practice", "query.evidence"),
        ("participation?snapshot=0", "query.snapshot"),
        ("participation?team=1.5", "query.team"),
        ("frameworks/none", "path.framework_id"),
    ],
)
def test_a_value_that_cannot_be_is_named(secret, snapshot, path, where):
    answer = ask(path.format(snapshot=snapshot.pk), secret)
    assert answer.status_code == 422
    assert answer["Content-Type"] == PROBLEM
    told = answer.json()
    assert [error["where"] for error in told["errors"]] == [where]
    assert set(told) == {"type", "title", "status", "detail", "errors"}


@pytest.mark.parametrize(
    "path",
    [
        "snapshots/{snapshot}/cells?competence=Z9",
        "frameworks/00000000-0000-4000-8000-000000000000",
        "snapshots/9223372036854775807",
        "nothing",
        "",
        "snapshots/",
        "snapshots/{snapshot}/people",
    ],
)
def test_what_is_not_there_is_a_problem_not_a_page(secret, snapshot, path):
    answer = ask(path.format(snapshot=snapshot.pk), secret)
    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert answer.json()["title"] == "Not Found"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "head", "options", "trace"])
@pytest.mark.parametrize("path", ["snapshots", "openapi.json", "nothing"])
def test_it_only_reads(secret, method, path):
    client = Client(enforce_csrf_checks=True)
    answer = getattr(client, method)(ROOT + path, headers={"Authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer["Allow"]) == (405, "GET")
    assert answer["Content-Type"] == PROBLEM


def test_the_last_place_has_nothing_after_it(secret, snapshot):
    far = 10**18 - 1
    for path in (
        f"snapshots/{snapshot.pk}/teams?after={far}",
        f"snapshots/{snapshot.pk}/cells?after={far}-{far}",
        f"participation?after={far}",
        "snapshots?after=0",
    ):
        assert ask(path, secret).json() == {"items": [], "next": None}


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow(competences, number, django_assert_num_queries):
    root = root_of(make_organisation("Growing"))
    for _number in range(number):
        make_advisers(make_team(root), 6)
    for turn in range(number):
        campaign = make_round(root, competences)
        check_in(campaign, {m: {competences["A1"]: turn} for m in User.objects.all()})
        found = close_campaign(campaign=campaign, now=NOW)
    secret = token_of(root.organisation)[1]
    ask("snapshots", secret)  # from now on its day of use is stored
    expected = {
        "snapshots": 2,
        f"snapshots/{found.pk}": 2,
        f"snapshots/{found.pk}/teams": 3,
        f"snapshots/{found.pk}/cells": 3,
        f"snapshots/{found.pk}/cells?team={root.pk}&competence=A1&evidence=self": 5,
        f"snapshots/{found.pk}/profiles": 3,
        "participation": 2,
        f"participation?snapshot={found.pk}&team={root.pk}": 4,
        "frameworks": 2,
        f"frameworks/{competences['A1'].area.framework.identifier}": 9,
    }
    for path, queries in expected.items():
        with django_assert_num_queries(queries):
            assert ask(path, secret).status_code == 200


def test_a_page_holds_a_hundred_rows_unless_asked_and_five_hundred_at_most(secret, snapshot):
    nodes = [
        SnapshotNode(snapshot=snapshot, team_key=number, name="Team", path=f"X{number}", depth=2)
        for number in range(10_000, 10_600)
    ]
    SnapshotNode.objects.bulk_create(nodes)
    path = f"snapshots/{snapshot.pk}/teams"
    assert len(ask(path, secret).json()["items"]) == 100
    assert len(ask(f"{path}?limit=500", secret).json()["items"]) == 500
    everything = all_items(f"{path}?limit=500", secret)
    assert len({item["team_id"] for item in everything}) == len(everything) == 600 + 8


def test_an_answer_that_is_known_is_not_sent_again(secret, snapshot, teams):
    path = f"snapshots/{snapshot.pk}/cells"
    first = ask(path, secret)
    assert first["Cache-Control"] == "private, no-cache"
    assert "Authorization" in first["Vary"]
    known = {"If-None-Match": first["ETag"]}
    again = ask(path, secret, **known)
    assert (again.status_code, again.content) == (304, b"")
    assert ask(path, "", **known).status_code == 401
    assert ask(path + "?limit=1", secret, **known).status_code == 200
