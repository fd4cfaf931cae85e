"""What the pages of a check-in cost in queries, session and menu included; never more with more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.models import CheckIn
from tests.factories.campaigns import make_campaign, make_check_in, save_levels
from training.models import Competence

PAGE, SAVE = 15, 20
ALL = dict.fromkeys(["A1", "A2", "A3", "B1", "B2", "C1", "C2", "C3", "C4", "D1", "D2", "D3"], 3)


@pytest.fixture
def check_in(adviser, team, client):
    client.force_login(adviser)
    return make_check_in(make_campaign(team), adviser, submitted=False)


def queries(call) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = call()
    assert answer.status_code in (200, 302)
    return len(captured)


def address(check_in, step) -> str:
    return f"{reverse('check_in', args=[check_in.pk])}?step={step}"


@pytest.mark.parametrize("step", ["A", "C", "reflection", "actions", "review"])
def test_a_page_of_twelve_competences(client, check_in, step):
    empty = queries(lambda: client.get(address(check_in, step)))
    save_levels(check_in, ALL, now=timezone.now(), evidence_line="x")
    full = queries(lambda: client.get(address(check_in, step)))

    assert empty == full <= PAGE


def test_a_receipt_costs_the_same_after_three_rounds(client, adviser, team, check_in):
    make_check_in(check_in.campaign, adviser, ALL)
    one = queries(lambda: client.get(address(check_in, "")))
    for _round in range(2):
        make_check_in(make_campaign(team), adviser, ALL)
    three = queries(lambda: client.get(address(check_in, "")))

    assert one == three <= PAGE


def test_the_list_with_one_and_three_rounds(client, adviser, team, check_in):
    make_campaign(team)
    one = queries(lambda: client.get(reverse("check_ins")))
    for _round in range(2):
        make_check_in(make_campaign(team), adviser, ALL)
        make_campaign(team)
    three = queries(lambda: client.get(reverse("check_ins")))

    assert one == three <= PAGE


def fields_of(step: str) -> dict:
    ratings = {f"{code}-answer": "4" for code in ALL} | {f"{c}-evidence_line": "y" for c in ALL}
    action = {
        f"{number}-{name}": value
        for number in (1, 2, 3)
        for name, value in {
            "competence_id": Competence.objects.get(code="B1").pk,
            "to_level": 5,
            "what": "z",
            "until": "2099-01-01",
        }.items()
    }
    return {"reflection": {"works": "a", "causes": ["time"]}, "actions": action}.get(step, ratings)


@pytest.mark.parametrize("step", ["A", "C", "reflection", "actions"])
def test_saving_a_step_first_and_again(client, check_in, step):
    save_levels(check_in, {"C1": 1}, now=timezone.now())
    fields = fields_of(step)

    first = queries(lambda: client.post(address(check_in, step), fields | {"revision": 1}))
    changed = {key: "" if "evidence" in key else value for key, value in fields.items()}
    again = queries(lambda: client.post(address(check_in, step), changed | {"revision": 2}))

    assert CheckIn.objects.get().revision >= 2
    assert max(first, again) <= SAVE


def test_submitting_twelve_competences(client, check_in):
    save_levels(check_in, ALL, now=timezone.now())

    submit = reverse("check_in_submit", args=[check_in.pk])
    assert queries(lambda: client.post(submit, {"revision": 1})) <= SAVE
