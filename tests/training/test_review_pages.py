"""The queue in the administration: who gets in, what one click does, what it costs."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from tests.factories import people
from tests.factories.sources import make_source
from tests.factories.training import make_lesson, make_module, make_site
from training.models import ReviewCheck, ReviewOwner

URL = "/admin/review/"


@pytest.fixture
def editor(client, framework):
    """Somebody who may change every page, signed in."""
    make_site()
    user = people.make_user("editor@test.example", first_name="Els", last_name="Editor")
    group = Group.objects.create(name="Writers")
    group.permissions.set(Permission.objects.filter(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group,
        page=Page.objects.get(depth=1),
        permission=Permission.objects.get(codename="change_page"),
    )
    user.groups.add(group)
    client.force_login(user)
    return user


@pytest.fixture
def keeper(client, framework):
    """Somebody who reaches the administration, but works on no page."""
    user = people.make_user("keeper@test.example")
    user.user_permissions.set(Permission.objects.filter(codename="access_admin"))
    client.force_login(user)
    return user


def test_empty_queue_says_what_to_do_next(client, editor):
    html = client.get(URL).content.decode()
    assert "Er wacht niets." in html
    assert "listing full-width" not in html


def test_queue_shows_what_waits_with_its_owner_and_words(client, editor):
    page = make_lesson(review_date=timezone.localdate() - timedelta(days=12))
    ReviewOwner.objects.create(subject=f"page:{page.pk}", user=editor)
    html = client.get(URL, {"language": "en"}).content.decode()
    assert "<strong>12 dagen geleden</strong>" in html
    assert f'<a href="/admin/pages/{page.pk}/edit/">{page.title}</a>' in html
    assert html.count('<td class="title">') == 1
    assert f'<option value="{editor.pk}" selected>Els Editor</option>' in html


def test_nonsense_in_the_filter_shows_everything(client, editor):
    make_source()
    assert client.get(URL, {"kind": "x", "language": "fr", "p": "x"}).content.count(b"title") > 1


def test_mine_shows_only_what_is_mine(client, editor):
    source = make_source("Mijn bron")
    make_source("Andere bron")
    ReviewOwner.objects.create(subject=f"source:{source.pk}", user=editor)
    html = client.get(URL, {"mine": "on"}).content.decode()
    assert ("Mijn bron" in html, "Andere bron" in html) == (True, False)


def test_one_click_checks_and_writes_who_did(client, editor):
    source = make_source("Statbel")
    data = {"entry": f"source:{source.pk}", "next": f"{URL}?kind=source"}
    response = client.post(f"{URL}checked/", data)
    assert (response.status_code, response["Location"]) == (302, f"{URL}?kind=source")
    line = ReviewCheck.objects.get()
    assert (line.entry, line.user) == (f"source:{source.pk}", editor)
    html = client.get(URL).content.decode()
    assert "Statbel, Els Editor" in " ".join(html.split())
    client.post(f"{URL}checked/", data)
    assert ReviewCheck.objects.count() == 1


def test_checking_leads_nowhere_else(client, editor):
    response = client.post(f"{URL}checked/", {"entry": "", "next": "https://elsewhere.example/"})
    assert response["Location"] == URL


@pytest.mark.parametrize("name", ["checked", "owner"])
def test_deeds_are_posted(client, editor, name):
    assert client.get(f"{URL}{name}/").status_code == 405


def test_owner_is_an_editor_or_nobody(client, editor, adviser):
    client.post(f"{URL}owner/", {"subject": "page:3", "owner": editor.pk})
    assert ReviewOwner.objects.get().user == editor
    client.post(f"{URL}owner/", {"subject": "page:3", "owner": adviser.pk})
    assert ReviewOwner.objects.get().user == editor
    client.post(f"{URL}owner/", {"subject": "page:3", "owner": ""})
    assert not ReviewOwner.objects.exists()
    client.post(f"{URL}owner/", {"subject": "no subject", "owner": editor.pk})
    assert not ReviewOwner.objects.exists()


def test_who_works_on_no_page_stays_out(client, keeper):
    source = make_source()
    for answer in (
        client.get(URL),
        client.post(f"{URL}checked/", {"entry": f"source:{source.pk}"}),
        client.post(f"{URL}owner/", {"subject": "page:3", "owner": keeper.pk}),
    ):
        assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert not ReviewCheck.objects.exists()
    assert not ReviewOwner.objects.exists()
    assert b"/admin/review/" not in client.get("/admin/").content


def test_adviser_stays_outside(client, adviser):
    client.force_login(adviser)
    assert client.get(URL).status_code == 302
    assert client.post(f"{URL}checked/", {"entry": "x"}).status_code == 302
    assert not ReviewCheck.objects.exists()


def test_home_says_how_much_waits(client, editor):
    make_source()
    html = " ".join(client.get("/admin/").content.decode().split())
    assert "<li>Bron: 1</li>" in html
    assert f'href="{URL}"' in html


def test_list_costs_the_same_for_one_and_for_many(client, editor):
    today = timezone.localdate()
    make_module("m1", review_date=today)
    make_source()
    client.get(URL)
    with CaptureQueriesContext(connection) as first:
        client.get(URL)
    make_module("m2", lessons=3, after="m1", review_date=today)
    for _number in range(3):
        ReviewOwner.objects.create(subject=f"source:{make_source().pk}", user=editor)
    with CaptureQueriesContext(connection) as second:
        assert client.get(URL).content.count(b'<td class="title">') == 12
    assert len(second) == len(first)
