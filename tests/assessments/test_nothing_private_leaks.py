"""What advisers write for themselves is in no answer, file or mail that anybody else can get.

To hold something new to this: add its text to `fill`, with a key of MARKERS. Pages need not be
added: each outsider follows every link. What must at least have been read stands in MUST_READ.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils.translation import override

from assessments.domain.calibration_words import calibration_in_words
from assessments.domain.campaign_editing import ensure_groups
from assessments.domain.measurement import Calibration
from assessments.domain.my_data import everything_of
from assessments.domain.shares import chosen, make_share
from assessments.domain.snapshots import close_campaign
from assessments.models import Action, Campaign, Reflection
from cms.accounts.enums import Role
from cms.accounts.models import User
from tests.assessments.api.asking import all_items, ask, token_of
from tests.assessments.outsiders import crawl
from tests.factories import people
from tests.factories.campaigns import make_campaign, make_check_in
from tests.factories.evidence import give_answers
from tests.factories.pages import prepare_translating
from tests.factories.shares import NOW, make_action, make_activity
from tests.factories.sufficiency import make_sufficiency_rule
from tests.factories.training import make_site
from training.models import Activity, PortfolioItem, Source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("drawn_once")]
KEYS = (
    "works", "does_not_work", "why", "example", "change", "outcome_note",
    "evidence_line", "draft_evidence_line", "action_evidence", "reason", "support", "note",
    "purpose",
)  # fmt: skip
MARKERS = {key: f"zeepaardje-{key.replace('_', '-')}" for key in KEYS}
MUST_READ = {
    "manager": (
        r"/nl/teams/\d+/$", r"/en/teams/\d+/$", r"/nl/teams/\d+/report\.pdf",
        r"/nl/teams/\d+/report\.xlsx", r"/nl/teams/\d+/report\.csv", r"/nl/teams/shared/\d+/$",
        r"/en/teams/shared/\d+/$", r"/nl/me/profile\.json",
    ),
    "lead": (
        r"/nl/teams/\d+/$", r"/nl/teams/\d+/report\.pdf", r"/nl/teams/shared/\d+/$",
        r"/nl/teams/sufficiency/$", r"/nl/teams/sufficiency/new/$",
        r"/nl/teams/sufficiency/\d+/$", r"/nl/organisation/audit/$",
    ),
    "people": (
        r"/admin/rounds/edit/\d+/", r"/admin/api-tokens/", r"/nl/me/$",
        r"/admin/reports/opened/$", r"/admin/record-store/\d+/$",
    ),
    "editor": (r"/admin/questions/", r"/nl/sources/\d+/$"),
    "colleague": (r"/nl/me/profile/$", r"/nl/me/sharing/$", r"/nl/me/data/$"),
    "superuser": (r"/admin/questions/", r"/admin/users/", r"/admin/rounds/edit/\d+/"),
}  # fmt: skip
SEEDS = (
    "/nl/me/", "/nl/teams/", "/en/teams/", "/nl/me/profile/", "/nl/me/sharing/", "/nl/me/data/",
    "/nl/activities/", "/nl/sources/", "/nl/privacy/", "/nl/organisation/audit/",
    "/admin/", "/admin/reports/opened/", "/admin/reports/opened/?export=csv", "/admin/rounds/",
    "/admin/questions/", "/admin/users/", "/admin/reports/content/", "/admin/reports/site-history/",
    "/admin/api-tokens/", "/admin/record-store/",
)  # fmt: skip


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def insiders(framework, team, profiles) -> list[User]:
    """Seven advisers of Gent who wrote what can be written, in a closed and in an open round."""
    make_site()
    prepare_translating()
    advisers = [people.make_adviser(team, profiles["experienced"]) for _number in range(7)]
    source = Source.objects.create(
        key="statbel", publisher="Statbel", address="https://statbel.example/", country="be"
    )
    before = NOW - timedelta(days=40)
    closed, running = (
        make_campaign(team, now=before, days=20),
        make_campaign(team, now=NOW - timedelta(days=2)),
    )
    for user in advisers:
        fill(user, closed, source, framework)
    make_sufficiency_rule(team, framework["B1"], now=before)
    for user in advisers[:2]:
        stand_apart_from_the_test(user, closed.closes_at - timedelta(days=1))
    close_campaign(campaign=closed, now=before + timedelta(days=21))
    for user in advisers[:2]:
        make_check_in(running, user, {"A1": 3, "B1": 2}, submitted=False, now=NOW,
                      evidence_line=MARKERS["draft_evidence_line"])  # fmt: skip
    return advisers


def fill(user: User, campaign: Campaign, source: Source, framework) -> None:
    """Let a person write something in every place that is theirs."""
    when = campaign.opens_at + timedelta(days=3)
    check_in = make_check_in(
        campaign,
        user,
        {"A1": 5, "B1": 0},
        now=when,
        evidence_line=MARKERS["evidence_line"],
        frequency="every_client",
    )
    words = ("works", "does_not_work", "why", "example", "change", "outcome_note")
    Reflection.objects.update_or_create(
        check_in=check_in,
        defaults={"user": user, "written_at": when, **{name: MARKERS[name] for name in words}},
    )
    Reflection.objects.create(user=user, works=MARKERS["works"], written_at=NOW)
    make_action(user, framework["B1"], evidence=MARKERS["action_evidence"],
                support=MARKERS["support"], reason=MARKERS["reason"])  # fmt: skip
    make_activity(user, note=MARKERS["note"])
    PortfolioItem.objects.create(user=user, source=source, purpose=MARKERS["purpose"])


def stand_apart_from_the_test(user: User, when: datetime) -> None:
    """Let answers show much less than the self-rating in A1, and much more in B1."""
    give_answers(user, "A1", [0] * 8, when)
    give_answers(user, "B1", [1] * 8, when)


def share_all(user: User, manager: User, framework) -> None:
    """Share everything that can be shared: what is private stays so even then."""
    items = chosen(
        [framework[code].pk for code in ("A1", "B1")],
        Action.objects.filter(user=user).values_list("pk", flat=True),
        Activity.objects.filter(user=user).values_list("pk", flat=True),
    )
    make_share(user=user, manager_id=manager.pk, items=items, now=NOW)


@pytest.fixture
def outsiders(insiders, team, organisation, profiles, framework) -> dict[str, User]:
    """Everybody who is not the person, by role; the first adviser shares all with the managers."""
    manager = people.make_manager(team)
    lead = people.make_organisation_manager(organisation)
    admin, editor = people.make_user(), people.make_user()
    people.make_role(admin, Role.ORGANISATION_ADMINISTRATOR, organisation=organisation)
    people.make_role(editor, Role.EDITOR, organisation=organisation)
    admin.groups.add(ensure_groups())
    call_command("ensure_groups", stdout=StringIO())
    editor.groups.set(Group.objects.filter(name__in=("Editors", "Reviewers")))
    for seen_by in (manager, lead):
        share_all(insiders[0], seen_by, framework)
    return {
        "manager": manager,
        "lead": lead,
        "people": admin,
        "editor": editor,
        "colleague": people.make_adviser(team, profiles["experienced"]),
        "superuser": people.make_user(is_staff=True, is_superuser=True),
    }


def opening_of(kind: Calibration) -> str:
    """Return how the private remark begins, without the numbers in it."""
    return re.split("[.:]", calibration_in_words(kind))[0]


def calibration_sentences() -> set[str]:
    """Return what is said of self-rating against tested knowledge, in both languages."""
    sentences = set()
    for language in ("nl", "en"):
        with override(language):
            sentences |= {opening_of(kind) for kind in Calibration}
    return sentences


def private_words() -> set[str]:
    return {*MARKERS.values(), *calibration_sentences()}


def leaks(text: str) -> set[str]:
    """Return what of it is private; a text set over lines still counts."""
    plain = " ".join(text.split())
    return {words for words in private_words() if words in plain}


def test_what_is_looked_for_is_really_there(insiders):
    rows = json.dumps(everything_of(insiders[0], "nl", NOW).tables, default=str)
    assert [marker for marker in MARKERS.values() if marker not in rows] == []
    client = Client()
    client.force_login(insiders[0])
    own = " ".join(client.get("/nl/me/profile/").content.decode().split())
    with override("nl"):
        said = {kind for kind in Calibration if opening_of(kind) in own}
    assert said >= {Calibration.BLIND_SPOT, Calibration.UNDER_CLAIM}


def test_outsiders_read_nothing_private_anywhere(outsiders):
    found, missed = {}, {}
    for role, user in outsiders.items():
        client = Client()
        client.force_login(user)
        read = dict(crawl(client, SEEDS))
        found |= {(role, path): leaks(text) for path, text in read.items() if leaks(text)}
        missed |= {
            (role, wanted): sorted(read)
            for wanted in MUST_READ[role]
            if not any(re.search(wanted, path) and text for path, text in read.items())
        }
    assert found == {}
    assert missed == {}


def test_visitor_reads_nothing_private_anywhere(insiders, client):
    assert {path for path, text in crawl(client, ("/nl/", "/en/", *SEEDS)) if leaks(text)} == set()


def test_an_access_token_reads_nothing_private_and_nobody(insiders, organisation):
    secret = token_of(organisation)[1]
    lists = ["snapshots", "participation"]
    for found in all_items("snapshots", secret):
        lists += [f"snapshots/{found['id']}/{part}" for part in ("teams", "cells", "profiles")]
    read = {path: ask(f"{path}?limit=500", secret) for path in lists}
    assert {answer.status_code for answer in read.values()} == {200}
    assert any(item["n"] for item in read[lists[-2]].json()["items"])
    text = " ".join(answer.content.decode() for answer in read.values())
    assert leaks(text) == set()
    assert [user.email for user in User.objects.all() if user.email in text] == []


def test_no_mail_holds_anything_private(outsiders):
    for days in (1, 25, 29, 40, 1070, 1100):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            call_command("run_due", stdout=StringIO())
    for message in mail.outbox:
        assert leaks(f"{message.subject} {message.body} {message.alternatives}") == set()
