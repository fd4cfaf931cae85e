"""Eight years of quarters cost the adviser's own pages no more queries than one quarter."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.bench.long_history import add_long_history
from tests.factories import people
from tests.factories.questions import make_question
from tests.factories.training import lesson_data, load, module_data


@pytest.mark.parametrize("name", ["me", "profile", "profile_history"])
def test_one_and_thirty_two_rounds_cost_the_same(client, team, profiles, name):
    load(module_data("m1", [lesson_data("m1/one", competences=("A1", "B1"))]))
    for code in ("A1", "A1", "B1"):
        make_question(competence=code)
    counts = []
    for rounds in (1, 32):
        user = people.make_adviser(team, profiles["experienced"])
        add_long_history(user, team, timezone.now(), rounds=rounds, answers=3 * rounds)
        client.force_login(user)
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name)).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 20
