"""Texts for job descriptions: the framework's own sentences at the levels that a role asks."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.job_descriptions import job_text
from assessments.domain.role_profiles import load_role_profiles
from assessments.models import RoleProfile
from cms.accounts.enums import Role
from tests.factories.people import (
    make_adviser,
    make_manager,
    make_organisation,
    make_organisation_manager,
    make_role,
    make_user,
    root_of,
)
from training.domain.framework import AreaInfo, CompetenceInfo, LevelInfo

pytestmark = pytest.mark.django_db
LEVELS = {n: LevelInfo(n, f"Name{n}", f"I stand at {n}.") for n in range(6)}


def competence(code: str) -> CompetenceInfo:
    return CompetenceInfo(1, code, f"Name {code}", f"Does {code}.", 1, is_extension=False)


AREAS = [
    AreaInfo("A", "Area A", (competence("A1"), competence("A2"))),
    AreaInfo("B", "Area B", (competence("B1"),)),
]


def text(targets, language="en"):
    with override(language):
        return job_text("Adviser", AREAS, targets, LEVELS)


def test_text_says_what_is_done_at_which_level_per_area():
    assert text({"A1": 2, "A2": 4, "B1": 3}) == (
        "Adviser: working with labour market information\n\n"
        "Working with labour market information (LMI) is a fixed part of this role. Whoever has "
        "this role:\n\n"
        "- does A1; does A2 (Area A: level 2 to 4, from Name2 to Name4).\n"
        "- does B1 (Area B: level 3, Name3).\n\n"
        "What the levels mean:\n"
        "- 2 Name2: I stand at 2.\n"
        "- 3 Name3: I stand at 3.\n"
        "- 4 Name4: I stand at 4.\n\n"
        "The levels are goals to grow towards. They are not meant for appraisal or pay."
    )


def test_dutch_text_has_dutch_words_in_between():
    assert text({"B1": 3}, "nl").startswith(
        "Adviser: werken met arbeidsmarktinformatie\n\nWerken met arbeidsmarktinformatie (LMI) "
        "hoort vast bij deze functie. Wie deze functie heeft:\n\n"
        "- does B1 (Area B: niveau 3, Name3).\n"
    )


@pytest.mark.parametrize("targets", [{}, {"A1": 0}, {"Z9": 3}])
def test_a_role_that_asks_nothing_has_no_text(targets):
    assert text(targets) == ""


@given(st.dictionaries(st.sampled_from(["A1", "A2", "B1"]), st.integers(0, 5)))
def test_text_names_exactly_what_is_asked(targets):
    made = text(targets)
    for code in ("A1", "A2", "B1"):
        assert (f"does {code}" in made) == bool(targets.get(code))
    explained = {n for n in range(6) if f"I stand at {n}." in made}
    assert explained == {level for level in targets.values() if level}


# The page


def address(language: str = "en") -> str:
    with override(language):
        return reverse("job_descriptions")


def boxes(response) -> dict[str, str]:
    """Return the texts by language and role."""
    page = BeautifulSoup(response.content, "html.parser")
    found = {}
    for box in page.select("textarea[readonly]"):
        label = page.select_one(f'label[for="{box["id"]}"]')
        found[" ".join(label.get_text().split())] = (box["lang"], box.get_text())
    return found


def test_page_shows_each_role_in_both_languages(client, framework, organisation):
    load_role_profiles(organisation=organisation)
    client.force_login(make_organisation_manager(organisation))
    found = boxes(client.get(address("nl")))
    assert len(found) == 2 * 5
    language, dutch = found["Nederlands: Ervaren adviseur"]
    assert language == "nl"
    assert dutch.startswith("Ervaren adviseur: werken met arbeidsmarktinformatie")
    language, english = found["Engels: Ervaren adviseur"]
    assert language == "en"
    assert english.startswith("Experienced adviser: working with labour market information")


def test_only_who_manages_or_keeps_an_organisation_finds_its_texts(client, framework, organisation):
    load_role_profiles(organisation=organisation)
    root = root_of(organisation)
    elsewhere = make_organisation("Elsewhere")
    keeper = make_user()
    make_role(keeper, Role.ORGANISATION_ADMINISTRATOR, organisation=organisation)
    for user, number in (
        (make_manager(root), 10),
        (keeper, 10),
        (make_organisation_manager(elsewhere), 0),
    ):
        client.force_login(user)
        response = client.get(address())
        assert (response.status_code, len(boxes(response))) == (200, number)
    client.force_login(make_adviser(root))
    assert client.get(address()).status_code == 404


def test_a_role_without_targets_and_an_organisation_without_roles_say_so(client):
    organisation = make_organisation()
    client.force_login(make_organisation_manager(organisation))
    assert "There is no role profile yet." in client.get(address()).content.decode()
    RoleProfile.objects.create(organisation=organisation, code="bare")
    page = client.get(address()).content.decode()
    assert "This role has no targets yet, so there is no text." in page


def test_page_takes_the_same_queries_for_one_and_for_three_roles(client, framework, organisation):
    profiles = list(load_role_profiles(organisation=organisation).values())
    client.force_login(make_organisation_manager(organisation))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(address())
        return len(captured)

    for profile in profiles[3:]:
        profile.delete()
    three = queries()
    for profile in profiles[1:3]:
        profile.delete()
    assert queries() == three
