"""What comes in about the report of a team by mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.report_enums import Rhythm


class ReportMailForm(forms.Form):
    """How often the report comes; never is a choice like the others."""

    rhythm = forms.ChoiceField(
        label=_("How often do you want this report by mail?"),
        choices=[("", _("Never")), *Rhythm.choices],
        required=False,
        widget=forms.RadioSelect,
    )

    @property
    def chosen(self) -> Rhythm | None:
        """Return what was filled in; call it on a valid form."""
        value = self.cleaned_data["rhythm"]
        return Rhythm(value) if value else None
