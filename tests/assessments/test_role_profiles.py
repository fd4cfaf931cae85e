"""Role profiles: loading them again changes nothing, and they stay inside their organisation."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessments.domain.role_profiles import (
    ForeignProfile,
    assign_role_profile,
    load_role_profiles,
)
from assessments.domain.targets import targets_of
from assessments.models import RoleAssignment, RoleProfile, RoleProfileText, Target
from cms.accounts.models import Membership, Organisation
from tests.factories import people


def test_shipped_profiles_are_loaded_with_names_and_targets(framework, organisation):
    profiles = load_role_profiles(organisation=organisation)

    assert list(profiles) == [
        "new",
        "experienced",
        "outreach-digital",
        "lmi-specialist",
        "team-lead",
    ]
    experienced = profiles["experienced"]
    assert dict(experienced.texts.values_list("language", "name")) == {
        "nl": "Ervaren adviseur",
        "en": "Experienced adviser",
    }
    assert experienced.targets.get(competence=framework["C1"]).level == 4


def test_loading_again_keeps_what_the_organisation_changed(framework, organisation):
    profile = load_role_profiles(organisation=organisation)["new"]
    profile.targets.filter(competence=framework["A1"]).update(level=5)
    before = (Target.objects.count(), RoleProfileText.objects.count(), RoleProfile.objects.count())

    load_role_profiles(organisation=organisation)

    assert profile.targets.get(competence=framework["A1"]).level == 5
    assert before == (
        Target.objects.count(),
        RoleProfileText.objects.count(),
        RoleProfile.objects.count(),
    )


def test_an_organisation_may_have_been_read_before_it_had_profiles(framework, organisation):
    read = Organisation.objects.prefetch_related("role_profiles").get(pk=organisation.pk)

    assert load_role_profiles(organisation=read) == load_role_profiles(organisation=organisation)


def test_loading_takes_as_many_queries_whatever_is_there(
    framework, organisation, django_assert_num_queries
):
    for _time in range(2):
        with django_assert_num_queries(7):
            load_role_profiles(organisation=organisation)


def test_a_new_profile_takes_the_place_of_the_old_one(adviser, profiles, framework):
    membership = Membership.objects.get(user=adviser)

    assign_role_profile(membership=membership, profile=profiles["lmi-specialist"])

    assert RoleAssignment.objects.filter(membership=membership).count() == 1
    assert targets_of(adviser)[framework["A1"].pk] == 5


def test_a_profile_of_another_organisation_is_refused(profiles, stranger):
    membership = Membership.objects.get(user=stranger)

    with pytest.raises(ForeignProfile):
        assign_role_profile(membership=membership, profile=profiles["new"])

    assert not RoleAssignment.objects.filter(membership=membership).exists()


def test_command_gives_every_organisation_its_own(framework, organisation):
    people.make_organisation("Werkpunt")

    call_command("load_role_profiles", stdout=StringIO())

    assert RoleProfile.objects.filter(code="new").count() == 2


def test_command_says_that_the_framework_is_missing(organisation):
    with pytest.raises(CommandError, match="import_framework"):
        call_command("load_role_profiles")


def test_command_says_that_the_organisation_is_unknown(framework, organisation):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("load_role_profiles", organisation="nowhere")
