"""Why the key of a question is corrected for answers that were given before."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RegradeForm(forms.Form):
    reason = forms.CharField(
        max_length=300,
        label=_("What was wrong with the key?"),
        help_text=_("One sentence, for those who look back later."),
    )
