"""What the editor's form has of each kind: its rows, its own fields, and how they become parts."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.domain.question_parts import Option
from assessments.domain.question_rules import Fault
from assessments.enums import QuestionKind
from assessments.forms.question_rows import (
    BilingualForm,
    ItemRow,
    NumberRow,
    OptionRow,
    PairRow,
    Questions,
    Row,
    Rows,
    WordsField,
    first,
    rows_of,
)

Parts = dict[str, Any]


class Shape:
    """A kind without anything of its own; the base of the others.

    Attributes:
        row: the class of its rows; None when it has none.
        ordered: whether the editor moves rows.
        help: how to fill in the rows.
    """

    row: type[Row] | None = None
    ordered = False
    help: Any = ""

    @property
    def rows(self) -> type[Rows] | None:
        return rows_of(self.row, ordered=self.ordered) if self.row else None

    def add_fields(self, form: BilingualForm) -> None:
        """Add fields of the kind that stand outside its rows."""

    def initial_of(self, questions: Questions) -> dict[str, Any]:
        """Return what those fields hold at first."""
        return {}

    def parts(self, form: BilingualForm, rows: Sequence[Row], language: str) -> Parts:
        """Return the fields of ParsedQuestion that the kind fills, in a language."""
        raise NotImplementedError

    def in_turn(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows in the order in which faults count their parts."""
        return list(rows)

    def faults(self, rows: Sequence[Row], language: str) -> Iterator[Fault]:
        """Yield what only a form with two languages can get wrong."""
        yield from ()


class ChoiceShape(Shape):
    row = OptionRow
    ordered = True

    def __init__(self, help: Any) -> None:
        self.help = help

    def parts(self, form: BilingualForm, rows: Sequence[Row], language: str) -> Parts:
        return {"options": tuple(row.part(language) for row in rows)}


class TrueFalseShape(Shape):
    help = _("Say what is right, and what somebody reads who chooses the one or the other.")
    names = ("true", "false")

    def add_fields(self, form: BilingualForm) -> None:
        form.fields["right"] = forms.ChoiceField(
            label=_("Right answer"),
            choices=[("true", _("True")), ("false", _("False"))],
            widget=forms.RadioSelect,
        )
        form.add_words("true_feedback", _("Feedback to “True”"), WordsField)
        form.add_words("false_feedback", _("Feedback to “False”"), WordsField)

    def initial_of(self, questions: Questions) -> dict[str, Any]:
        is_true = first(questions).options[0].weight > 0
        initial = {"right": "true" if is_true else "false"}
        for code, question in questions.items():
            for name, option in zip(self.names, question.options, strict=True):
                initial[f"{name}_feedback_{code}"] = option.feedback
        return initial

    def parts(self, form: BilingualForm, rows: Sequence[Row], language: str) -> Parts:
        right = form.cleaned_data.get("right")
        return {
            "options": tuple(
                Option("", Decimal(name == right), form.words(f"{name}_feedback", language))
                for name in self.names
            )
        }


class MatchingShape(Shape):
    row = PairRow
    help = _("A right side without a left one is a distractor: it fits nothing.")

    def parts(self, form: BilingualForm, rows: Sequence[Row], language: str) -> Parts:
        return {
            "pairs": tuple(row.part(language) for row in rows if row.is_pair),
            "distractors": tuple(row.part(language).right for row in rows if not row.is_pair),
        }

    def in_turn(self, rows: Sequence[Row]) -> list[Row]:
        return sorted(rows, key=lambda row: not row.is_pair)

    def faults(self, rows: Sequence[Row], language: str) -> Iterator[Fault]:
        for row in rows:
            if row.is_pair and not row.words("left", language):
                row.add_error(f"left_{language}", _("An answer has no text."))
        yield from ()


class OrderingShape(Shape):
    row = ItemRow
    ordered = True
    help = _("The items stand in the right order; change their places to change it.")

    def parts(self, form: BilingualForm, rows: Sequence[Row], language: str) -> Parts:
        return {"items": tuple(row.part(language) for row in rows)}


class NumericShape(Shape):
    row = NumberRow
    help = _("At least one number has the weight 100; without a weight it is 100.")

    def add_fields(self, form: BilingualForm) -> None:
        form.add_words("other", _("Feedback to any other number"), WordsField)

    def initial_of(self, questions: Questions) -> dict[str, Any]:
        return {f"other_{code}": row.wrong_feedback for code, row in questions.items()}

    def parts(self, form: BilingualForm, rows: Sequence[Row], language: str) -> Parts:
        return {
            "answers": tuple(row.part(language) for row in rows),
            "wrong_feedback": form.words("other", language),
        }


SHAPES: dict[str, Shape] = {
    QuestionKind.SINGLE_CHOICE: ChoiceShape(
        _("The right answer has the weight 100, every other one 0.")
    ),
    QuestionKind.SITUATIONAL: ChoiceShape(
        _("The best answer has the weight 100; an answer that is partly right has less.")
    ),
    QuestionKind.MULTIPLE_RESPONSE: ChoiceShape(
        _("The right answers share 100 in equal parts; a wrong one has 0 or less.")
    ),
    QuestionKind.TRUE_FALSE: TrueFalseShape(),
    QuestionKind.MATCHING: MatchingShape(),
    QuestionKind.ORDERING: OrderingShape(),
    QuestionKind.NUMERIC: NumericShape(),
}
