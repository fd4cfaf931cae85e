"""What an answer and its certainty say together: the whole table."""

import pytest
from django.utils import translation

from assessments.domain.certainty import counted, knowledge_of
from assessments.domain.certainty_words import knowledge_lines
from assessments.enums import Certainty, Knowledge, Outcome

TABLE = {
    Outcome.RIGHT: ("lucky", "solid", "solid", "right"),
    Outcome.PARTLY: ("gap", "gap", "gap", "partly_right"),
    Outcome.WRONG: ("gap", "gap", "misconception", "not_right"),
    Outcome.DONT_KNOW: ("gap", "gap", "gap", "gap"),
    Outcome.OPEN: (None, None, None, None),
}
COLUMNS = (*Certainty.values, "")


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_and_certainty_has_its_meaning(outcome):
    found = tuple(knowledge_of(outcome, certainty) for certainty in COLUMNS)
    assert found == TABLE[outcome]


def test_counted_keeps_the_order_and_leaves_out_zeros():
    kinds = [Knowledge.GAP, None, Knowledge.SOLID, Knowledge.GAP]
    assert list(counted(kinds).items()) == [(Knowledge.SOLID, 1), (Knowledge.GAP, 2)]


def test_words_say_how_often_each_kind_occurs():
    with translation.override("en"):
        lines = knowledge_lines([Knowledge.LUCKY, Knowledge.LUCKY, Knowledge.MISCONCEPTION, None])
    assert lines == ["2 lucky guesses", "1 misconception"]


def test_partly_right_is_not_called_wrong():
    with translation.override("nl"):
        lines = knowledge_lines([Knowledge.NOT_RIGHT, Knowledge.PARTLY_RIGHT, Knowledge.RIGHT])
    assert lines == ["1 juist", "1 deels juist", "1 niet juist"]


def test_words_of_nothing_are_empty():
    assert knowledge_lines([None, None]) == []
