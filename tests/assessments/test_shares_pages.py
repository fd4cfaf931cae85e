"""The sharing pages, step by step, and the manager's page, which is the preview too."""

from datetime import timedelta

import pytest
import time_machine

from assessments.domain.shares import chosen, make_share, revoke_share
from assessments.models import Share, ShareView
from tests.factories import people
from tests.factories.campaigns import make_campaign, make_check_in
from tests.factories.shares import NOW, make_action, make_activity, share_with

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mine(client, adviser):
    client.force_login(adviser)
    return client


@pytest.fixture
def rated(adviser, team):
    return make_check_in(make_campaign(team, now=NOW), adviser, {"A1": 4, "B1": 1}, now=NOW)


def body(response) -> str:
    """Return the main part of a page without what stands around it, on one line."""
    page = response.content.decode()
    main = page[page.index('<header class="page-header">') : page.index("</main>")]
    return " ".join(main.split())


def test_page_without_shares_leads_to_the_first_one(mine, manager):
    page = mine.get("/en/me/sharing/").content.decode()
    assert "You share nothing now" in page
    assert 'href="/en/me/sharing/new/"' in page


def test_page_without_a_manager_says_so(mine):
    assert "There is nobody to share with" in mine.get("/en/me/sharing/").content.decode()
    assert "There is nobody to share with" in mine.get("/en/me/sharing/new/").content.decode()


def test_share_is_made_in_three_steps_without_a_script(mine, manager, framework, rated):
    address = "/en/me/sharing/new/"
    assert "Share with whom?" in mine.get(address).content.decode()
    first = mine.get(address, {"step": "items", "manager": manager.pk})
    assert "Share what?" in first.content.decode()
    choice = {"step": "preview", "manager": manager.pk, "competences": [framework["B1"].pk]}
    look = mine.get(address, choice)
    assert "Nothing is shared yet" in look.content.decode()
    assert Share.objects.count() == 0
    done = mine.post(address, choice)
    assert (done.status_code, done.url) == (302, "/en/me/sharing/")
    assert Share.objects.get().manager == manager


def test_sending_twice_makes_one_share(mine, manager, framework):
    choice = {"step": "preview", "manager": manager.pk, "competences": [framework["B1"].pk]}
    for _time in range(2):
        assert mine.post("/en/me/sharing/new/", choice).status_code == 302
    assert Share.objects.count() == 1


@pytest.mark.parametrize("changed", [{"manager": "x"}, {"manager": "0"}, {"competences": ["0"]},
                                     {"competences": []}, {"competences": ["9" * 30]}])  # fmt: skip
def test_wrong_choice_makes_no_share_and_is_said(changed, mine, manager, framework):
    choice = {"step": "preview", "manager": manager.pk, "competences": [framework["B1"].pk]}
    response = mine.post("/en/me/sharing/new/", choice | changed)
    assert response.status_code == 200
    assert "Something needs your attention" in response.content.decode()
    assert Share.objects.count() == 0


def test_somebody_elses_things_are_not_offered(mine, manager, stranger, framework):
    activity = make_activity(stranger, "Of a stranger")
    response = mine.post(
        "/en/me/sharing/new/",
        {"step": "preview", "manager": manager.pk, "activities": [activity.pk]},
    )
    assert "Of a stranger" not in response.content.decode()
    assert Share.objects.count() == 0


def test_preview_is_the_managers_page(mine, adviser, manager, framework, rated):
    action = make_action(adviser, framework["B1"], support="Time", support_shared=True)
    activity = make_activity(adviser)
    items = chosen([framework["A1"].pk], [action.pk], [activity.pk])
    before = mine.get(
        "/en/me/sharing/new/",
        {"step": "preview", "manager": manager.pk, "competences": items.competences,
         "actions": items.actions, "activities": items.activities},
    )  # fmt: skip
    share = make_share(user=adviser, manager_id=manager.pk, items=items, now=NOW)
    after = mine.get(f"/en/me/sharing/{share.pk}/")
    mine.force_login(manager)
    theirs = mine.get(f"/en/teams/shared/{share.pk}/")
    assert body(before) == body(after) == body(theirs)
    assert "Check the source" in body(theirs)


def test_looking_is_logged_and_own_preview_is_not(mine, adviser, manager, framework):
    share = share_with(adviser, manager, framework)
    mine.get(f"/en/me/sharing/{share.pk}/")
    assert ShareView.objects.count() == 0
    mine.force_login(manager)
    mine.get(f"/en/teams/shared/{share.pk}/")
    mine.get(f"/en/teams/shared/{share.pk}/")
    assert ShareView.objects.count() == 1
    mine.force_login(adviser)
    assert "Viewed 1 time" in mine.get("/en/me/sharing/").content.decode()


def test_revoking_stops_at_once(mine, adviser, manager, framework):
    share = share_with(adviser, manager, framework)
    assert mine.post(f"/en/me/sharing/{share.pk}/revoke/").status_code == 302
    assert mine.get(f"/en/me/sharing/{share.pk}/").status_code == 404
    assert "you stopped it on" in mine.get("/en/me/sharing/").content.decode()
    mine.force_login(manager)
    assert mine.get(f"/en/teams/shared/{share.pk}/").status_code == 404


def test_reading_never_revokes(mine, adviser, manager, framework):
    share = share_with(adviser, manager, framework)
    assert mine.get(f"/en/me/sharing/{share.pk}/revoke/").status_code == 405
    assert Share.objects.get().revoked_at is None


def test_others_do_not_know_a_share(client, adviser, manager, stranger, team, framework):
    share = share_with(adviser, manager, framework)
    lead = people.make_organisation_manager(team.organisation)
    admin = people.make_user(is_superuser=True, is_staff=True)
    for other in (stranger, lead, admin, adviser):
        client.force_login(other)
        assert client.get(f"/en/teams/shared/{share.pk}/").status_code == 404
    for other in (stranger, lead, admin, manager):
        client.force_login(other)
        assert client.get(f"/en/me/sharing/{share.pk}/").status_code == 404
        assert client.post(f"/en/me/sharing/{share.pk}/revoke/").status_code == 404
    assert Share.objects.get().revoked_at is None


def test_share_whose_manager_left_is_said_to_be_out_of_sight(mine, adviser, manager, framework):
    share_with(adviser, manager, framework)
    manager.memberships.update(until=NOW.date() - timedelta(days=1))
    page = mine.get("/en/me/sharing/").content.decode()
    assert "does not see your team now" in page
    assert "See exactly what my manager sees" not in page


def test_manager_finds_the_shares_by_name(client, adviser, manager, framework):
    client.force_login(manager)
    assert "Nobody shares anything with you now" in client.get("/en/teams/shared/").content.decode()
    share = share_with(adviser, manager, framework)
    assert f"/en/teams/shared/{share.pk}/" in client.get("/en/teams/shared/").content.decode()
    assert "1 share that you may see" in client.get("/en/teams/").content.decode()
    revoke_share(share=share, now=NOW)
    assert "1 share that you may see" not in client.get("/en/teams/").content.decode()


def test_only_managers_know_the_list(mine, client):
    assert mine.get("/en/teams/shared/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_lists_take_a_fixed_number_of_queries(
    number, client, adviser, manager, framework, django_assert_num_queries
):
    for code in ("A1", "B1", "C1")[:number]:
        share_with(adviser, manager, framework, codes=(code,))
    client.force_login(adviser)
    with django_assert_num_queries(10):
        client.get("/en/me/sharing/")
    client.force_login(manager)
    with django_assert_num_queries(5):
        client.get("/en/teams/shared/")
