"""What a person lets go to a record store, as a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.domain.record_consents import StoreChoice
from assessments.record_enums import RecordKind

LEVELS = "levels"


class RecordConsentForm(forms.Form):
    """Nothing is ticked until the person ticks it."""

    kinds = forms.MultipleChoiceField(
        label=_("What may go there"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: nothing is sent."),
    )

    def __init__(self, *args: Any, choice: StoreChoice, **kwargs: Any) -> None:
        """Make the form.

        Args:
            choice: the store, and what was chosen before.
        """
        ticked = [*choice.chosen, *([LEVELS] if choice.with_levels else [])]
        super().__init__(*args, initial={"kinds": ticked}, auto_id=f"id_{choice.pk}_%s", **kwargs)
        self.fields["kinds"].choices = _offered(choice)

    def clean_kinds(self) -> list[str]:
        """Refuse a level without the competence that it is of."""
        kinds = self.cleaned_data["kinds"]
        if LEVELS in kinds and RecordKind.SELF_EVALUATED not in kinds:
            raise forms.ValidationError(
                _("A level goes only with its competence: tick that too, or leave the level out.")
            )
        return kinds

    @property
    def chosen(self) -> dict[str, Any]:
        """Return the kinds, and whether the level goes along; of a valid form."""
        kinds = self.cleaned_data["kinds"]
        return {
            "kinds": [kind for kind in kinds if kind != LEVELS],
            "with_levels": LEVELS in kinds,
        }


def _offered(choice: StoreChoice) -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = [
        (kind, RecordKind(kind).label) for kind in RecordKind.values if kind in choice.offered
    ]
    if RecordKind.SELF_EVALUATED in choice.offered:
        rows.append(
            (LEVELS, _("The level too, of competences that I share with a manager at that moment"))
        )
    return rows
