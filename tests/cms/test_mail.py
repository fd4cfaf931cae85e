"""Mail leaves through one door, in the reader's language, to a real server."""

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
    assert "wachtwoord" in message.get_content().lower()
    assert "/accounts/password/reset/key/" in message.get_content()


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
