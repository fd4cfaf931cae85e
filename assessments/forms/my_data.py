"""The forms that ask whether somebody is sure."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User


class DeleteAccountForm(forms.Form):
    """The person types the address of the account, so that nobody deletes one by a slip."""

    email = forms.CharField(
        label=_("Type your e-mail address to confirm"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, user: User) -> None:
        """Make the form.

        Args:
            user: whose account it is.
        """
        super().__init__(data)
        self.user = user

    def clean_email(self) -> str:
        """Refuse another address than the account's."""
        email = self.cleaned_data["email"].strip().lower()
        if email != self.user.email.lower():
            raise forms.ValidationError(_("This is not the address of your account."))
        return email
