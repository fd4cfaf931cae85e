"""The form of one question: a class per shape, the same fields for a quiz and a lesson."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from assessments.domain.question_words import QuestionWords, shown_keys
from assessments.domain.scoring import parse_number
from assessments.domain.starting import EXTRA_TIMES
from assessments.enums import Certainty, QuestionKind

DONT_KNOW = "dont_know"
NO_ANSWER = _("Give an answer, or choose “I don't know”.")
NOT_OFFERED = _("Choose one of the answers that are offered.")
ERRORS = {"required": NO_ANSWER, "invalid_choice": NOT_OFFERED, "invalid_list": NOT_OFFERED}


class AnswerForm(forms.Form):
    """What every question asks: an answer in some shape, and how sure somebody is.

    The button "I don't know" is an answer too: with it the fields play no part.
    """

    shape = ""
    use_required_attribute = False

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        question: QuestionWords,
        seed: str,
        response: Mapping[str, Any] | None = None,
        certainty: str = "",
    ) -> None:
        """Make the form of a question.

        Args:
            data: what was sent.
            question: the question in the language of the page.
            seed: decides the order of what is shown shuffled.
            response, certainty: the answer that was given before.
        """
        super().__init__(data, auto_id=f"id_{question.version_id}_%s")
        self.question = question
        self.seed = seed
        self.add_answer_fields()
        self.fields["certainty"] = forms.ChoiceField(
            choices=Certainty.choices,
            widget=forms.RadioSelect,
            required=False,
            label=_("How sure are you?"),
            error_messages=ERRORS,
        )
        if response:
            self.initial = self.initial_of(response)
        self.initial["certainty"] = certainty
        if self.says_dont_know:
            self.fields.clear()

    @property
    def says_dont_know(self) -> bool:
        return self.is_bound and DONT_KNOW in self.data

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        """Return the fields of the answer, without how sure somebody is."""
        return [self[name] for name in self.fields if name != "certainty"]

    def given(self) -> dict[str, Any]:
        """Return the arguments of `give_answer` that a valid form says."""
        if self.says_dont_know:
            return {"dont_know": True}
        return {"response": self.response(), "certainty": self.cleaned_data["certainty"]}

    def add_answer_fields(self) -> None:
        raise NotImplementedError

    def initial_of(self, response: Mapping[str, Any]) -> dict[str, Any]:
        raise NotImplementedError

    def response(self) -> dict[str, Any]:
        raise NotImplementedError


class ChoiceForm(AnswerForm):
    """One of the options: single choice, true or false, situational judgement."""

    shape = "choice"

    def add_answer_fields(self) -> None:
        self.fields["choice"] = forms.ChoiceField(
            choices=self.question.options,
            widget=forms.RadioSelect,
            label=_("Your answer"),
            error_messages=ERRORS,
        )

    def initial_of(self, response: Mapping[str, Any]) -> dict[str, Any]:
        return {"choice": response["choice"]}

    def response(self) -> dict[str, Any]:
        return {"choice": self.cleaned_data["choice"]}


class MultipleForm(AnswerForm):
    """Any number of the options."""

    shape = "choice"

    def add_answer_fields(self) -> None:
        self.fields["choices"] = forms.MultipleChoiceField(
            choices=self.question.options,
            widget=forms.CheckboxSelectMultiple,
            label=_("Your answer"),
            help_text=_("More than one answer can be right."),
            error_messages=ERRORS,
        )

    def initial_of(self, response: Mapping[str, Any]) -> dict[str, Any]:
        return {"choices": response["choices"]}

    def response(self) -> dict[str, Any]:
        return {"choices": self.cleaned_data["choices"]}


class RowsForm(AnswerForm):
    """A list to choose from for each row; the base of matching and ordering."""

    shape = "rows"
    hint: Any = ""

    def add_row(self, name: str, label: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name] = forms.ChoiceField(
            choices=[("", _("Choose")), *choices], label=label, error_messages=ERRORS
        )


class MatchingForm(RowsForm):
    """One right side for each left side."""

    hint = _("Choose from each list what belongs to it.")

    def add_answer_fields(self) -> None:
        words = self.question.words
        choices = [(key, words[key]) for key in shown_keys(self.question, seed=self.seed)]
        for key in self.question.structure["left"]:
            self.add_row(f"left-{key}", self.question.left[key], choices)

    def initial_of(self, response: Mapping[str, Any]) -> dict[str, Any]:
        return {f"left-{key}": value for key, value in response["pairs"].items()}

    def response(self) -> dict[str, Any]:
        left = self.question.structure["left"]
        return {"pairs": {key: self.cleaned_data[f"left-{key}"] for key in left}}


class OrderingForm(RowsForm):
    """A place for each item, each place once."""

    hint = _("Choose a place for each item; 1 comes first, and each place is used once.")

    def add_answer_fields(self) -> None:
        keys = shown_keys(self.question, seed=self.seed)
        places = [(str(place), str(place)) for place in range(1, len(keys) + 1)]
        for key in keys:
            self.add_row(f"item-{key}", self.question.words[key], places)

    def initial_of(self, response: Mapping[str, Any]) -> dict[str, Any]:
        return {f"item-{key}": str(place) for place, key in enumerate(response["order"], 1)}

    def clean(self) -> dict[str, Any]:
        places = {name: value for name, value in self.cleaned_data.items() if name != "certainty"}
        times = Counter(places.values())
        for name, place in places.items():
            if times[place] > 1:
                message = _("Place %(place)s is chosen more than once.") % {"place": place}
                self.add_error(name, message)
        return self.cleaned_data

    def response(self) -> dict[str, Any]:
        order = sorted(
            self.question.structure["order"],
            key=lambda key: int(self.cleaned_data[f"item-{key}"]),
        )
        return {"order": order}


class NumericForm(AnswerForm):
    """A number, with a comma or a point for decimals."""

    shape = "number"

    def add_answer_fields(self) -> None:
        self.fields["value"] = forms.CharField(
            max_length=40,
            label=_("Your answer"),
            help_text=_("A number; a comma or a point marks the decimals."),
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            error_messages={
                "required": NO_ANSWER,
                "max_length": _("A number has at most %(limit_value)d characters."),
            },
        )

    def initial_of(self, response: Mapping[str, Any]) -> dict[str, Any]:
        return {"value": response["value"]}

    def clean_value(self) -> str:
        value = self.cleaned_data["value"]
        if parse_number(value) is None:
            raise forms.ValidationError(_("Write a number in digits, such as 4,5 or 4.5."))
        return value

    def response(self) -> dict[str, Any]:
        return {"value": self.cleaned_data["value"]}


FORMS: dict[str, type[AnswerForm]] = {
    QuestionKind.SINGLE_CHOICE: ChoiceForm,
    QuestionKind.TRUE_FALSE: ChoiceForm,
    QuestionKind.SITUATIONAL: ChoiceForm,
    QuestionKind.MULTIPLE_RESPONSE: MultipleForm,
    QuestionKind.MATCHING: MatchingForm,
    QuestionKind.ORDERING: OrderingForm,
    QuestionKind.NUMERIC: NumericForm,
}


def answer_form(
    question: QuestionWords, data: Mapping[str, Any] | None = None, **saved: Any
) -> AnswerForm:
    """Return the form of a question; `saved` are the keyword arguments of AnswerForm."""
    return FORMS[question.kind](data, question=question, **saved)


class ExtraTimeForm(forms.Form):
    """How much longer than the limit somebody wants to take; nobody asks why."""

    extra_time = forms.TypedChoiceField(
        coerce=int,
        choices=[
            (0, _("No extra time")),
            *(
                (percent, format_lazy(_("{percent}% more time"), percent=percent))
                for percent in EXTRA_TIMES[1:]
            ),
        ],
        label=_("Do you need more time?"),
        help_text=_("For everyone who reads or types more slowly. Only you know it."),
    )
