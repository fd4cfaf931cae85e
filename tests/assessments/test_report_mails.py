"""Reports by mail: when they are due, what they hold, and that leaving the role ends them."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core import mail as outbox
from django.utils import timezone
from pypdf import PdfReader

from assessments import tasks
from assessments.domain.report_mails import ask_for_mail, claim_report, give_back, rhythm_of
from assessments.models import ReportAccess, ReportSubscription
from assessments.report_enums import ReportFormat, Rhythm
from tests.factories.people import (
    make_adviser,
    make_manager,
    make_organisation,
    make_organisation_manager,
    make_team,
    root_of,
)
from tests.factories.reports import NOW, make_advisers, make_framework
from tests.factories.sufficiency import take_round

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = NOW + timedelta(days=60)


@pytest.fixture
def framework():
    return make_framework("A1")


@pytest.fixture
def team(framework):
    return make_team(root_of(make_organisation()), "Gent")


@pytest.fixture
def people(team):
    return make_advisers(team, 6)


@pytest.fixture
def manager(team):
    return make_manager(team, language="en", first_name="Hanne")


def ask(user, team, rhythm=Rhythm.SNAPSHOT, now=NOW) -> int:
    ask_for_mail(user=user, team=team, rhythm=rhythm, now=now)
    return ReportSubscription.objects.get(user=user, team=team).pk


def close(team, framework, people, now=NOW):
    return take_round(team, framework["A1"], dict.fromkeys(people, 2), now=now)


def send(pk, now) -> bool:
    with time_machine.travel(now, tick=False):
        return tasks.send_one_report(pk, timezone.now())


def test_new_figures_are_sent_once_with_the_report_as_pdf(team, framework, people, manager):
    pk = ask(manager, team)
    assert not send(pk, NOW + DAY)
    close(team, framework, people, LATER)
    assert send(pk, LATER + DAY)
    assert not send(pk, LATER + 2 * DAY)
    [message] = outbox.outbox
    assert message.to == [manager.email]
    assert message.subject == "Team report Gent, figures of 30 May 2026"
    assert "Hello Hanne," in message.body
    assert f"/en/teams/{team.pk}/mail/" in message.body
    [(name, body, kind)] = message.attachments
    assert (name, kind) == ("gent-2026-05-30.pdf", "application/pdf")
    text = PdfReader(BytesIO(body)).pages[0].extract_text()
    assert "Team report Gent" in text
    assert "6 of 6 advisers checked in." in text


def test_what_was_there_already_is_not_sent(team, framework, people, manager):
    close(team, framework, people)
    assert not send(ask(manager, team, now=NOW + DAY), NOW + 2 * DAY)


def test_monthly_comes_in_each_new_month(team, framework, people, manager):
    pk = ask(manager, team, Rhythm.MONTHLY)
    assert not send(pk, NOW + 35 * DAY)  # there is nothing to send
    close(team, framework, people, NOW + 36 * DAY)
    days = [NOW + n * DAY for n in range(36, 130)]
    sent = [day for day in days if send(pk, day)]
    assert [(day.year, day.month) for day in sent] == sorted(
        {(day.year, day.month) for day in days}
    )


def test_leaving_the_role_ends_it(team, framework, people, manager):
    pk = ask(manager, team)
    manager.memberships.update(until=timezone.localdate(LATER) - DAY)
    close(team, framework, people, LATER)
    assert not send(pk, LATER + DAY)
    assert (ReportSubscription.objects.count(), outbox.outbox) == (0, [])


def test_an_account_that_is_closed_gets_nothing(team, framework, people, manager):
    pk = ask(manager, team)
    close(team, framework, people, LATER)
    manager.is_active = False
    manager.save()
    assert not send(pk, LATER + DAY)
    assert outbox.outbox == []


def test_a_mail_server_that_refuses_gets_another_chance(team, framework, people, manager, settings):
    pk = ask(manager, team)
    close(team, framework, people, LATER)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(OSError, match="refused"):
        send(pk, LATER + DAY)
    assert not ReportAccess.objects.exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send(pk, LATER + 2 * DAY)
    assert len(outbox.outbox) == 1


def test_a_claimed_report_is_nobody_elses(team, framework, people, manager):
    pk = ask(manager, team)
    close(team, framework, people, LATER)
    due = claim_report(pk, LATER + DAY)
    assert claim_report(pk, LATER + DAY) is None
    give_back(due)
    assert claim_report(pk, LATER + DAY).snapshot == due.snapshot


def test_what_was_sent_stands_in_the_log(team, framework, people, manager):
    pk = ask(manager, team)
    close(team, framework, people, LATER)
    send(pk, LATER + DAY)
    [line] = ReportAccess.objects.all()
    assert (line.user, line.format, line.team_key) == (manager, ReportFormat.MAIL, team.pk)


def test_the_job_goes_on_after_one_that_fails(team, framework, people, manager, settings):
    ask(make_manager(team, email="not an address\n"), team)
    ask(manager, team)
    close(team, framework, people, LATER)
    with time_machine.travel(LATER + DAY, tick=False):
        tasks.send_reports.call()
    assert [message.to for message in outbox.outbox] == [[manager.email]]


def test_the_page_keeps_a_choice_and_ends_it(client, team, manager):
    client.force_login(manager)
    address = f"/en/teams/{team.pk}/mail/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"rhythm": "monthly"}).status_code == 302
    assert rhythm_of(manager, team) == "monthly"
    assert 'value="monthly" id="id_rhythm_2" checked' in " ".join(
        client.get(address).content.decode().split()
    )
    assert client.post(address, {"rhythm": "hourly"}).status_code == 200
    assert rhythm_of(manager, team) == "monthly"
    client.post(address, {"rhythm": ""})
    assert rhythm_of(manager, team) == ""


def test_only_who_may_open_the_report_may_ask_for_it(client, team):
    address = f"/en/teams/{team.pk}/mail/"
    for user in (
        make_adviser(team),
        make_manager(make_team(root_of(team.organisation))),
        make_organisation_manager(make_organisation()),
    ):
        client.force_login(user)
        assert client.get(address).status_code == 404
        assert client.post(address, {"rhythm": "monthly"}).status_code == 404
    assert not ReportSubscription.objects.exists()
