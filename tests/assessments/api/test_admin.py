"""Access tokens in the administration: who makes them, shown once, revoked; strangers see none."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from assessments.domain.api_tokens import revoke_token
from assessments.domain.campaign_editing import ensure_groups
from assessments.models import ApiScope, ApiToken
from cms.accounts.enums import Role
from cms.accounts.models import Organisation, User
from tests.assessments.api.asking import ask, token_of
from tests.factories.people import make_organisation, make_role, make_user

pytestmark = pytest.mark.django_db
ADMINISTRATOR, YEAR = Role.ORGANISATION_ADMINISTRATOR, timedelta(days=365)


def address(name: str, *args) -> str:
    return reverse(f"api-tokens:{name}", args=args)


def signed_in(*organisations: Organisation, role: Role = ADMINISTRATOR, **fields) -> Client:
    """Return a browser of somebody in the group, with a role in each organisation."""
    user = make_user(language="en", **fields)
    user.groups.add(ensure_groups())
    for organisation in organisations:
        make_role(user, role, organisation=organisation)
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def values(own: Organisation, **changes) -> dict:
    return {
        "organisation": own.pk,
        "name": "Dashboard",
        "scopes": [ApiScope.SNAPSHOTS],
        "expires_on": (timezone.localdate() + YEAR).isoformat(),
    } | changes


def test_a_new_token_is_shown_once_and_opens_what_was_chosen():
    organisation = make_organisation("Centre")
    client = signed_in(organisation)
    answer = client.post(address("add"), values(organisation))
    page = answer.content.decode()
    secret = re.search(r'value="(peil_[\w-]+)"', page)[1]
    assert "no-store" in answer["Cache-Control"]
    assert f"Bearer {secret}" in page.replace("&quot;", '"')
    assert "http://testserver/api/v1/snapshots" in page
    token = ApiToken.objects.get()
    assert (token.organisation, token.name, token.scopes) == (
        organisation, "Dashboard", ["snapshots"],
    )  # fmt: skip
    assert ask("snapshots", secret).status_code == 200
    assert ask("participation", secret).status_code == 403
    for path in (address("index"), address("add"), "/admin/"):
        assert secret not in client.get(path).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["people"]}, "scopes"),
        ({"expires_on": ""}, "expires_on"),
        ({"expires_on": "2020-01-01"}, "expires_on"),
        ({"expires_on": (timezone.localdate() + 3 * YEAR).isoformat()}, "expires_on"),
        ({"organisation": ""}, "organisation"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_made(changes, field):
    organisation = make_organisation()
    answer = signed_in(organisation).post(address("add"), values(organisation, **changes))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert not ApiToken.objects.exists()


def test_nobody_makes_a_token_of_another_organisation():
    own, other = make_organisation(), make_organisation()
    answer = signed_in(own).post(address("add"), values(other))
    assert list(answer.context["form"].errors) == ["organisation"]
    assert not ApiToken.objects.exists()


def test_form_begins_with_a_year_and_the_own_organisation():
    organisation = make_organisation()
    form = signed_in(organisation).get(address("add")).context["form"]
    assert form["organisation"].value() == organisation.pk
    assert form["expires_on"].value() >= timezone.localdate() + YEAR
    second = signed_in(organisation, make_organisation()).get(address("add")).context["form"]
    assert second["organisation"].value() is None


def test_revoking_is_asked_about_and_works_at_once():
    organisation = make_organisation("Centre")
    token, secret = token_of(organisation)
    client = signed_in(organisation)
    asked = client.get(address("delete", token.pk))
    assert "get no answer from this moment on" in asked.content.decode()
    assert ask("snapshots", secret).status_code == 200
    assert client.post(address("delete", token.pk)).status_code == 302
    assert ask("snapshots", secret).status_code == 401
    assert client.post(address("delete", token.pk), follow=True).status_code == 404
    assert "Revoked" in client.get(address("index")).content.decode()


def test_list_says_how_each_stands():
    organisation = make_organisation("Centre")
    client = signed_in(organisation)
    assert "There are no access tokens to display" in client.get(address("index")).content.decode()
    used, expired, revoked = (token_of(organisation)[0] for _number in range(3))
    ApiToken.objects.filter(pk=used.pk).update(name="Used", last_used_on=timezone.localdate())
    yesterday = timezone.localdate() - timedelta(days=1)
    ApiToken.objects.filter(pk=expired.pk).update(name="Old", expires_on=yesterday)
    revoke_token(token=revoked, now=timezone.now())
    token_of(make_organisation("Elsewhere"))
    page = client.get(address("index"))
    rows = {token.name: token for token in page.context["object_list"]}
    assert set(rows) == {"Used", "Old", "Dashboard"}
    text = " ".join(page.content.decode().split())
    with override("en"):
        day = date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
        last_day = date_format(used.expires_on, "SHORT_DATE_FORMAT")
    assert f"In use until {last_day}. Last used on {day}." in text
    assert "Expired. Never used." in text
    assert "Revoked. Never used." in text
    assert reverse("api:openapi-json") in text
    assert text.count("/admin/api-tokens/revoke/") == 2


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_more_tokens(number, django_assert_num_queries):
    organisation = make_organisation()
    for _number in range(number):
        token_of(organisation)
    client = signed_in(organisation)
    client.get(address("index"))
    with django_assert_num_queries(12):
        client.get(address("index"))


@pytest.mark.parametrize(
    ("role", "fields"),
    [
        (Role.ORGANISATION_MANAGER, {}),
        (Role.EDITOR, {}),
        (Role.EDITOR, {"is_superuser": True, "is_staff": True}),
    ],
)
def test_other_roles_have_no_door_to_tokens(role, fields):
    organisation = make_organisation()
    token, _secret = token_of(organisation)
    client = signed_in(organisation, role=role, **fields)
    assert client.post(address("add"), values(organisation)).status_code == 302
    assert client.post(address("delete", token.pk)).status_code in (302, 404)
    assert client.get(address("index")).status_code == 302
    token.refresh_from_db()
    assert (ApiToken.objects.count(), token.revoked_at) == (1, None)


def test_an_administrator_of_another_organisation_does_not_find_a_token():
    token, secret = token_of(make_organisation())
    stranger = signed_in(make_organisation())
    assert stranger.get(address("delete", token.pk), follow=True).status_code == 404
    assert stranger.post(address("delete", token.pk), follow=True).status_code == 404
    assert ask("snapshots", secret).status_code == 200


def test_a_role_that_ended_opens_nothing():
    organisation = make_organisation()
    user = User.objects.create_user("was@test.example", "x" * 12)
    user.groups.add(Group.objects.get(pk=ensure_groups().pk))
    yesterday = timezone.localdate() - timedelta(days=1)
    make_role(user, ADMINISTRATOR, organisation=organisation, until=yesterday)
    client = Client()
    client.force_login(user)
    assert client.post(address("add"), values(organisation)).status_code == 302
    assert not ApiToken.objects.exists()
