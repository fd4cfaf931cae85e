"""The rows of the editor's form: options, pairs, items or numbers, in both languages side by side.

A row without words is left out. Each row says what it holds as a part of the question in one
language, and in which of its fields a fault of that part belongs.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assessments.domain.question_parts import NumericAnswer, Option, Pair, ParsedQuestion
from assessments.domain.question_rules import MAX_DIGITS, MAX_PARTS, weight_fault

EMPTY_ROWS = 3
_HUNDRED = Decimal(100)
Questions = Mapping[str, ParsedQuestion]


class WordsField(forms.CharField):
    """Words of any length; line breaks are the same whatever the browser sends."""

    def __init__(self, *, rows: int = 2, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        """Return the words with plain line breaks."""
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


class WeightField(forms.DecimalField):
    """A share of the points in hundredths, as a Decimal from -1 to 1."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, localize=True, label=_("Weight (%)"), **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        """Return the weight.

        Raises:
            ValidationError: when it is no number, too large or too fine.
        """
        percent = super().clean(value)
        if percent is None:
            return None
        if message := weight_fault(percent):
            raise forms.ValidationError(message)
        return percent / _HUNDRED


class BilingualForm(forms.Form):
    """Fields that stand there once in each language, and fields that do not."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairs: list[list[str]] = []
        self.add_fields()

    def add_fields(self) -> None:
        raise NotImplementedError

    def add_words(self, name: str, label: Any, field: type[forms.Field], **more: Any) -> None:
        """Add a field in each language, with the language in its label."""
        names = []
        for code, language in settings.LANGUAGES:
            names.append(f"{name}_{code}")
            self.fields[names[-1]] = field(label=f"{label} ({language})", **more)
            self.fields[names[-1]].widget.attrs["lang"] = code
        self.pairs.append(names)

    @property
    def bilingual(self) -> list[list[forms.BoundField]]:
        """Return the fields in each language, those of one thing together."""
        return [[self[name] for name in names] for names in self.pairs]

    @property
    def single(self) -> list[forms.BoundField]:
        """Return the other fields that show."""
        paired = {name for names in self.pairs for name in names}
        return [field for field in self.visible_fields() if field.name not in paired]

    def words(self, name: str, language: str) -> str:
        """Return what a field says in a language; empty when it is not valid."""
        return self.cleaned_data.get(f"{name}_{language}") or ""

    def has_words(self, language: str) -> bool:
        """Return whether any field in a language is filled."""
        filled = (name for names in self.pairs for name in names if name.endswith(f"_{language}"))
        return any(self.cleaned_data.get(name) for name in filled)


class Row(BilingualForm):
    """One row; `text_field` is where a fault of the part belongs."""

    text_field = "text_{language}"
    legend: Any = _("Answer")

    @property
    def is_filled(self) -> bool:
        return any(self.has_words(code) for code, _name in settings.LANGUAGES)

    @classmethod
    def initial_of(cls, questions: Questions) -> list[dict[str, Any]]:
        """Return what the rows of a question hold at first; its languages have the same parts."""
        raise NotImplementedError

    def part(self, language: str) -> Any:
        """Return what the row holds in a language."""
        raise NotImplementedError


class OptionRow(Row):
    def add_fields(self) -> None:
        self.add_words("text", _("Answer"), WordsField)
        self.fields["weight"] = WeightField()
        self.add_words("feedback", _("Feedback to this answer"), WordsField)

    @classmethod
    def initial_of(cls, questions: Questions) -> list[dict[str, Any]]:
        rows = [{"weight": percent(row.weight)} for row in first(questions).options]
        for code, question in questions.items():
            for row, option in zip(rows, question.options, strict=True):
                row.update({f"text_{code}": option.text, f"feedback_{code}": option.feedback})
        return rows

    def part(self, language: str) -> Option:
        weight = self.cleaned_data.get("weight") or Decimal(0)
        return Option(self.words("text", language), weight, self.words("feedback", language))


class PairRow(Row):
    """A pair, or a right side that fits no left one."""

    text_field = "right_{language}"
    legend = _("Pair")

    def add_fields(self) -> None:
        self.add_words("left", _("Left side"), WordsField)
        self.add_words("right", _("Right side"), WordsField)

    @property
    def is_pair(self) -> bool:
        return any(self.words("left", code) for code, _name in settings.LANGUAGES)

    @classmethod
    def initial_of(cls, questions: Questions) -> list[dict[str, Any]]:
        one = first(questions)
        rows: list[dict[str, Any]] = [{} for _part in (*one.pairs, *one.distractors)]
        for code, question in questions.items():
            spare = [Pair("", right) for right in question.distractors]
            for row, pair in zip(rows, [*question.pairs, *spare], strict=True):
                row.update({f"left_{code}": pair.left, f"right_{code}": pair.right})
        return rows

    def part(self, language: str) -> Pair:
        return Pair(self.words("left", language), self.words("right", language))


class ItemRow(Row):
    legend = _("Item")

    def add_fields(self) -> None:
        self.add_words("text", _("Item"), WordsField)

    @classmethod
    def initial_of(cls, questions: Questions) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = [{} for _item in first(questions).items]
        for code, question in questions.items():
            for row, item in zip(rows, question.items, strict=True):
                row[f"text_{code}"] = item
        return rows

    def part(self, language: str) -> str:
        return self.words("text", language)


class NumberRow(Row):
    text_field = "value"
    legend = _("Number")

    def add_fields(self) -> None:
        digits = {"max_digits": 2 * MAX_DIGITS, "decimal_places": MAX_DIGITS, "localize": True}
        self.fields["value"] = forms.DecimalField(label=_("Number"), required=False, **digits)
        self.fields["tolerance"] = forms.DecimalField(
            label=_("Margin on either side"), required=False, min_value=0, **digits
        )
        self.fields["weight"] = WeightField()
        self.add_words("feedback", _("Feedback to this answer"), WordsField)

    @property
    def is_filled(self) -> bool:
        return self.cleaned_data.get("value") is not None or super().is_filled

    def clean(self) -> dict[str, Any]:
        """Refuse a row with words or a margin and no number."""
        has_more = super().is_filled or self.cleaned_data.get("tolerance")
        if has_more and self.cleaned_data.get("value") is None and "value" not in self.errors:
            self.add_error("value", _("Write the number that this is about."))
        return self.cleaned_data

    @classmethod
    def initial_of(cls, questions: Questions) -> list[dict[str, Any]]:
        rows = [
            {"value": row.value, "tolerance": row.tolerance, "weight": percent(row.weight)}
            for row in first(questions).answers
        ]
        for code, question in questions.items():
            for row, answer in zip(rows, question.answers, strict=True):
                row[f"feedback_{code}"] = answer.feedback
        return rows

    def part(self, language: str) -> NumericAnswer:
        return NumericAnswer(
            self._number("value", Decimal(0)),
            self._number("tolerance", Decimal(0)),
            self._number("weight", Decimal(1)),
            self.words("feedback", language),
        )

    def _number(self, name: str, absent: Decimal) -> Decimal:
        number = self.cleaned_data.get(name)
        return absent if number is None else number


class Rows(forms.BaseFormSet):
    """The rows that there are and some empty ones; the place decides the order where it can."""

    @property
    def filled(self) -> list[Row]:
        """Return the rows with words in their order, also where one of them is not valid."""
        rows = sorted(self.forms, key=_place) if self.can_order else self.forms
        return [row for row in rows if row.is_filled]

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if self.can_order:
            form.fields["ORDER"].label = _("Place")


def _place(row: Row) -> tuple[float, int]:
    """Return what rows are sorted by; one that is moved to a place of another takes that place."""
    place = getattr(row, "cleaned_data", {}).get("ORDER")
    before = row.initial.get("ORDER", row.fields["ORDER"].initial)
    if place is None:
        return float("inf"), 0
    if before == place:
        return place, 0
    return place, 1 if before is not None and before < place else -1


def rows_of(row: type[Row], *, ordered: bool) -> type[Rows]:
    """Return the class of a set of rows; more than the alphabet holds cannot be sent."""
    return forms.formset_factory(
        row,
        formset=Rows,
        extra=EMPTY_ROWS,
        can_order=ordered,
        max_num=MAX_PARTS + EMPTY_ROWS,
        absolute_max=MAX_PARTS + EMPTY_ROWS,
    )


def first(questions: Questions) -> ParsedQuestion:
    """Return a question in the first of its languages."""
    return next(iter(questions.values()))


def percent(weight: Decimal) -> Decimal:
    """Return a weight in hundredths, without needless zeros."""
    return Decimal(f"{(weight * _HUNDRED).normalize():f}")
