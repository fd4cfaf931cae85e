"""What the site tells browsers about safety, and what it keeps out of its logs."""

import logging
import re
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from cms.accounts.models import User

PASSWORD = "a-long-pass-2026"


def policy(response) -> dict[str, list[str]]:
    parts = response["Content-Security-Policy"].split(";")
    return {name: values for name, *values in (part.split() for part in parts)}


@pytest.fixture
def superuser(db):
    return User.objects.create_superuser("root@peil.example", PASSWORD)


def test_site_loads_nothing_but_its_own_files_and_scripts_by_nonce(client, db):
    rules = policy(client.get("/en/privacy/"))
    assert rules["default-src"] == ["'none'"]
    assert rules["style-src"] == ["'self'"]
    assert rules["frame-ancestors"] == ["'none'"]
    assert [re.sub("nonce-[^']+", "nonce", value) for value in rules["script-src"]] == ["'nonce'"]


def test_nonce_in_the_page_is_that_of_the_policy_and_new_each_time(client, db):
    nonces = []
    for _visit in range(2):
        response = client.get("/en/privacy/")
        (sent,) = policy(response)["script-src"]
        scripts = set(re.findall(r'<script[^>]+nonce="([^"]+)"', response.content.decode()))
        assert {f"'nonce-{nonce}'" for nonce in scripts} == {sent}
        nonces.append(sent)
    assert nonces[0] != nonces[1]


def test_administration_has_the_policy_that_its_editor_needs(client, superuser):
    client.force_login(superuser)
    rules = policy(client.get(reverse("wagtailadmin_account")))
    assert rules["default-src"] == ["'self'"]
    assert "'unsafe-inline'" in rules["script-src"]
    hosts = {value for values in rules.values() for value in values if "." in value}
    assert hosts == set()


def test_sign_in_pages_may_load_the_sites_own_script_files(client, db):
    rules = policy(client.get(reverse("account_login")))
    assert "'self'" in rules["script-src"]
    assert "'unsafe-inline'" not in rules["script-src"]


def test_other_headers(client, db):
    response = client.get("/en/privacy/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(("remember", "age"), [({}, ""), ({"remember": "on"}, 14 * 24 * 60 * 60)])
def test_session_ends_with_the_browser_or_after_a_fortnight(client, superuser, remember, age):
    EmailAddress.objects.create(user=superuser, email=superuser.email, verified=True, primary=True)
    form = {"login": superuser.email, "password": PASSWORD, **remember}
    client.post(reverse("account_login"), form)
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", age)


def test_log_names_no_person_when_sign_in_fails(client, superuser, caplog):
    with caplog.at_level(logging.DEBUG):
        client.post(reverse("account_login"), {"login": superuser.email, "password": "wrong"})
        client.get("/en/there-is-no-such-page/")
    assert superuser.email not in caplog.text
    assert "wrong" not in caplog.text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "We cannot take what was sent"), ("nl", "Wat je verstuurde, kunnen we niet aannemen")],
)
def test_far_too_much_text_is_refused_in_the_readers_language(client, db, language, sentence):
    form = {"login": "x" * (17 * 1024 * 1024)}
    client.cookies["django_language"] = language
    response = client.post(
        reverse("account_login"), urlencode(form), "application/x-www-form-urlencoded"
    )
    assert response.status_code == 400
    page = response.content.decode()
    assert f'<html lang="{language}">' in page
    assert f"<h1>{sentence}</h1>" in page


def test_page_of_another_host_name_is_refused(client, db):
    assert client.get("/en/privacy/", headers={"host": "evil.example"}).status_code == 400
