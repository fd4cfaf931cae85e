"""Rounds in the administration: checklist, all fields, opening again, several at once."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.domain.campaign_editing import ensure_groups
from assessments.domain.snapshots import close_campaign, end_campaign
from assessments.enums import CampaignKind, CampaignState, CheckInState, Repeat
from assessments.models import Campaign, CheckIn, EvidencePolicy, Snapshot
from cms.accounts.enums import Role
from cms.accounts.models import User
from tests.factories.people import (
    make_organisation,
    make_role,
    make_team,
    make_user,
    root_of,
)
from tests.factories.reports import (
    check_in,
    make_advisers,
    make_framework,
    make_profile,
    make_round,
)

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def competences():
    return make_framework("A1", "B1")


@pytest.fixture
def root():
    return root_of(make_organisation("Centre"))


@pytest.fixture
def advisers(root):
    return make_advisers(root, 6)


@pytest.fixture
def campaign(root, competences, advisers):
    return round_of(root, competences)


@pytest.fixture
def elsewhere(competences):
    team = root_of(make_organisation("Werkpunt"))
    make_advisers(team, 5)
    return round_of(team, competences, name="Other")


@pytest.fixture
def administrator(root) -> User:
    user = make_user(language="en")
    make_role(user, Role.ORGANISATION_ADMINISTRATOR, organisation=root.organisation)
    user.groups.add(ensure_groups())
    return user


@pytest.fixture
def client(client, administrator):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(administrator)
    return client


def round_of(team, competences, **fields) -> Campaign:
    now = timezone.now()
    return make_round(team, competences, **{"opens_at": now - DAY, "closes_at": now + DAY} | fields)


def address(name: str, *args) -> str:
    return reverse(f"rounds:{name}", args=args)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def words_in_table(response) -> list[list[str]]:
    rows = BeautifulSoup(response.content, "html.parser").select("table.listing tbody tr")
    return [[" ".join(cell.text.split()) for cell in row(["th", "td"])] for row in rows]


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


def test_checklist_shows_each_line_as_met(client, root, competences, advisers):
    draft = round_of(root, competences, state=CampaignState.DRAFT)
    response = client.get(address("open", draft.pk))
    assert words_in_table(response) == [
        ["Competences", "Yes", "2 competences"],
        ["Who is asked", "Yes", "6 people are asked."],
        ["Dates", "Yes", "It closes after it opens, and later than now."],
        ["Both languages", "Yes", "The name is there in both languages."],
        ["Purpose", "Yes", "Team planning"],
        ["Works council", "Yes", "The works council has been told, or need not be."],
    ]
    assert "Yes, let people answer" in text_of(response)


def test_checklist_shows_what_is_missing_and_refuses(client, root):
    now = timezone.now()
    draft = round_of(
        root, {}, state=CampaignState.DRAFT, opens_at=now - 2 * DAY, closes_at=now - DAY
    )
    draft.texts.filter(language="nl").delete()
    Campaign.objects.update(works_council_noted=False)
    response = client.get(address("open", draft.pk))
    rows = [row[1:] for row in words_in_table(response)]
    assert rows == [
        ["Not yet", "No competence is asked about."],
        ["Not yet", "Nobody is asked: no adviser is in the teams and roles chosen."],
        ["Not yet", "The closing date has passed."],
        ["Not yet", "The name in Dutch is missing."],
        ["Yes", "Team planning"],
        ["Not yet", "Nobody has ticked that the works council has been told, or need not be."],
    ]
    assert "Yes, let people answer" not in text_of(response)
    client.post(address("open", draft.pk))
    assert Campaign.objects.get().state == CampaignState.DRAFT


def test_few_people_are_not_counted_out_loud(client, root, competences):
    make_advisers(root, 4)
    draft = round_of(root, competences, state=CampaignState.DRAFT)
    rows = words_in_table(client.get(address("open", draft.pk)))
    assert rows[1] == [
        "Who is asked",
        "Yes",
        "Fewer than 5 people are asked: no figures will show.",
    ]


def test_a_round_that_ended_is_opened_again_until_it_is_counted(client, campaign, competences):
    people = User.objects.filter(memberships__team=campaign.team, memberships__role=Role.ADVISER)
    check_in(campaign, {people.first(): {competences["A1"]: 3}})
    client.post(address("end", campaign.pk))
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.CLOSED
    assert not Snapshot.objects.exists()
    page = text_of(client.get(address("index")))
    assert "Closed, no group figures yet" in page
    until = (timezone.localtime() + 3 * DAY).strftime("%Y-%m-%d %H:%M")
    response = client.post(address("reopen", campaign.pk), {"closes_at": until}, follow=True)
    assert "takes answers again" in text_of(response)
    campaign.refresh_from_db()
    assert campaign.state == CampaignState.ACTIVE
    assert CheckIn.objects.get().state == CheckInState.IN_PROGRESS


@pytest.mark.parametrize("moment", ["", "soon", "2020-01-01 10:00"])
def test_opening_again_asks_for_a_moment_to_come(client, campaign, moment):
    end_campaign(campaign=campaign, now=timezone.now())
    response = client.post(address("reopen", campaign.pk), {"closes_at": moment})
    assert response.status_code == 200
    assert Campaign.objects.get().state == CampaignState.CLOSED


def test_a_counted_round_is_not_opened_again(client, campaign):
    close_campaign(campaign=campaign, now=timezone.now())
    until = (timezone.localtime() + 3 * DAY).strftime("%Y-%m-%d %H:%M")
    response = client.post(address("reopen", campaign.pk), {"closes_at": until})
    assert "The group figures are made; this round stays closed." in text_of(response)
    assert Campaign.objects.get().state == CampaignState.CLOSED


def test_status_shows_counts_of_large_groups_alone(client, campaign, competences, root):
    small = make_team(root, "Gent")
    large = make_team(root, "Antwerpen")
    check_in(
        campaign,
        {who: {competences["A1"]: 3} for who in make_advisers(small, 4)}
        | {who: {competences["A1"]: 3} for who in make_advisers(large, 7)[:6]},
        at=timezone.now() - 2 * DAY,
    )
    response = client.get(address("status", campaign.pk))
    assert words_in_table(response) == [
        ["Centre", "17", "10"],
        ["Gent", "not shown", "not shown"],
        ["Antwerpen", "7", "not shown"],  # 4 who submitted elsewhere could be worked out
    ]


def test_status_shows_no_counts_without_the_role(client, campaign):
    client.force_login(make_user(is_staff=True, is_superuser=True, language="en"))
    page = text_of(client.get(address("status", campaign.pk)))
    assert "Active" in page
    assert "Participation" not in page


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
    values = {"current_months": 6, "expired_months": 18, "kept_months": "", "snapshot_days": 5}
    assert client.post(address("ages", organisation.pk), values).status_code == 302
    stored = EvidencePolicy.objects.get(organisation=organisation)
    assert (stored.current_months, stored.expired_months, stored.kept_months) == (6, 18, None)
    assert stored.snapshot_days == 5


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


def test_status_of_another_organisation_is_not_found(client, elsewhere):
    assert client.get(address("status", elsewhere.pk), follow=True).status_code == 404


def test_list_takes_the_same_queries_for_one_and_three_rounds(client, root, competences):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address("index"))
        return len(captured)

    end_campaign(campaign=round_of(root, competences), now=timezone.now())
    queries()
    one = queries()
    for _number in range(2):
        end_campaign(campaign=round_of(root, competences), now=timezone.now())
    assert queries() == one
