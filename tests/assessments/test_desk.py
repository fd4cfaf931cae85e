"""The editor's desk: who writes, who publishes, what is scheduled, and that results stay away."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page, Workflow, WorkflowPage

from assessments.domain.desk import ensure_editorial_groups
from assessments.models import Campaign
from cms.accounts.models import User
from cms.models import StandardPage
from tests.factories.pages import edit, make_home, make_site_with_pair, prepare_translating

DESK = ["Editors", "Reviewers", "Translators"]


@pytest.fixture(autouse=True)
def permission(db) -> None:
    prepare_translating()


@pytest.fixture
def pair(db):
    return make_site_with_pair()


@pytest.fixture
def desk(pair) -> dict[str, User]:
    """Somebody in each group, by the group's name."""
    people = {}
    for group in ensure_editorial_groups():
        user = User.objects.create_user(f"{group.name}@test.example".lower())
        user.groups.add(group)
        people[group.name] = user
    return people


@pytest.mark.parametrize(
    ("group", "deeds"),
    [
        ("Editors", {"edit"}),
        ("Reviewers", {"edit", "publish", "delete"}),
        ("Translators", {"edit"}),
    ],
)
def test_each_group_does_its_part_with_pages(desk, pair, group, deeds):
    may = pair["nl"].permissions_for_user(desk[group])
    found = {"edit": may.can_edit(), "publish": may.can_publish(), "delete": may.can_delete()}
    assert {deed for deed, allowed in found.items() if allowed} == deeds
    assert desk[group].has_perm("wagtailadmin.access_admin")


@pytest.mark.parametrize("group", DESK)
def test_who_writes_starts_a_translation(desk, group):
    allowed = desk[group].has_perm("wagtail_localize.submit_translation")
    assert allowed == (group != "Reviewers")


def test_an_editors_lesson_is_published_by_a_reviewer(desk, pair):
    page = pair["nl"]
    page.summary = "Nieuw."
    page.save_revision(user=desk["Editors"])
    workflow = page.get_workflow()
    assert workflow.name == "Review"
    state = workflow.start(page, desk["Editors"])
    task = state.current_task_state.task.specific
    actions = {
        name: [action[0] for action in task.get_actions(page, user)] for name, user in desk.items()
    }
    assert actions == {
        "Editors": [],
        "Reviewers": ["reject", "approve", "approve"],
        "Translators": [],
    }
    state.current_task_state.specific.approve(user=desk["Reviewers"])
    assert StandardPage.objects.get(pk=page.pk).summary == "Nieuw."


def test_making_the_desk_again_changes_nothing(desk, pair):
    before = (Workflow.objects.count(), GroupPagePermission.objects.count())
    ensure_editorial_groups()
    assert (Workflow.objects.count(), GroupPagePermission.objects.count()) == before
    assert WorkflowPage.objects.count() == 2


def test_what_an_installation_changed_stays(desk, pair):
    home = pair["en"].get_parent()
    WorkflowPage.objects.filter(page=home).delete()
    reviewers = Group.objects.get(name="Reviewers")
    GroupPagePermission.objects.filter(group=reviewers).update(page=home)
    ensure_editorial_groups()
    assert WorkflowPage.objects.count() == 1
    pages = GroupPagePermission.objects.filter(group=reviewers).values_list("page", flat=True)
    assert set(pages) == {home.pk}


def test_the_review_waits_for_the_front_doors(db):
    ensure_editorial_groups()
    assert not Workflow.objects.exists()
    make_home("nl")
    ensure_editorial_groups()
    assert WorkflowPage.objects.count() == 1


def test_a_scheduled_page_goes_live_and_comes_down_by_run_due(pair):
    page = pair["nl"]
    page.summary = "Vanaf vandaag."
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    page.refresh_from_db()
    assert page.summary == "Wie wij zijn."
    revision = page.scheduled_revision
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    call_command("run_due", stdout=StringIO())
    page = StandardPage.objects.get(pk=page.pk)
    assert (page.summary, page.live) == ("Vanaf vandaag.", True)
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("run_due", stdout=StringIO())
    assert not Page.objects.get(pk=page.pk).live


@pytest.mark.parametrize("group", DESK)
def test_the_desk_sees_no_persons_result(client, desk, team, group):
    client.force_login(desk[group])
    for path in ("/nl/teams/", f"/nl/teams/{team.pk}/", f"/nl/teams/{team.pk}/report.csv"):
        assert client.get(path).status_code == 404
    assert client.get("/admin/rounds/").status_code == 302
    assert not desk[group].has_perm("assessments.view_campaign")
    foreign = {"accounts", "assessments"}
    allowed = {name for name in desk[group].get_all_permissions() if name.split(".")[0] in foreign}
    assert {name.partition("_")[2] for name in allowed} <= {"question"}
    assert Campaign.objects.count() == 0


@pytest.mark.parametrize(
    ("group", "status"), [("Editors", 302), ("Reviewers", 302), ("Translators", 302)]
)
def test_people_and_settings_stay_closed(client, desk, group, status):
    client.force_login(desk[group])
    for name in ("wagtailusers_users:index", "wagtailusers_groups:index"):
        assert client.get(reverse(name)).status_code == status


def test_translated_pages_are_not_published_by_a_translator(client, desk, pair):
    client.force_login(desk["Translators"])
    address = reverse("page_languages", args=[pair["nl"].pk])
    client.post(address, {"twin": pair["en"].pk, "deed": "link"})
    edit(pair["nl"], summary="Anders.")
    answer = client.post(
        reverse("wagtailadmin_pages:edit", args=[pair["en"].pk]), {"action": "publish"}
    )
    assert answer.status_code == 302
    assert StandardPage.objects.get(pk=pair["en"].pk).summary == "Who we are."
