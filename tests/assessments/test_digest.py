"""The one mail a day: who is reminded of what and when, in which language, and never twice."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox
from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from assessments import emails
from assessments.domain.digest import claim, digests
from assessments.domain.digest_items import DigestItem
from assessments.domain.reminders import Stage, due_day, round_items, stage_of
from assessments.domain.snapshots import close_campaign, end_campaign, reopen_campaign
from assessments.emails import send_digests
from assessments.enums import CampaignState
from assessments.models import Campaign, DigestMail, PersonPreference
from tests.factories import people
from tests.factories.campaigns import make_campaign, make_check_in

NOW = datetime(2026, 11, 1, 10, tzinfo=ZoneInfo("Europe/Brussels"))
DAY = timedelta(days=1)
DUE = date(2026, 12, 1)
ON_THE_DAY = NOW + 30 * DAY - timedelta(hours=2)


@pytest.fixture
def campaign(adviser, team):
    """A round that opened on 31 October and closes on 1 December at ten."""
    return make_campaign(team, ["A1"], now=NOW)


def told(day: date) -> set[tuple[int, str]]:
    return {(item.user_id, item.subject) for item in round_items(day)}


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        (DUE - 8 * DAY, None),
        (DUE - 7 * DAY, "before"),
        (DUE - DAY, "before"),
        (DUE, "due"),
        (DUE + DAY, "over"),
        (DUE + 2 * DAY, "over"),
        (DUE + 3 * DAY, None),
    ],
)
def test_each_day_has_its_reminder(campaign, adviser, day, stage):
    expected = {(adviser.pk, f"campaign:{campaign.pk}:{stage}:2026-12-01")} if stage else set()
    assert told(day) == expected


def test_midnight_belongs_to_the_day_before(campaign):
    campaign.closes_at = datetime(2026, 12, 1, 0, tzinfo=ZoneInfo("Europe/Brussels"))
    assert due_day(campaign) == date(2026, 11, 30)


def test_no_reminder_comes_before_the_round_opens(adviser, team):
    campaign = make_campaign(team, ["A1"], now=NOW, days=3)
    assert stage_of(campaign, date(2026, 10, 30)) is None
    assert stage_of(campaign, date(2026, 10, 31)) == Stage.BEFORE


@given(st.integers(0, 60), st.integers(-70, 70))
def test_stages_follow_each_other(remind_days, offset):
    campaign = Campaign(
        opens_at=NOW - 20 * DAY, closes_at=NOW + 30 * DAY, remind_days=remind_days,
        state=CampaignState.ACTIVE,
    )  # fmt: skip
    order = [None, Stage.BEFORE, Stage.DUE, Stage.OVER, None]
    first, second = (stage_of(campaign, DUE + timedelta(days=offset + n)) for n in (0, 1))
    starts = order.index(first) if offset <= 0 else len(order) - 1 - order[::-1].index(first)
    assert second in order[starts:]


def test_who_submitted_is_not_asked_and_drafts_do_not_speak(campaign, adviser, team):
    other = people.make_adviser(team)
    make_check_in(campaign, adviser, {"A1": 2}, now=NOW)
    make_check_in(campaign, other, {"A1": 2}, submitted=False, now=NOW)
    make_campaign(team, ["A1"], now=NOW, activated=False)
    make_campaign(team, ["A1"], now=NOW, reminds=False)
    assert {user for user, _subject in told(DUE)} == {other.pk}


def test_a_round_ended_early_has_its_last_word_then(campaign, adviser):
    end_campaign(campaign=campaign, now=NOW + 5 * DAY)
    assert told(date(2026, 11, 7)) == {(adviser.pk, f"campaign:{campaign.pk}:over:2026-11-06")}


def test_nothing_is_said_any_more_once_the_figures_are_made(campaign):
    close_campaign(campaign=campaign, now=ON_THE_DAY)
    assert told(DUE + DAY) == set()


def test_opened_again_people_are_told_of_the_new_date(campaign, adviser):
    send_digests(ON_THE_DAY)
    end_campaign(campaign=campaign, now=ON_THE_DAY)
    reopen_campaign(campaign=campaign, closes_at=ON_THE_DAY + 4 * DAY, now=ON_THE_DAY)
    assert send_digests(ON_THE_DAY + DAY) == 1
    assert DigestMail.objects.latest("day").subjects == [
        f"campaign:{campaign.pk}:before:2026-12-05"
    ]


def test_one_mail_holds_everything_and_the_second_run_sends_nothing(adviser, team, smtp):
    adviser.first_name = "Ann & Co"
    adviser.save()
    make_campaign(team, ["A1"], now=NOW, names={"nl": "Herfst", "en": "Autumn"})
    make_campaign(team, ["A1"], now=NOW, days=32, names={"nl": "Nulmeting", "en": "Baseline"})
    assert send_digests(ON_THE_DAY) == 1
    assert send_digests(ON_THE_DAY + timedelta(hours=5)) == 0
    assert [message["To"] for message in smtp.messages] == [adviser.email]
    assert smtp.messages[0]["Subject"] == "Peil: dit staat voor je klaar"
    assert smtp.messages[0].get_content().replace("\r\n", "\n") == (
        "Dag Ann & Co,\n\n"
        "- Herfst: vandaag is de laatste dag. Je hebt nog niet ingediend.\n"
        "  http://127.0.0.1:8000/nl/me/check-ins/\n\n"
        "- Nulmeting staat open tot en met 3 december 2026. Je hebt nog niet ingediend.\n"
        "  http://127.0.0.1:8000/nl/me/check-ins/\n\n"
        "Je krijgt hoogstens één mail per dag.\n"
        "Deze mails onderbreken, voor een tijd of voorgoed:\n"
        "http://127.0.0.1:8000/nl/me/reminders/\n"
    )
    row = DigestMail.objects.get()
    assert (row.user, row.day, row.sent_at) == (adviser, DUE, ON_THE_DAY)


def test_the_mail_is_in_the_readers_language(campaign, adviser):
    adviser.language = "en"
    adviser.save()
    with override("nl"):
        send_digests(ON_THE_DAY)
    message = outbox.outbox[0]
    assert message.subject == "Peil: what is waiting for you"
    assert "Autumn 2026: today is the last day." in message.body
    assert "/en/me/check-ins/" in message.body
    assert "Najaar" not in message.body


def test_a_subject_is_told_once_though_its_window_is_longer(campaign):
    assert [send_digests(NOW + offset * DAY) for offset in range(21, 36)] == [
        *[0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0]
    ]  # a week before, on the day, and once after it


def test_nobody_is_written_to_at_night(campaign):
    assert send_digests(ON_THE_DAY.replace(hour=6, minute=59)) == 0
    assert not DigestMail.objects.exists()
    assert send_digests(ON_THE_DAY.replace(hour=7)) == 1


@pytest.mark.parametrize(("until", "mails"), [(DUE, 0), (DUE - DAY, 1), (date.max, 0)])
def test_paused_people_are_left_alone_up_to_and_including_the_day(campaign, adviser, until, mails):
    PersonPreference.objects.create(user=adviser, paused_until=until)
    assert send_digests(ON_THE_DAY) == mails


def test_a_pause_holds_reminders_back_but_no_notice(adviser):
    PersonPreference.objects.create(user=adviser, paused_until=DUE)

    def tell(_day: date) -> list[DigestItem]:
        reminder = DigestItem(adviser.pk, "a:reminder", lambda: "Come back.", "me/")
        return [reminder, DigestItem(adviser.pk, "a:notice", lambda: "It goes.", "me/", True)]

    (digest,) = digests(DUE, (tell,))
    assert [item.subject for item in digest.items] == ["a:notice"]


def test_who_cannot_sign_in_gets_no_mail(campaign, adviser):
    adviser.is_active = False
    adviser.save()
    assert send_digests(ON_THE_DAY) == 0


def test_a_process_killed_while_sending_never_sends_twice(campaign, adviser, monkeypatch):
    def killed(digest):
        raise KeyboardInterrupt

    monkeypatch.setattr(emails, "send_digest", killed)
    with pytest.raises(KeyboardInterrupt):
        send_digests(ON_THE_DAY)
    monkeypatch.undo()
    assert send_digests(ON_THE_DAY) == 0
    assert outbox.outbox == []
    assert DigestMail.objects.get().sent_at is None


def test_a_mail_server_that_is_away_is_tried_again_the_next_day(campaign, settings, caplog):
    settings.EMAIL_BACKEND = f"{EmailBackend.__module__}.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert send_digests(ON_THE_DAY - DAY) == 0
    assert "@" not in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_digests(ON_THE_DAY - DAY) == 0
    assert send_digests(ON_THE_DAY) == 1


def test_only_one_of_two_processes_claims_a_mail(campaign):
    (digest,) = digests(DUE)
    assert claim(digest, DUE) is not None
    assert claim(digest, DUE) is None


def test_what_others_have_to_say_stands_in_the_same_mail(campaign, adviser, stranger):
    def other(day):
        yield DigestItem(adviser.pk, "recheck:1", lambda: "Three questions.", "me/")
        yield DigestItem(stranger.pk, "recheck:2", lambda: "Three questions.", "me/")

    found = {
        digest.user: [item.subject for item in digest.items]
        for digest in digests(DUE, (round_items, other))
    }
    assert found == {
        adviser: [f"campaign:{campaign.pk}:due:2026-12-01", "recheck:1"],
        stranger: ["recheck:2"],
    }


@pytest.mark.parametrize("number", [1, 3])
def test_digests_of_a_round_take_the_same_queries(
    team, framework, number, django_assert_num_queries
):
    for _number in range(number):
        people.make_adviser(team)
    make_campaign(team, ["A1"], now=NOW)
    with django_assert_num_queries(10):
        assert len(list(digests(DUE))) == number
