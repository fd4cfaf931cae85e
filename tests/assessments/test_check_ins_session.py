"""A page sent after the session ran out: kept for its owner alone, for an hour, and never saved."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone, translation

from assessments.domain.checkins import submit_check_in
from assessments.models import DraftRating, Rating, Reflection
from assessments.views.check_in_pending import KEY
from tests.factories import people
from tests.factories.campaigns import levels_of, make_campaign, make_check_in, save_levels

RESTORED = "This is what you typed before you were signed out."


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def check_in(adviser, team, client):
    client.force_login(adviser)
    return make_check_in(make_campaign(team, ["A1", "B1"]), adviser, submitted=False)


def address(check_in, step) -> str:
    return f"{reverse('check_in', args=[check_in.pk])}?step={step}"


def text_of(response) -> str:
    return unescape(response.content.decode())


def hidden(client, check_in, step) -> dict:
    """Return the hidden fields of a step as the page gives them."""
    context = client.get(address(check_in, step)).context
    return {name: context[name] for name in ("revision", "ticket")}


def sign_in(client, user, url):
    """Sign in by the form, as somebody does whose session ran out."""
    EmailAddress.objects.get_or_create(user=user, email=user.email, verified=True, primary=True)
    return client.post(url, {"login": user.email, "password": people.PASSWORD}, follow=True)


def send_signed_out(client, check_in, step, fields):
    """Send a step that was opened before the session ran out; return the way to sign in."""
    fields = hidden(client, check_in, step) | fields
    client.logout()
    return client.post(address(check_in, step), fields)


def test_what_was_typed_is_back_after_signing_in_and_not_saved(client, check_in, adviser):
    typed = {"A1-answer": "3", "A1-evidence_line": "typed", "go": "next"}

    sent = send_signed_out(client, check_in, "A", typed)
    notice = text_of(client.get(sent.url))
    back = sign_in(client, adviser, sent.url)

    assert sent.url.startswith(reverse("account_login"))
    assert "What you typed is kept: sign in to go on." in notice
    assert back.request["QUERY_STRING"] == "step=A"
    page = text_of(back)
    assert RESTORED in page
    assert 'value="typed"' in page
    assert not DraftRating.objects.exists()

    context = back.context
    again = typed | {"revision": context["revision"], "ticket": context["ticket"]}
    client.post(address(check_in, "A"), again)
    assert levels_of(DraftRating.objects) == {"A1": 3}
    assert KEY not in client.session
    assert RESTORED not in text_of(client.get(address(check_in, "A")))


def test_several_boxes_and_long_texts_are_kept_too(client, check_in, adviser):
    parts = dict.fromkeys(("works", "does_not_work"), "😀" * 4000)
    typed = {**parts, "why": "a\r\nb", "causes": ["time", "source"]}

    sent = send_signed_out(client, check_in, "reflection", typed)
    page = text_of(sign_in(client, adviser, sent.url))

    assert page.count("😀" * 4000) == 2
    assert page.count(" checked") == 2
    assert not Reflection.objects.exists()


def test_what_was_typed_in_from_paper_is_back_too(client, check_in, adviser):
    enter = reverse("check_in_paper_enter", args=[check_in.pk])
    typed = {"A1-answer": "3", "B1-evidence_line": "from paper"}
    context = client.get(enter).context
    client.logout()
    sent = client.post(enter, typed | {name: context[name] for name in ("revision", "ticket")})
    assert "What you typed is kept: sign in to go on." in text_of(client.get(sent.url))

    back = sign_in(client, adviser, sent.url)
    page = text_of(back)

    assert back.request["PATH_INFO"] == enter
    assert RESTORED in page
    assert 'value="from paper"' in page
    assert not DraftRating.objects.exists()
    assert RESTORED not in text_of(client.get(address(check_in, "A")))
    client.post(enter, {"discard": "1"})
    assert KEY not in client.session
    client.post(enter, typed | {"revision": back.context["revision"]})
    assert levels_of(DraftRating.objects.exclude(answer="")) == {"A1": 3}


def test_what_comes_from_paper_after_submitting_is_refused_and_kept(client, check_in, adviser):
    enter = reverse("check_in_paper_enter", args=[check_in.pk])
    revision = client.get(enter).context["revision"]
    save_levels(check_in, {"A1": 5}, now=timezone.now())
    submit_check_in(check_in=check_in, revision=revision + 1, now=timezone.now())

    fields = {"B1-answer": "2", "B1-evidence_line": "too late", "revision": revision}
    page = text_of(client.post(enter, fields))

    assert "This check-in was submitted meanwhile" in page
    assert 'value="too late"' in page
    assert levels_of(Rating.objects) == {"A1": 5}


def test_what_was_saved_elsewhere_meanwhile_is_told(client, check_in, adviser):
    sent = send_signed_out(client, check_in, "A", {"A1-answer": "3"})
    save_levels(check_in, {"A1": 5}, now=timezone.now())

    back = sign_in(client, adviser, sent.url)
    fields = {"A1-answer": "3", "revision": back.context["revision"]}
    page = text_of(client.post(address(check_in, "A"), fields, follow=True))

    assert "was also saved on another device" in page
    assert levels_of(DraftRating.objects) == {"A1": 3}


def test_somebody_else_on_the_same_computer_sees_nothing(client, check_in, adviser, team):
    colleague = people.make_adviser(team)
    theirs = make_check_in(check_in.campaign, colleague, submitted=False)
    sent = send_signed_out(client, check_in, "A", {"A1-evidence_line": "very private"})

    back = sign_in(client, colleague, sent.url)

    assert back.status_code == 404
    pages = [address(theirs, "A"), address(theirs, "review"), reverse("me"), reverse("check_ins")]
    for page in pages:
        assert "very private" not in text_of(client.get(page))


def test_it_is_thrown_away_when_asked(client, check_in, adviser):
    sent = send_signed_out(client, check_in, "A", {"A1-evidence_line": "typed"})
    sign_in(client, adviser, sent.url)

    page = text_of(client.post(address(check_in, "A"), {"discard": "1"}, follow=True))

    assert "typed" not in page
    assert KEY not in client.session


def test_it_is_forgotten_after_an_hour(client, check_in, adviser):
    sent = send_signed_out(client, check_in, "A", {"A1-evidence_line": "typed"})

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        page = text_of(sign_in(client, adviser, sent.url))

    assert 'value="typed"' not in page
    assert KEY not in client.session


def test_a_form_that_this_site_did_not_make_is_not_kept(client, check_in):
    ticket = hidden(client, check_in, "A")["ticket"]
    client.logout()

    for fields in ({}, {"ticket": "1/A:x:y"}, {"ticket": f"{ticket}x"}):
        client.post(address(check_in, "A"), fields | {"A1-evidence_line": "typed"})
        assert KEY not in client.session
    client.post(address(check_in, "B"), {"ticket": ticket, "A1-evidence_line": "typed"})
    assert KEY not in client.session


def test_a_page_that_is_too_long_to_keep_is_said_to_be(client, check_in):
    sent = send_signed_out(client, check_in, "A", {"A1-evidence_line": "x" * 300_000})

    assert KEY not in client.session
    assert "too long to keep" in text_of(client.get(sent.url))


def test_reading_signed_out_leads_to_signing_in_and_back(client, check_in):
    client.logout()

    answer = client.get(address(check_in, "A"))

    assert answer.url == (
        f"{reverse('account_login')}?next={reverse('check_in', args=[check_in.pk])}%3Fstep%3DA"
    )


@pytest.mark.parametrize(
    ("name", "back"),
    [
        ("check_in_submit", "check_in"),
        ("check_in_reopen", "check_in"),
        ("check_in_start", "check_ins"),
    ],
)
def test_buttons_pressed_signed_out_lead_back_to_a_page(client, check_in, name, back):
    client.logout()
    pk = check_in.campaign_id if name == "check_in_start" else check_in.pk

    answer = client.post(reverse(name, args=[pk]))

    page = reverse(back, args=[check_in.pk] if back == "check_in" else [])
    assert answer.url == f"{reverse('account_login')}?next={page}"
