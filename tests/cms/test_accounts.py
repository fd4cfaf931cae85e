"""Signing in, and the rules that the database keeps about people and teams."""

from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from cms.accounts.enums import Role
from cms.accounts.models import Membership, Organisation, Team, User
from cms.accounts.permissions import administered_organisations, visible_teams

PASSWORD = "a-long-pass-2026"


@pytest.fixture
def tree(db):
    """Huis > (Noord > Dorp, Zuid), and Werk as somebody else's organisation."""
    huis = Organisation.objects.create(name="Huis", slug="huis")
    root = Team.add_root(organisation=huis, name="Huis")
    noord = root.add_child(organisation=huis, name="Noord")
    dorp = noord.add_child(organisation=huis, name="Dorp")
    zuid = Team.objects.get(pk=root.pk).add_child(organisation=huis, name="Zuid")
    werk = Organisation.objects.create(name="Werk", slug="werk")
    other = Team.add_root(organisation=werk, name="Werk")
    return {"huis": huis, "root": root, "noord": noord, "dorp": dorp, "zuid": zuid,
            "werk": werk, "other": other}  # fmt: skip


@pytest.fixture
def person(db):
    user = User.objects.create_user("Ann@Peil.example", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def join(user, organisation, role, team=None, **dates):
    return Membership.objects.create(
        user=user, organisation=organisation, role=role, team=team, **dates
    )


SAYS = {
    "mismatch": {
        "en": "This email address and this password do not belong together.",
        "nl": "Dit e-mailadres en dit wachtwoord horen niet bij elkaar.",
    },
    "too often": {
        "en": "A wrong password was given too often. Try again in five minutes.",
        "nl": "Er is te vaak een fout wachtwoord ingevuld. Probeer het over vijf minuten opnieuw.",
    },
}


def sign_in(client, password=PASSWORD, email="ann@peil.example"):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_address_is_kept_in_lower_case_and_signs_in_in_any_case(client, person):
    assert person.email == "ann@peil.example"
    assert sign_in(client, email="ANN@peil.example").status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def refusal(response) -> str:
    """Return what the form itself, not one of its fields, says to be wrong."""
    (sentence,) = response.context["form"].non_field_errors()
    return sentence


@pytest.mark.parametrize("language", ["en", "nl"])
def test_wrong_password_says_so_and_signs_nobody_in(client, person, language):
    client.cookies["django_language"] = language
    response = sign_in(client, "wrong")
    assert response.status_code == 200
    assert refusal(response) == SAYS["mismatch"][language]
    assert "_auth_user_id" not in client.session


def test_unverified_address_gets_a_mail_instead_of_a_session(client, db, mailoutbox):
    User.objects.create_user("new@peil.example", PASSWORD)
    response = sign_in(client, email="new@peil.example")
    assert response.url == reverse("account_email_verification_sent")
    assert [message.to for message in mailoutbox] == [["new@peil.example"]]
    assert "_auth_user_id" not in client.session


def test_strangers_cannot_sign_themselves_up(client, db):
    form = {"email": "x@peil.example", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), form)
    assert list(User.objects.all()) == []


@pytest.mark.parametrize("language", ["en", "nl"])
def test_sixth_wrong_password_is_refused_even_when_a_right_one_follows(
    client, person, settings, language
):
    client.cookies["django_language"] = language
    settings.CACHES = {
        **settings.CACHES,
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "peil_cache",
        },
    }
    call_command("createcachetable", verbosity=0)
    for _attempt in range(5):
        sign_in(client, "wrong")
    assert refusal(sign_in(client)) == SAYS["too often"][language]
    assert "_auth_user_id" not in client.session


def test_second_step_can_be_set_up(client, person):
    client.force_login(person)
    assert client.get(reverse("mfa_index")).status_code == 200


def test_two_open_reporting_teams_are_refused_by_the_database(person, tree):
    join(person, tree["huis"], Role.ADVISER, tree["noord"])
    with pytest.raises(IntegrityError), transaction.atomic():
        join(person, tree["huis"], Role.ADVISER, tree["zuid"])
    assert Membership.objects.get().team == tree["noord"]


def test_a_reporting_team_per_organisation_is_allowed(person, tree):
    join(person, tree["huis"], Role.ADVISER, tree["noord"])
    join(person, tree["werk"], Role.ADVISER, tree["other"])
    assert Membership.objects.count() == 2


def test_overlapping_periods_are_refused_and_following_ones_allowed(person, tree):
    join(person, tree["huis"], Role.ADVISER, tree["noord"],
         start=date(2026, 1, 1), until=date(2026, 6, 30))  # fmt: skip
    later = Membership(user=person, organisation=tree["huis"], role=Role.ADVISER,
                       team=tree["zuid"], start=date(2026, 6, 30))  # fmt: skip
    with pytest.raises(ValidationError) as refused:
        later.full_clean()
    assert list(refused.value.message_dict) == ["start"]
    later.start = date(2026, 7, 1)
    later.full_clean()


def test_team_of_another_organisation_is_refused(person, tree):
    wrong = Membership(
        user=person, organisation=tree["huis"], role=Role.ADVISER, team=tree["other"]
    )
    with pytest.raises(ValidationError) as refused:
        wrong.full_clean()
    assert list(refused.value.message_dict) == ["team"]


@pytest.mark.parametrize(
    ("role", "with_team"),
    [(Role.ADVISER, False), (Role.TEAM_MANAGER, False), (Role.ORGANISATION_MANAGER, True)],
)
def test_role_and_team_must_fit(person, tree, role, with_team):
    with pytest.raises(IntegrityError), transaction.atomic():
        join(person, tree["huis"], role, tree["noord"] if with_team else None)


@pytest.mark.parametrize("size", [0, 4])
def test_group_size_below_five_is_refused_by_form_and_database(db, size):
    small = Organisation(name="Klein", slug="klein", minimum_group_size=size)
    with pytest.raises(ValidationError):
        small.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        small.save()


def test_a_second_root_team_is_refused(tree):
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.add_root(organisation=tree["huis"], name="Nog een")


def names(teams) -> set[str]:
    return {team.name for team in teams}


def test_team_manager_sees_the_team_and_all_below(person, tree):
    join(person, tree["huis"], Role.TEAM_MANAGER, tree["noord"])
    assert names(visible_teams(person)) == {"Noord", "Dorp"}


def test_organisation_manager_sees_every_team_of_the_organisation(person, tree):
    join(person, tree["huis"], Role.ORGANISATION_MANAGER)
    assert names(visible_teams(person)) == {"Huis", "Noord", "Dorp", "Zuid"}


@pytest.mark.parametrize("role", [Role.ADVISER, Role.ORGANISATION_ADMINISTRATOR, Role.EDITOR])
def test_other_roles_see_no_team(person, tree, role):
    join(person, tree["huis"], role, tree["noord"] if role == Role.ADVISER else None)
    assert names(visible_teams(person)) == set()


def test_superuser_sees_no_team_but_administers_all(tree):
    root = User.objects.create_superuser("root@peil.example", PASSWORD)
    assert names(visible_teams(root)) == set()
    assert set(administered_organisations(root)) == {tree["huis"], tree["werk"]}


def test_role_that_ended_yesterday_opens_nothing(person, tree):
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011
    join(person, tree["huis"], Role.TEAM_MANAGER, tree["noord"],
         start=yesterday - timedelta(days=30), until=yesterday)  # fmt: skip
    assert names(visible_teams(person)) == set()


@pytest.mark.parametrize("door", ["/admin/", "/admin/login/", "/nl/_util/login/"])
def test_every_door_leads_to_the_one_sign_in(client, db, door):
    response = client.get(door, follow=True)
    assert response.redirect_chain[-1][0].partition("?")[0] == reverse("account_login")


def test_somebody_without_a_role_in_the_administration_is_told_so_once(client, person):
    client.force_login(person)
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert len(response.redirect_chain) == 1
