"""A process that is killed while it closes a round leaves nothing of it, or all of it."""

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest

from tests.assessments.closing import AFTER_ALL
from tests.assessments.closing_desk import ClosingDesk, closing_desk

KILLED = -signal.SIGKILL
CHANGED = {
    "assessments_campaign",
    "assessments_snapshot",
    "assessments_snapshotnode",
    "assessments_snapshotperson",
    "assessments_cell",
    "assessments_profilecell",
    "assessments_nodecount",
    "assessments_learningplan",
    "assessments_planresult",
    "assessments_sufficiencystatus",
    "assessments_alert",
    "assessments_sufficiencyevent",
}
WRITES = ("INSERT", "UPDATE", "DELETE")
POINTS = ("first statement", "first write", "middle", "last statement")
Dump = dict[str, dict[str, list]]


@pytest.fixture(scope="module")
def own_database(tmp_path_factory) -> Iterator[ClosingDesk]:
    """A process with a database of its own, in which a round is ready to be closed."""
    folder = tmp_path_factory.mktemp("closing")
    with closing_desk(folder, f"peil_closing_{os.getpid()}") as desk:
        yield desk


@pytest.fixture
def desk(own_database) -> ClosingDesk:
    own_database.lay_back()
    return own_database


@pytest.fixture(scope="module")
def before(own_database) -> Dump:
    own_database.lay_back()
    return own_database.ask("dump")


@pytest.fixture(scope="module")
def whole(own_database) -> tuple[dict[str, Any], Dump]:
    """What a closing that nobody disturbs does, and what is stored after it."""
    own_database.lay_back()
    done = own_database.ask("close", call=-1)
    return done, own_database.ask("dump")


@pytest.fixture(scope="module")
def due_states(own_database) -> tuple[int, list[Dump]]:
    """How many statements `run_due` takes, and what is stored before it and after each step."""
    own_database.lay_back()
    own_database.ask("want_figures_at_once")
    dumps = [own_database.ask("dump")]
    for verb in ("end", "count"):
        own_database.ask(verb)
        dumps.append(own_database.ask("dump"))
    own_database.lay_back()
    own_database.ask("want_figures_at_once")
    done = own_database.ask("do_what_is_due")
    assert done["did"] == {"ended": 1, "counted": 1, "repeated": 1, "failed": 0}
    return len(done["words"]), [*dumps, own_database.ask("dump")]


def place(point: str, words: list[str]) -> int:
    """Return after which statement a point lies, from 1."""
    number = len(words)
    first_write = 1 + next(at for at, word in enumerate(words) if word in WRITES)
    places = (1, first_write, number // 2, number)
    return dict(zip(POINTS, places, strict=True))[point]


def test_closing_writes_every_table_that_holds_figures(before, whole):
    _done, after = whole
    exact = before["exact"]
    assert {name for name, rows in after["exact"].items() if rows != exact[name]} == CHANGED
    assert all(after["exact"][name] for name in CHANGED)


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_a_statement_it_leaves_nothing_and_closes_again(desk, before, whole, point):
    done, after = whole
    assert desk.order("close", statement=place(point, done["words"])) == (KILLED, None)
    assert desk.ask("dump")["exact"] == before["exact"]
    desk.ask("close")
    assert desk.ask("dump")["places"] == after["places"]


def test_killed_after_each_write_in_turn_it_leaves_nothing(desk, before, whole):
    done, after = whole
    writes = [at for at, word in enumerate(done["words"], start=1) if word in WRITES]
    codes = [desk.order("close", statement=statement)[0] for statement in writes]
    assert codes == [KILLED] * len(writes)
    assert desk.ask("dump")["exact"] == before["exact"]
    desk.ask("close")
    assert desk.ask("dump")["places"] == after["places"]


def test_killed_between_statements_it_leaves_nothing(desk, before, whole):
    done, after = whole
    codes = [desk.order("close", call=done["calls"] * sixth // 6)[0] for sixth in range(1, 6)]
    assert codes == [KILLED] * 5
    assert desk.ask("dump")["exact"] == before["exact"]
    desk.ask("close")
    assert desk.ask("dump")["places"] == after["places"]


def test_killed_once_it_is_done_it_leaves_all(desk, whole):
    _done, after = whole
    assert desk.order("close", statement=AFTER_ALL) == (KILLED, None)
    assert desk.ask("dump")["places"] == after["places"]
    desk.ask("close")
    assert desk.ask("dump")["places"] == after["places"]


@pytest.mark.parametrize(("fifth", "steps"), [(0, 0), (1, 1), (3, 1), (5, 2)])
def test_killed_run_due_leaves_whole_steps_and_goes_on(desk, due_states, fifth, steps):
    statements, states = due_states
    desk.ask("want_figures_at_once")
    killed = desk.order("do_what_is_due", statement=max(1, statements * fifth // 5))
    assert killed == (KILLED, None)
    assert desk.ask("dump")["places"] == states[steps]["places"]
    desk.ask("do_what_is_due")
    assert desk.ask("dump")["places"] == states[-1]["places"]


def test_run_due_killed_between_the_end_and_the_figures_counts_days_later(desk):
    ended = desk.ask("do_what_is_due")
    assert ended["did"] == {"ended": 1, "counted": 0, "repeated": 0, "failed": 0}
    first = desk.ask("dump")
    counted = desk.ask("do_what_is_due", days=2)
    after = desk.ask("dump")
    desk.lay_back()
    assert desk.order("do_what_is_due", statement=AFTER_ALL) == (KILLED, None)
    assert desk.ask("dump")["places"] == first["places"]
    middle = len(counted["words"]) // 2
    assert desk.order("do_what_is_due", days=2, statement=middle) == (KILLED, None)
    assert desk.ask("dump")["places"] == first["places"]
    assert desk.ask("do_what_is_due", days=2)["did"]["counted"] == 1
    assert desk.ask("dump")["places"] == after["places"]
