"""The step of a check-in that chooses what it is about."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext

from assessments.domain.checkin_focus import FocusOffer
from assessments.forms.check_ins import NOT_OFFERED, StepForm


class FocusForm(StepForm):
    """Boxes of the competences per area, of which a given number is ticked."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, offer: FocusOffer) -> None:
        super().__init__(data)
        self.offer = offer
        self.fields["focus"] = forms.TypedMultipleChoiceField(
            choices=[
                (f"{area.code}. {area.name}", [(c.id, self._name(c)) for c in area.competences])
                for area in offer.areas
            ],
            coerce=int,
            widget=forms.CheckboxSelectMultiple,
            label=ngettext(
                "Choose %(count)d competence", "Choose %(count)d competences", offer.size
            )
            % {"count": offer.size},
            error_messages={"invalid_choice": NOT_OFFERED, "required": self._wrong_number(0)},
        )
        self.initial["focus"] = [*offer.chosen]

    def clean_focus(self) -> list[int]:
        """Ask for the right number."""
        chosen = self.cleaned_data["focus"]
        if len(set(chosen)) != self.offer.size:
            raise forms.ValidationError(self._wrong_number(len(set(chosen))))
        return chosen

    def arguments(self) -> dict[str, Any]:
        return {"competence_ids": self.cleaned_data["focus"]}

    def _wrong_number(self, count: int) -> str:
        return ngettext(
            "Choose exactly %(size)d competence; you chose %(count)d.",
            "Choose exactly %(size)d competences; you chose %(count)d.",
            self.offer.size,
        ) % {"size": self.offer.size, "count": count}

    def _name(self, competence) -> str:
        name = f"{competence.code} {competence.name}"
        if competence.id not in self.offer.suggested:
            return name
        return gettext("%(name)s (suggested)") % {"name": name}
