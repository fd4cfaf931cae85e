"""Who gets in: a token that is alive, its scope, how often; and that nothing else opens a door."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from hashlib import sha256

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from assessments.api.access import TokenRate
from assessments.domain.api_tokens import (
    latest_last_day,
    make_token,
    revoke_token,
    usable_token,
    usual_last_day,
)
from assessments.models import ApiScope, ApiToken
from tests.assessments.api.asking import ROOT, ask, token_of
from tests.factories.people import make_organisation, make_organisation_manager

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"
LEAP_DAY = date(2028, 2, 29)


def test_secret_is_random_and_only_its_digest_is_stored(db):
    organisation = make_organisation()
    (one, first), (_two, second) = token_of(organisation), token_of(organisation)
    assert first != second
    assert first.startswith("peil_")
    assert len(first) == len("peil_") + 43  # 32 bytes
    assert one.digest == sha256(first.encode()).hexdigest()
    stored = ApiToken.objects.values_list()
    assert not any(first[5:] in str(value) for row in stored for value in row)


def test_a_token_lasts_a_year_unless_chosen_and_two_at_most():
    assert usual_last_day(date(2026, 3, 1)) == date(2027, 3, 1)
    assert usual_last_day(LEAP_DAY) == date(2029, 2, 28)
    assert latest_last_day(date(2026, 3, 1)) == date(2028, 3, 1)


@pytest.mark.parametrize(
    ("scopes", "days"), [([], 1), (["people"], 1), (["snapshots"], -1), (["snapshots"], 732)]
)
def test_a_token_that_cannot_be_is_refused(db, scopes, days):
    now = timezone.now()
    last_day = timezone.localdate(now) + timedelta(days=days)
    with pytest.raises(ValueError, match=r"token|scope|valid"):
        make_token(
            organisation=make_organisation(),
            name="Dashboard",
            scopes=scopes,
            expires_on=last_day,
            now=now,
        )
    assert not ApiToken.objects.exists()


def test_a_token_opens_until_the_end_of_its_last_day(organisation):
    token, secret = token_of(organisation)
    evening = timezone.make_aware(
        timezone.datetime(token.expires_on.year, token.expires_on.month, token.expires_on.day, 23)
    )
    assert usable_token(secret, evening) == token
    assert usable_token(secret, evening + timedelta(hours=1)) is None
    with time_machine.travel(evening + timedelta(hours=1), tick=False):
        assert ask("snapshots", secret).status_code == 401


def test_revoking_works_at_once_and_keeps_its_first_moment(organisation):
    token, secret = token_of(organisation)
    assert ask("snapshots", secret).status_code == 200
    now = timezone.now()
    revoke_token(token=token, now=now)
    assert ask("snapshots", secret).status_code == 401
    assert revoke_token(token=token, now=now + timedelta(days=1)).revoked_at == now


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("", 'Bearer realm="Peil"'),
        ("Bearer wrong", 'Bearer realm="Peil", error="invalid_token"'),
        ("Bearer ", 'Bearer realm="Peil", error="invalid_token"'),
        ("Bearer é\N{EURO SIGN}", 'Bearer realm="Peil", error="invalid_token"'),
        ("Basic {secret}", 'Bearer realm="Peil", error="invalid_token"'),
        ("{secret}", 'Bearer realm="Peil", error="invalid_token"'),
        ("Bearer {digest}", 'Bearer realm="Peil", error="invalid_token"'),
    ],
)
def test_what_is_no_token_is_answered_with_how_to_sign_in(organisation, header, told):
    token, secret = token_of(organisation)
    value = header.format(secret=secret, digest=token.digest)
    answer = Client().get(ROOT + "snapshots", headers={"Authorization": value} if value else {})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == told
    assert answer["Content-Type"] == PROBLEM
    assert answer.json() == {
        "type": "about:blank",
        "title": "Unauthorized",
        "status": 401,
        "detail": "Send a valid access token: Authorization: Bearer peil_...",
    }


def test_no_session_opens_it_and_no_other_site_may_read_it(client, organisation, secret):
    client.force_login(make_organisation_manager(organisation))
    assert client.get(ROOT + "snapshots").status_code == 401
    answer = ask("snapshots", secret, Origin="https://other.example")
    assert answer.status_code == 200
    assert [name for name in answer.headers if name.startswith("Access-Control")] == []
    assert answer.cookies == {}


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("snapshots", ApiScope.SNAPSHOTS),
        ("snapshots/{snapshot}", ApiScope.SNAPSHOTS),
        ("snapshots/{snapshot}/teams", ApiScope.SNAPSHOTS),
        ("snapshots/{snapshot}/cells", ApiScope.SNAPSHOTS),
        ("snapshots/{snapshot}/profiles", ApiScope.SNAPSHOTS),
        ("participation", ApiScope.PARTICIPATION),
        ("frameworks", ApiScope.FRAMEWORKS),
        ("frameworks/{framework}", ApiScope.FRAMEWORKS),
    ],
)
def test_each_part_asks_its_own_scope(organisation, snapshot, competences, path, scope):
    framework = competences["A1"].area.framework.identifier
    address = path.format(snapshot=snapshot.pk, framework=framework)
    others = [other for other in ApiScope if other != scope]
    assert ask(address, token_of(organisation, scope)[1]).status_code == 200
    refused = ask(address, token_of(organisation, *others)[1])
    assert refused.status_code == 403
    assert refused["Content-Type"] == PROBLEM
    assert f'error="insufficient_scope", scope="{scope.value}"' in refused["WWW-Authenticate"]


def test_the_day_of_use_is_kept_with_one_write_a_day(organisation, django_assert_num_queries):
    token, secret = token_of(organisation, ApiScope.FRAMEWORKS)
    assert token.last_used_on is None
    with django_assert_num_queries(3):  # the token, its day, the frameworks
        ask("frameworks", secret)
    with django_assert_num_queries(2):
        ask("frameworks", secret)
    token.refresh_from_db()
    assert token.last_used_on == timezone.localdate()


@pytest.fixture
def shared_cache(settings):
    """A cache that remembers, as every installation has one."""
    kept = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "api"}
    settings.CACHES = {**settings.CACHES, "default": kept}
    yield
    caches["default"].clear()


def test_what_one_thread_counts_no_other_one_sees():
    rate = TokenRate()
    rate.history = [1.0]
    with ThreadPoolExecutor() as pool:
        assert pool.submit(hasattr, rate, "history").result() is False
    assert rate.history == [1.0]


def test_a_token_that_asks_too_often_waits_and_no_other_one(organisation, shared_cache):
    (_token, busy), (_other, calm) = token_of(organisation), token_of(organisation)
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        assert {ask("frameworks", busy).status_code for _number in range(60)} == {200}
        traveller.shift(20)
        refused = ask("snapshots", busy)
        assert (refused.status_code, refused["Retry-After"]) == (429, "40")
        assert refused["Content-Type"] == PROBLEM
        assert refused.json()["title"] == "Too Many Requests"
        assert ask("snapshots", calm).status_code == 200
        traveller.shift(40)
        assert ask("snapshots", busy).status_code == 200
