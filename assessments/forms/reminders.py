"""The form with which a person pauses reminders and chooses re-checks by mail."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from assessments.domain.preferences import FOR_GOOD
from assessments.models import PersonPreference


class Pause(TextChoices):
    NO = "no", _("Yes, remind me")
    UNTIL = "until", _("Not until the day below has passed")
    FOR_GOOD = "for_good", _("No, do not remind me any more")


class RemindersForm(forms.Form):
    pause = forms.ChoiceField(
        label=_("Do you want reminders by mail?"), choices=Pause.choices, widget=forms.RadioSelect
    )
    until = forms.DateField(
        label=_("Last day without reminders"),
        help_text=_("For instance the last day of your leave."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    wants_recheck_mail = forms.BooleanField(
        label=_("Also tell me by mail when a short re-check is ready"), required=False
    )

    def __init__(
        self, *args: Any, preference: PersonPreference, today: date, **kwargs: Any
    ) -> None:
        """Make the form.

        Args:
            preference: what the person chose before.
            today: a pause that has passed is none.
        """
        super().__init__(*args, initial=_chosen(preference, today), **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Refuse a pause until a day that is missing or over; work out until when it holds."""
        cleaned = super().clean() or {}
        until = cleaned.get("until")
        cleaned["paused_until"] = {Pause.FOR_GOOD: FOR_GOOD, Pause.UNTIL: until}.get(
            cleaned.get("pause")
        )
        if cleaned.get("pause") == Pause.UNTIL and "until" not in self.errors:
            if until is None:
                self.add_error("until", _("Give the last day without reminders."))
            elif until < self.today:
                self.add_error("until", _("This day is over. Give today or a later day."))
        return cleaned


def _chosen(preference: PersonPreference, today: date) -> dict[str, Any]:
    until = preference.paused_until
    chosen: dict[str, Any] = {"wants_recheck_mail": preference.wants_recheck_mail}
    if until is None or until < today:
        return chosen | {"pause": Pause.NO}
    if until == FOR_GOOD:
        return chosen | {"pause": Pause.FOR_GOOD}
    return chosen | {"pause": Pause.UNTIL, "until": until}
