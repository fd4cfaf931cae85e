"""Rounds in the administration: all fields and their refusals, several at once, ages."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.domain.snapshots import close_campaign
from assessments.enums import CampaignKind, CampaignState, Repeat
from assessments.models import Campaign, EvidencePolicy
from cms.accounts.models import User
from tests.assessments.rounds_admin.desk import address, round_of, text_of
from tests.factories.reports import (
    check_in,
    make_profile,
)

pytestmark = pytest.mark.django_db


def form_values(campaign: Campaign, **changes) -> dict:
    moment = "%Y-%m-%d %H:%M"
    return {
        "name_nl": "Lente",
        "name_en": "Spring",
        "kind": CampaignKind.QUARTERLY,
        "purpose": campaign.purpose,
        "team": campaign.team_id,
        "competences": list(campaign.competences.values_list("pk", flat=True)),
        "opens_at": timezone.localtime(campaign.opens_at).strftime(moment),
        "closes_at": timezone.localtime(campaign.closes_at).strftime(moment),
        "remind_days": 7,
    } | changes


def test_all_fields_of_a_round_are_stored(client, campaign, root, advisers):
    profile = make_profile(root.organisation, {})
    values = form_values(
        campaign,
        includes_below="on",
        profiles=[profile.pk],
        people=f"{advisers[0].email.upper()}\n{advisers[1].email}",
        focus_size=2,
        asks_then="on",
        repeats=Repeat.QUARTERLY,
        remind_days=3,
        works_council_noted="on",
    )
    assert client.post(address("add"), values).status_code == 302
    made = Campaign.objects.exclude(pk=campaign.pk).get()
    expected = {
        "kind": CampaignKind.QUARTERLY,
        "includes_below": True,
        "focus_size": 2,
        "hides_until_rated": False,
        "asks_then": True,
        "repeats": Repeat.QUARTERLY,
        "reminds": False,
        "remind_days": 3,
        "works_council_noted": True,
    }
    assert {name: getattr(made, name) for name in expected} == expected
    assert list(made.profiles.all()) == [profile]
    assert set(made.people.all()) == set(advisers[:2])
    page = text_of(client.get(address("edit", made.pk)))
    assert advisers[0].email in page


def test_what_does_not_go_together_is_refused_by_name(client, campaign, elsewhere):
    stranger = User.objects.filter(memberships__team=elsewhere.team).first()
    values = form_values(campaign, people=f"{stranger.email}, nobody@test.example", focus_size=3)
    page = text_of(client.post(address("add"), values))
    assert (
        f"No adviser of your organisation has this address: {stranger.email}, nobody@test.example."
    ) in page or (
        f"No adviser of your organisation has this address: nobody@test.example, {stranger.email}."
    ) in page
    assert "This is more than the competences of the round." in page
    foreign = make_profile(elsewhere.organisation, {})
    response = client.post(address("add"), form_values(campaign, profiles=[foreign.pk]))
    assert response.status_code == 200
    assert Campaign.objects.count() == 2


def test_after_the_first_answer_reminders_and_repeating_still_change(
    client, campaign, competences, advisers
):
    check_in(campaign, {advisers[0]: {competences["A1"]: 3}})
    values = form_values(campaign, repeats=Repeat.YEARLY, remind_days=2, people=advisers[1].email)
    assert client.post(address("edit", campaign.pk), values).status_code == 302
    stored = Campaign.objects.get()
    assert (stored.repeats, stored.remind_days, stored.reminds) == (Repeat.YEARLY, 2, False)
    assert (stored.kind, stored.includes_below) == (CampaignKind.OTHER, True)
    assert not stored.people.exists()


@pytest.mark.parametrize(
    ("kind", "focus", "then"),
    [("baseline", None, False), ("quarterly", 4, False), ("yearly", None, True)],
)
def test_a_kind_fills_the_form_in(client, framework, kind, focus, then):
    form = client.get(address("add"), {"kind": kind}).context["form"]
    assert len(form["competences"].initial) == 12
    assert (form["kind"].initial, form["focus_size"].initial, form["asks_then"].initial) == (
        kind,
        focus,
        then,
    )


def bulk(action: str, *campaigns: Campaign) -> str:
    ids = "&".join(f"id={campaign.pk}" for campaign in campaigns)
    path = reverse("wagtail_bulk_action", args=["assessments", "campaign", action])
    return f"{path}?{ids}&next={address('index')}"


def test_several_are_closed_at_once_and_the_skipped_are_named(
    client, campaign, root, competences, elsewhere
):
    draft = round_of(root, competences, state=CampaignState.DRAFT, name="Draft")
    done = round_of(root, competences, name="Done")
    close_campaign(campaign=done, now=timezone.now())
    asked = text_of(client.get(bulk("close", campaign, draft, done, elsewhere)))
    assert "Other" not in asked
    response = client.post(bulk("close", campaign, draft, done, elsewhere), follow=True)
    page = text_of(response)
    assert "1 round is closed." in page
    assert "Skipped “Draft en”: This round has not begun yet." in page
    assert "Skipped “Done en”: It is closed already." in page
    assert Campaign.objects.get(pk=elsewhere.pk).state == CampaignState.ACTIVE
    assert Campaign.objects.get(pk=campaign.pk).state == CampaignState.CLOSED


def test_several_are_opened_at_once_and_the_skipped_are_named(client, campaign, root, competences):
    ready = round_of(root, competences, state=CampaignState.DRAFT, name="Ready")
    bare = round_of(root, {}, state=CampaignState.DRAFT, name="Bare")
    page = text_of(client.post(bulk("open", campaign, ready, bare), follow=True))
    assert "1 round is active." in page
    assert "Skipped “Spring en”: It is active already." in page
    assert "Skipped “Bare en”: No competence is asked about." in page
    assert Campaign.objects.get(pk=ready.pk).state == CampaignState.ACTIVE
    assert Campaign.objects.get(pk=bare.pk).state == CampaignState.DRAFT


def test_bulk_actions_find_no_rounds_of_others(client, elsewhere):
    assert client.post(bulk("close", elsewhere), follow=True).status_code == 404
    assert Campaign.objects.get().state == CampaignState.ACTIVE


def test_ages_are_stored_for_the_own_organisation(client, root):
    organisation = root.organisation
    response = client.get(address("ages"))
    assert response["Location"] == address("ages", organisation.pk)
    values = {
        "current_months": 6, "expired_months": 18, "kept_months": "", "snapshot_days": 5,
        "hourly_cost": "52.50",
    }  # fmt: skip
    assert client.post(address("ages", organisation.pk), values).status_code == 302
    stored = EvidencePolicy.objects.get(organisation=organisation)
    assert (stored.current_months, stored.expired_months, stored.kept_months) == (6, 18, None)
    assert (stored.snapshot_days, str(stored.hourly_cost)) == (5, "52.50")


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"expired_months": 12}, "Evidence expires later than it is current."),
        ({"kept_months": 20}, "Evidence is kept at least until it expires."),
    ],
)
def test_ages_that_do_not_follow_each_other_are_refused(client, root, changes, error):
    values = {"current_months": 12, "expired_months": 24, "kept_months": 36, "snapshot_days": 2}
    page = text_of(client.post(address("ages", root.organisation_id), values | changes))
    assert error in page
    assert not EvidencePolicy.objects.exists()


def test_ages_of_another_organisation_are_not_found(client, elsewhere):
    path = address("ages", elsewhere.organisation_id)
    assert client.get(path, follow=True).status_code == 404
    assert client.post(path, {"current_months": 1}, follow=True).status_code == 404
