"""Which two days of a history are laid side by side."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

YEAR = timedelta(days=365)


class CompareForm(forms.Form):
    """Two days, sent with GET; a year ago and today when nothing was asked."""

    first = forms.DateField(
        label=_("First day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    second = forms.DateField(
        label=_("Second day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, data, *, today: date) -> None:
        days = {"first": (today - YEAR).isoformat(), "second": today.isoformat()}
        asked = {name: data[name] for name in days if name in data}
        super().__init__(asked or days)

    def clean(self) -> dict:
        """Refuse twice the same day: nothing lies between."""
        found = super().clean() or {}
        if found.get("first") and found.get("first") == found.get("second"):
            self.add_error("second", _("Choose two different days."))
        return found
