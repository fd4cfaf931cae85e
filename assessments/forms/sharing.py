"""The steps of making a share: with whom, and what."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.domain.shares import SharedItems, chosen
from assessments.domain.sharing import Offer

GONE = _("This can no longer be shared. Choose again.")


def _number(value: str) -> int:
    return int(value)


class ManagerForm(forms.Form):
    """One of the managers who see the person's team."""

    manager = forms.TypedChoiceField(
        label=_("Who may see it?"),
        widget=forms.RadioSelect,
        coerce=_number,
        error_messages={
            "required": _("Choose one person."),
            "invalid_choice": _("This person cannot see your team. Choose somebody else."),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, offer: Offer) -> None:
        """Make the form.

        Args:
            offer: what the person may share, and with whom.
        """
        super().__init__(data)
        self.fields["manager"].choices = offer.managers


class _ManyField(forms.TypedMultipleChoiceField):
    """Some of the person's own things."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, coerce=_number, error_messages={"invalid_choice": GONE}, **kwargs
        )


class ItemsForm(forms.Form):
    """At least one thing to share."""

    competences = _ManyField(label=_("Competences from your profile"))
    actions = _ManyField(label=_("Actions that are running"))
    activities = _ManyField(label=_("Learning activities"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, offer: Offer) -> None:
        """Make the form; a group of which the person has nothing is left out.

        Args:
            offer: what the person may share, and with whom.
        """
        super().__init__(data)
        for name in ("competences", "actions", "activities"):
            choices = getattr(offer, name)
            if choices:
                self.fields[name].choices = choices
            else:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Refuse an empty choice."""
        values = super().clean() or {}
        if not self.errors and not any(values.values()):
            raise forms.ValidationError(_("Choose at least one thing to share."))
        return values

    def items(self) -> SharedItems:
        """Return the choice of a valid form."""
        values = self.cleaned_data
        return chosen(*(values.get(name, ()) for name in ("competences", "actions", "activities")))
