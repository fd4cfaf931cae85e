"""Which tests a second database can do without."""

import json
from collections import Counter

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from cms.accounts.models import User
from tests.asked import ROOT, Asked, LeavesOut, can_go, listening
from tests.random_cases import steady

COSTS = st.floats(0, 60, allow_nan=False)
TESTS = st.dictionaries(
    st.text("abc", min_size=1, max_size=3),
    st.builds(Asked, st.frozensets(st.integers(0, 9).map(str), min_size=1), COSTS),
    max_size=20,
)


@given(TESTS, st.integers(1, 3), st.data())
@steady(100)
def test_each_question_is_still_asked_often_enough(asked, times, data):
    free = data.draw(st.lists(st.sampled_from(sorted(asked)), unique=True)) if asked else []
    gone = can_go(asked, free, times)
    before = Counter(question for test in asked.values() for question in test.questions)
    after = Counter(
        question for name, test in asked.items() if name not in gone for question in test.questions
    )
    assert gone <= set(free)
    assert {question: min(count, times) for question, count in before.items()} == {
        question: min(after[question], times) for question in before
    }
    # Nobody stays who could still go.
    for name in set(free) - gone:
        assert any(after[question] <= times for question in asked[name].questions)


@pytest.mark.django_db
def test_how_many_and_which_ask_the_same():
    with listening() as one:
        list(User.objects.filter(pk__in=[1], email="somebody@test.example")[:2])
    with listening() as three:
        list(User.objects.filter(pk__in=[7, 8, 90], email="nobody@test.example")[:15])
    with listening() as another:
        list(User.objects.filter(pk__in=[1])[:2])
    assert [len(one), len(another)] == [1, 1]
    assert one == three != another


@pytest.mark.django_db
def test_savepoints_are_alike():
    with listening() as one, transaction.atomic():
        pass
    with listening() as two, transaction.atomic():
        pass
    assert one == two
    assert len(one) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("file", "questions"), [("cms/other.py", 2), ("tests/other.py", 1)])
def test_the_same_from_another_line_of_ours_is_another_question(file, questions):
    twice = compile("list(users)\nlist(users.all())", str(ROOT / file), "exec")
    with listening() as asked:
        exec(twice, {"users": User.objects.all()})  # noqa: S102
    assert len(asked) == questions


def test_of_tests_that_ask_the_same_three_stay(request, tmp_path):
    mine = request.node.parent.collect()  # whichever of them are run
    names = sorted(item.nodeid for item in mine if item.get_closest_marker("django_db"))
    random = next(item.nodeid for item in mine if hasattr(item.obj, "is_hypothesis_test"))
    asked = {name: (["the same"], 1.0) for name in (*names, random)}
    asked |= {names[0]: ([], 9.0), request.node.nodeid: (["the same", "one more"], 9.0)}
    (tmp_path / "alone.json").write_text(json.dumps(asked))
    # Five ask the same: the one that asks more stays, the random one, and the last of the others.
    assert LeavesOut(tmp_path).of(mine) == set(names[1:-1])


def test_nothing_written_down_is_a_fault_and_not_an_empty_run(tmp_path):
    with pytest.raises(pytest.UsageError, match=str(tmp_path)):
        LeavesOut(tmp_path)
