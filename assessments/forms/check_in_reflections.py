"""Reflections as forms: the step of a check-in, and three quick lines from any page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from assessments.domain.reflections import ChangeResult, ReflectionText
from assessments.enums import Cause, ChangeOutcome
from assessments.forms.check_ins import LINE, NOT_OFFERED, TEXT, TOO_LONG, StepForm
from assessments.models import Reflection

RESULT = ("outcome", "outcome_note")


def _text(label, rows: int = 5, help_text="") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        validators=[MaxLengthValidator(TEXT, TOO_LONG)],
        help_text=help_text,
    )


class ReflectionForm(StepForm):
    """What works, what does not and why, an example, and what to try; first what became of that."""

    outcome = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[("", _("Not said")), *ChangeOutcome.choices],
        required=False,
        error_messages={"invalid_choice": NOT_OFFERED},
    )
    outcome_note = _text(_("What did you learn from it?"), 2)
    works = _text(_("What works well when you bring labour market information into your guidance?"))
    does_not_work = _text(_("What does not work?"))
    causes = forms.MultipleChoiceField(
        label=_("Where does that lie?"),
        choices=Cause.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("More than one may be ticked."),
        error_messages={"invalid_choice": NOT_OFFERED},
    )
    why = _text(_("Why is that so?"))
    example = _text(
        _("Which example from the past weeks shows it?"), 3, _("Leave out names of clients.")
    )
    change = _text(
        _("What small change will you try in the next four weeks?"),
        3,
        _("Your next check-in asks what became of it."),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        reflection: Reflection | None,
        earlier: Reflection | None = None,
    ) -> None:
        """Make the form.

        Args:
            reflection: what is stored for this check-in.
            earlier: the reflection whose change it asks about; without one it does not ask.
        """
        super().__init__(data)
        self.earlier = earlier
        if earlier is None:
            for name in RESULT:
                del self.fields[name]
        else:
            self.initial |= {name: getattr(earlier, name) for name in RESULT}
        if reflection is not None:
            names = [name for name in self.fields if name not in RESULT]
            self.initial |= {name: getattr(reflection, name) for name in names}

    def result_fields(self) -> list[tuple[forms.BoundField, str]]:
        """Return the fields about the earlier change; none when there is none."""
        return [(self[name], self.newer.get(name, "")) for name in RESULT if name in self.fields]

    def text_fields(self) -> list[tuple[forms.BoundField, str]]:
        """Return the fields of this reflection."""
        names = [name for name in self.fields if name not in RESULT]
        return [(self[name], self.newer.get(name, "")) for name in names]

    def arguments(self) -> dict[str, Any]:
        given = _plain(self.cleaned_data)
        result = None
        if self.earlier is not None:
            result = ChangeResult(given.pop("outcome"), given.pop("outcome_note"))
        return {"text": ReflectionText(**given), "result": result}


class QuickReflectionForm(forms.Form):
    """Three lines, from any page."""

    use_required_attribute = False

    works = _text(_("What works?"), 2)
    does_not_work = _text(_("What does not work, and why?"), 2)
    change = _text(_("What will you try?"), 2, _("Your next check-in asks what became of it."))

    def clean(self) -> dict[str, Any]:
        """Ask for one line at least."""
        if not self.errors and not any(self.cleaned_data.values()):
            self.add_error("works", _("Write at least one line."))
        return self.cleaned_data

    def text(self) -> ReflectionText:
        """Return what was written; call it on a valid form."""
        return ReflectionText(**_plain(self.cleaned_data))


class SearchForm(forms.Form):
    """Words to look for in one's own reflections."""

    q = forms.CharField(label=_("Search in my reflections"), required=False, max_length=LINE)


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was typed with plain line ends."""
    return {
        name: value.replace("\r\n", "\n") if isinstance(value, str) else tuple(value)
        for name, value in fields.items()
    }
