"""Every address with every role of the demo, against the table of who may see what."""

import re

import pytest
import requests
from django.urls import URLResolver, get_resolver
from django.utils import translation

from assessments.management.demo.people import PASSWORD
from tests.access_table import AS_EDITOR, GUARDED_BY_LIBRARY, ROLES, TABLE
from tests.demo_site import DemoSite

SIGNS = {200: "o", 302: "r", 404: "-", 400: "x", 401: "x", 403: "x", 405: "x"}
PREPARE = """
from datetime import date
from random import Random
from django.utils import timezone
from assessments.domain.audience import open_campaigns_for
from assessments.domain.starting import start_attempt
from assessments.domain.checkins import start_check_in
from assessments.domain.preferences import renew_calendar
from assessments.domain.data_exports import ask_for_export, store_export
from assessments.domain.record_stores import StoreSettings, set_record_store
from assessments.domain.report_exports import WorkbookAsked, ask_for_workbook, store_workbook
from assessments.domain.shares import chosen, make_share
from assessments.models import Action, LearningPlan, QuestionVersion, Quiz, Recheck, Share
from assessments.models import Snapshot, SufficiencyRule
from cms.accounts.models import Organisation, Team, User
from training.models import Activity, Framework, LessonPage, Source
me = User.objects.get(email="adviser@peil.example")
now = timezone.now()
campaign = open_campaigns_for(me, now).get()
lesson = LessonPage.objects.get(code="4.1", locale__language_code="nl")
foreign = Source.objects.filter(organisation=None).order_by("pk").last()
foreign.organisation = Organisation.objects.get(slug="werkpunt")
foreign.added_by = User.objects.get(email="other@peil.example")
foreign.save()
colleague = User.objects.filter(memberships__team__name="Gent", memberships__role="adviser")
share = Share.objects.get(user=me)
activities = chosen(activities=[Activity.objects.filter(user=me).first().pk])
other = make_share(user=me, manager_id=share.manager_id, items=activities, now=now)
export = store_export(export=ask_for_export(user=me, now=now)[0], body=b"", now=now)
gent = Team.objects.get(name="Gent")
asked = WorkbookAsked(
    user=User.objects.get(email="manager@peil.example"),
    team=gent,
    snapshot=Snapshot.objects.filter(nodes__team=gent).latest("taken_at"),
    language="nl",
)
workbook = ask_for_workbook(asked=asked, rows=1, now=now)[0]
store_workbook(export=workbook, write=lambda target: target.write(b"x"), clock=timezone.now)
store = set_record_store(
    organisation=Organisation.objects.get(slug="loopbaanhuis"),
    settings=StoreSettings("https://lrs.example/xapi", "key", "secret", "1.0.3", ["scored"], True),
    now=now,
)
recheck = Recheck.objects.create(
    user=me,
    competence=campaign.competences.first(),
    weeks=1,
    begun_on=date(2026, 1, 5),
    due_on=date(2026, 1, 12),
)
answer = {
    "recheck": recheck.pk,
    "record_store": store.pk,
    "calendar": renew_calendar(user=colleague.exclude(pk=me.pk).first()).calendar_token,
    "campaign": campaign.pk,
    "check_in": start_check_in(campaign=campaign, user=me, now=now).pk,
    "attempt": start_attempt(user=me, quiz=Quiz.objects.first(), now=now, rng=Random(1)).pk,
    "action": Action.objects.filter(user=me).first().pk,
    "reflection": me.reflections.first().pk,
    "activity": Activity.objects.filter(user=me).first().pk,
    "source": Source.objects.filter(organisation=None).order_by("pk").first().pk,
    "foreign_source": foreign.pk,
    "framework": str(Framework.objects.get().identifier),
    "lesson": str(lesson.translation_key),
    "lesson_path": lesson.get_url_parts()[2].lstrip("/"),
    "module_path": lesson.get_parent().get_url_parts()[2].lstrip("/"),
    "share": share.pk,
    "other_share": other.pk,
    "export": export.token,
    "workbook": workbook.token,
    "rule": SufficiencyRule.objects.get(competence__code="B1").pk,
    "gent_rule": SufficiencyRule.objects.get(team__name="Gent").pk,
    "plan": LearningPlan.objects.get(team__name="Loopbaanhuis").pk,
    "gent_plan": LearningPlan.objects.get(team__name="Gent").pk,
    "version": QuestionVersion.objects.filter(is_current=True).first().pk,
    "snapshot": Snapshot.objects.filter(organisation__slug="loopbaanhuis").first().pk,
    **{name.lower(): Team.objects.get(name=name).pk for name in ("Gent", "Antwerpen", "Werkpunt")},
}
"""


def all_routes(resolver=None, prefix: str = "") -> set[str]:
    """Return every address of the installation, as patterns."""
    routes = set()
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            routes |= all_routes(pattern, route)
        else:
            routes.add(route)
    return routes


def test_every_address_has_a_row():
    with translation.override("nl"):
        routes = all_routes()
    guarded = {route for route in routes if route.startswith(GUARDED_BY_LIBRARY)}
    rows = {row.route for row in TABLE}
    assert routes - guarded - rows == set()
    assert rows - routes == {"admin/"} - routes


@pytest.fixture(scope="module")
def things(site: DemoSite) -> dict[str, object]:
    """What the paths of the table name, made in this copy of the demo."""
    return site.ask(PREPARE)


@pytest.fixture(scope="module")
def sessions(site: DemoSite) -> dict[str, requests.Session]:
    """A browser for each role, signed in."""
    return {role: signed_in(site, role) for role in (*ROLES, *AS_EDITOR)}


def signed_in(site: DemoSite, role: str) -> requests.Session:
    session = requests.Session()
    session.get(f"{site.url}/nl/")
    if role != "visitor":
        page = session.get(f"{site.url}/accounts/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)[1]
        form = {"login": f"{role}@peil.example", "password": PASSWORD, "csrfmiddlewaretoken": token}
        answer = session.post(f"{site.url}/accounts/login/", form, allow_redirects=False)
        assert (role, answer.status_code) == (role, 302)
    else:
        session.get(f"{site.url}/accounts/login/")
    return session


def sign_of(answer: requests.Response) -> str:
    """Return how an answer is written in the table."""
    if answer.status_code == 302 and "/accounts/login/" in answer.headers["Location"]:
        return ">"
    return SIGNS.get(answer.status_code, str(answer.status_code))


def ask(session: requests.Session, url: str, *, post: bool) -> requests.Response:
    if post:
        token = {"X-CSRFToken": session.cookies["csrftoken"]}
        return session.post(url, headers=token, allow_redirects=False)
    return session.get(url, allow_redirects=False)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.path)
def test_each_role_gets_what_the_table_says(row, site, sessions, things):
    url = site.url + row.path.format(**things)
    signs = {role: sign_of(ask(session, url, post=row.post)) for role, session in sessions.items()}
    expected = dict(zip(ROLES, row.signs, strict=True))
    assert signs == expected | dict.fromkeys(AS_EDITOR, expected["editor"])
