"""Which tests a second database can do without."""

import json
from collections import Counter
from multiprocessing import get_context

import pytest
from django.db import connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from cms.accounts.models import User
from tests.asked import Asked, LeavesOut, can_go
from tests.questions import OF_COPIES, ROOT, listening, write_down_all_of_a_copy
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
    # Six ask the same: the one that asks more stays, the random one, and the one that commits.
    assert LeavesOut(tmp_path).of(mine) == set(names[1:-1])


@pytest.mark.parametrize(
    ("on_its_own", "more", "gone"),
    [(False, [], {0, 1}), (False, ["one more"], {2}), (True, ["one more"], {0, 2})],
    ids=["all of it", "none of it", "one of it"],
)
def test_journeys_of_a_module_go_together(request, tmp_path, on_its_own, more, gone):
    mine = request.node.parent.collect()
    of_database = [item for item in mine if item.get_closest_marker("django_db")]
    one, two, *others = sorted(of_database, key=lambda item: item.nodeid)[:4]
    random = next(item for item in mine if hasattr(item.obj, "is_hypothesis_test"))
    for journey in (one, two):
        journey.add_marker("browser")
        if on_its_own:
            journey.add_marker("on_its_own")
    run = [one, two, *others, random]
    asked = {item.nodeid: (["the same"], 1.0) for item in run}
    asked[two.nodeid] = (["the same", *more], 1.0)
    (tmp_path / "alone.json").write_text(json.dumps(asked))
    assert LeavesOut(tmp_path).of(run) == {run[place].nodeid for place in gone}


@pytest.mark.django_db(transaction=True)
def test_what_a_process_asks_for_a_copy_is_written_down_each_time(tmp_path, monkeypatch):
    file = tmp_path / "copies"
    file.touch()
    monkeypatch.setenv(OF_COPIES, str(file))
    with listening() as questions:
        ask_and_close()
    process = get_context("fork").Process(target=ask_twice)
    process.start()
    process.join()
    assert process.exitcode == 0
    assert file.read_text().split() == [*questions] * 2


def ask_twice() -> None:
    write_down_all_of_a_copy()
    ask_and_close()
    ask_and_close()


def ask_and_close() -> None:
    User.objects.exists()
    connections.close_all()


def test_nothing_written_down_is_a_fault_and_not_an_empty_run(tmp_path):
    with pytest.raises(pytest.UsageError, match=str(tmp_path)):
        LeavesOut(tmp_path)
