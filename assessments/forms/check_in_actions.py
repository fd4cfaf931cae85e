"""The step of a check-in that plans actions, as a form of three rows."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.domain.actions import MOST, ActionDraft
from assessments.forms.check_ins import LEVELS, LINE, NOT_OFFERED, TOO_LONG, StepForm
from assessments.models import Action
from training.domain.framework import CompetenceInfo
from training.enums import ActivityKind

NAMES = ("competence_id", "to_level", "what", "until")
MORE = ("kind", "support", "support_shared", "evidence")
ALL = (*NAMES, *MORE)
Pairs = list[tuple[forms.BoundField, str]]
MESSAGES = {
    "required": _("Fill this in, or empty the whole row."),
    "invalid_choice": NOT_OFFERED,
    "invalid": _("Give a day, such as 31-12-2026."),
}


class ActionsForm(StepForm):
    """Up to three actions; a row that is left empty is no action."""

    numbers = range(1, MOST + 1)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        competences: Collection[CompetenceInfo],
        levels: Mapping[int, int],
        labels: Mapping[int, str],
        actions: Iterable[Action],
        today: date,
    ) -> None:
        """Make the form.

        Args:
            competences: that an action may be about.
            levels: where the person stands, by competence id.
            labels: of the levels.
            actions: the drafts that are stored.
        """
        super().__init__(data)
        self.levels, self.labels, self.today = levels, labels, today
        places = [("", _("Choose")), *((c.id, self._place(c)) for c in competences)]
        for number in self.numbers:
            self._add(number, places)
        for number, action in enumerate(actions, 1):
            for name in ALL:
                self.initial[f"{number}-{name}"] = getattr(action, name)

    def rows(self) -> Iterator[tuple[int, Pairs, Pairs, bool]]:
        """Yield the number of each action, its fields, those of the fold, and whether it opens."""
        for number in self.numbers:
            more = self._pairs(number, MORE)
            in_use = any(field.value() or field.errors or newer for field, newer in more)
            yield number, self._pairs(number, NAMES), more, in_use

    def _pairs(self, number: int, names: Iterable[str]) -> Pairs:
        keys = [f"{number}-{name}" for name in names]
        return [(self[key], self.newer.get(key, "")) for key in keys]

    def clean(self) -> dict[str, Any]:
        """Ask for what a begun row lacks, and refuse what does not go up or lies in the past."""
        for number in self.numbers:
            self._clean_row(number)
        return self.cleaned_data

    def arguments(self) -> dict[str, Any]:
        rows = (self._row(number) for number in self.numbers)
        return {"actions": [ActionDraft(**row) for row in rows if any(row.values())]}

    def _add(self, number: int, places: list[tuple[Any, Any]]) -> None:
        self.fields[f"{number}-competence_id"] = forms.TypedChoiceField(
            choices=places,
            coerce=int,
            empty_value=None,
            label=self._label(number, gettext("Competence")),
            error_messages=MESSAGES,
        )
        self.fields[f"{number}-to_level"] = forms.TypedChoiceField(
            choices=[("", _("Choose")), *((n, self.labels.get(n, str(n))) for n in LEVELS[1:])],
            coerce=int,
            empty_value=None,
            label=self._label(number, gettext("To level")),
            error_messages=MESSAGES,
        )
        self.fields[f"{number}-what"] = forms.CharField(
            label=self._label(number, gettext("What you will do")),
            validators=[MaxLengthValidator(LINE, TOO_LONG)],
            error_messages=MESSAGES,
        )
        self.fields[f"{number}-until"] = forms.DateField(
            label=self._label(number, gettext("Until")),
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages=MESSAGES,
        )
        self._add_more(number)

    def _add_more(self, number: int) -> None:
        """Add what may be left out."""
        self.fields[f"{number}-kind"] = forms.ChoiceField(
            choices=[("", _("Not said")), *ActivityKind.choices],
            required=False,
            label=self._label(number, gettext("Kind of activity")),
            error_messages=MESSAGES,
        )
        self.fields[f"{number}-support"] = _line(
            self._label(number, gettext("What you need from your manager"))
        )
        self.fields[f"{number}-support_shared"] = forms.BooleanField(
            required=False,
            label=self._label(number, gettext("Tell my manager what I need")),
            help_text=_(
                "Goes along when you share this action with your manager. Without the tick nobody "
                "but you reads it."
            ),
        )
        self.fields[f"{number}-evidence"] = _line(
            self._label(number, gettext("What will show that it was done"))
        )

    def _label(self, number: int, text: str) -> str:
        return f"{number}. {text}"

    def _row(self, number: int) -> dict[str, Any]:
        return {name: self.cleaned_data.get(f"{number}-{name}") for name in ALL}

    def _clean_row(self, number: int) -> None:
        if not any(self.data.get(f"{number}-{name}", "").strip() for name in ALL):
            for name in NAMES:
                self.errors.pop(f"{number}-{name}", None)
            return
        self._check_row(number)

    def _check_row(self, number: int) -> None:
        row = self._row(number)
        if row["to_level"] and row["to_level"] <= self.levels.get(row["competence_id"], -1):
            self.add_error(
                f"{number}-to_level",
                gettext("Choose a level above where you are now: %(level)s.")
                % {"level": self.labels[self.levels[row["competence_id"]]]},
            )
        if row["until"] and row["until"] < self.today:
            self.add_error(f"{number}-until", gettext("Choose a day that has not passed."))

    def _place(self, competence: CompetenceInfo) -> str:
        name = f"{competence.code} {competence.name}"
        if competence.id not in self.levels:
            return name
        now = gettext("now: %(level)s") % {"level": self.labels.get(self.levels[competence.id], "")}
        return f"{name} ({now})"


class ActionForm(ActionsForm):
    """One action, outside a check-in."""

    numbers = range(1, 2)

    def action(self) -> ActionDraft:
        """Return what was filled in; call it on a valid form."""
        return ActionDraft(**self._row(1))

    def _label(self, number: int, text: str) -> str:
        return text

    def _clean_row(self, number: int) -> None:
        self._check_row(number)


class ActionEndForm(forms.Form):
    """What somebody says when an action is done or let go."""

    reason = forms.CharField(required=False, max_length=LINE)
    evidence = forms.CharField(required=False, max_length=LINE)


def _line(label: str) -> forms.CharField:
    return forms.CharField(
        required=False, label=label, validators=[MaxLengthValidator(LINE, TOO_LONG)]
    )
