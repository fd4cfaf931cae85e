"""What comes in when people are brought into an organisation."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PeopleForm(forms.Form):
    """A file with people."""

    file = forms.FileField(
        label=_("Which file?"),
        help_text=_(
            "CSV, as a spreadsheet saves it. Columns: email and team, and if you like first_name, "
            "last_name, role_profile and language (nl or en)."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )
