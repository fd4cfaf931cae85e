"""The period of an audit report: two days that begin and end whole quarters, sent with GET."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from assessments.domain.quarters import Quarter


class PeriodForm(forms.Form):
    """Two days; a period of its own when nothing was asked.

    Args:
        quarters: those that were counted, the earliest first; at least one.
        otherwise: the first and the last quarter when nothing was asked.
    """

    first = forms.ChoiceField(label=_("From"))
    last = forms.ChoiceField(label=_("Up to and including"))

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        quarters: Sequence[Quarter],
        otherwise: tuple[Quarter, Quarter],
    ) -> None:
        days = {
            "first": otherwise[0].first_day.isoformat(),
            "last": otherwise[1].last_day.isoformat(),
        }
        super().__init__(days | {name: data[name] for name in days if name in data})
        self.begins = {quarter.first_day.isoformat(): quarter for quarter in quarters}
        self.ends = {quarter.last_day.isoformat(): quarter for quarter in quarters}
        self.fields["first"].choices = [
            (day, date_format(quarter.first_day)) for day, quarter in self.begins.items()
        ]
        self.fields["last"].choices = [
            (day, date_format(quarter.last_day)) for day, quarter in self.ends.items()
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        found = super().clean() or {}
        if len(found) == len(self.fields) and found["last"] < found["first"]:
            self.add_error("last", _("Choose a day after the first one."))
        return found

    @property
    def period(self) -> tuple[Quarter, Quarter]:
        """Return the quarters with which the period begins and ends; call it on a valid form."""
        values = self.cleaned_data
        return self.begins[values["first"]], self.ends[values["last"]]
