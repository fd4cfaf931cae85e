"""Competences in the admin: editors revise words, nobody adds or deletes one."""

import pytest
from django.contrib.auth.models import Permission

from tests.factories import people
from training.models import CompetenceVersion


@pytest.fixture
def editor(client, framework):
    user = people.make_user("editor@test.example")
    user.user_permissions.set(
        Permission.objects.filter(
            codename__in=[
                "access_admin",
                "change_competence",
                "add_competence",
                "delete_competence",
            ]
        )
    )
    client.force_login(user)
    return user


def form_of(client, url: str) -> dict:
    form = client.get(url).context["form"]
    return {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}


def test_list_shows_each_competence_with_its_version(client, editor):
    response = client.get("/admin/competences/")
    assert response.status_code == 200
    html = response.content.decode()
    assert html.count("/admin/competences/edit/") >= 14
    assert "LMI-begrip" in html


def test_changed_sentence_makes_a_version(client, editor, framework):
    url = f"/admin/competences/edit/{framework['A1'].pk}/"
    data = form_of(client, url)
    assert len(data) == 2 * (2 + 6)
    assert client.post(url, data).status_code == 302
    assert framework["A1"].versions.count() == 1
    assert client.post(url, {**data, "level_3_nl": "Ik doe het zo."}).status_code == 302
    old, new = framework["A1"].versions.order_by("number")
    assert (old.is_current, new.is_current) == (False, True)
    assert new.descriptors.get(language="nl", level=3).sentence == "Ik doe het zo."
    assert old.descriptors.get(language="nl", level=3).sentence == data["level_3_nl"]


def test_missing_sentence_is_refused(client, editor, framework):
    url = f"/admin/competences/edit/{framework['A1'].pk}/"
    response = client.post(url, {**form_of(client, url), "level_3_nl": " "})
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["level_3_nl"]
    assert CompetenceVersion.objects.count() == 14


def test_nobody_adds_or_deletes_a_competence(client, editor, framework):
    for url in ("new/", f"delete/{framework['A1'].pk}/"):
        assert client.post(f"/admin/competences/{url}").status_code == 302
    assert CompetenceVersion.objects.count() == 14


def test_adviser_stays_outside(client, framework):
    client.force_login(people.make_user("adviser@test.example"))
    assert client.get("/admin/competences/").status_code == 302
