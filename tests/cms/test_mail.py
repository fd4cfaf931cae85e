"""Mail leaves through one door, in the reader's language, to a real server."""

import re

import pytest
from django.core import mail as outbox
from django.urls import reverse

from cms import mail
from cms.accounts.models import User


@pytest.fixture
def adviser(db):
    return User.objects.create_user("ann@peil.example", "a-long-pass-2026", language="nl")


def test_password_reset_arrives_at_a_real_server_in_dutch(client, smtp, adviser):
    client.post(reverse("account_reset_password"), {"email": "ann@peil.example"})
    assert [message["To"] for message in smtp.messages] == ["ann@peil.example"]
    message = smtp.messages[0]
    assert message["From"] == "Peil <peil@peil.example>"
    assert message["Subject"] == "Een nieuw wachtwoord voor Peil"
    lines = [line for line in message.get_content().splitlines() if line]
    link = lines.pop(2)
    assert re.fullmatch(r"http://testserver/accounts/password/reset/key/\S+/", link)
    assert lines == [
        "Dag,",
        "Iemand, waarschijnlijk jijzelf, vroeg een nieuw wachtwoord voor je account. Kies het "
        "hier:",
        "Was jij het niet? Dan hoef je niets te doen: je wachtwoord blijft zoals het is.",
        "Peil: arbeidsmarktinformatie (LMI) voor loopbaanadviseurs",
        "testserver",
    ]
    assert client.get(link, follow=True).status_code == 200


def test_somebody_without_account_is_not_led_to_a_closed_sign_up(client, db):
    client.cookies["django_language"] = "nl"
    client.post(reverse("account_reset_password"), {"email": "nobody@peil.example"})
    (message,) = outbox.outbox
    assert message.subject == "Geen account in Peil met dit adres"
    assert "Met dit adres is er in Peil geen account." in message.body
    assert "http" not in message.body


def test_mail_follows_the_readers_language_not_the_request(client, adviser):
    adviser.language = "en"
    adviser.save(update_fields=["language"])
    client.cookies["django_language"] = "nl"
    client.post(reverse("account_reset_password"), {"email": "ann@peil.example"})
    assert len(outbox.outbox) == 1
    assert "password" in outbox.outbox[0].body.lower()
    assert "wachtwoord" not in outbox.outbox[0].body.lower()


def test_send_refuses_a_mail_without_text(db):
    with pytest.raises(mail.TemplateDoesNotExist):
        mail.send("emails/there_is_none", "ann@peil.example", {})
