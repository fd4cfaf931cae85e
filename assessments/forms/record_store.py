"""The record store of an organisation, as its administrator sets it."""

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assessments.domain.record_stores import StoreSettings, needs_secret
from assessments.models import RecordStore
from assessments.record_enums import RecordKind, XapiVersion
from cms.visiting import is_public


class RecordStoreForm(forms.Form):
    """The secret is never shown again: an empty field keeps the one that is stored."""

    endpoint = forms.URLField(
        label=_("Address"),
        max_length=300,
        assume_scheme="https",
        help_text=_("Of the store, without “/statements” at the end. It begins with https://."),
    )
    key = forms.CharField(label=_("Key (user name)"), max_length=200)
    secret = forms.CharField(
        label=_("Secret (password)"),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("It is kept sealed and not shown again. Empty: the one that is kept stays."),
    )
    version = forms.ChoiceField(label=_("Version of xAPI"), choices=XapiVersion.choices)
    kinds = forms.MultipleChoiceField(
        label=_("What people may let go there"),
        choices=RecordKind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each person chooses from this. What you add, nobody has agreed to yet."),
    )
    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        help_text=_("From then on people find the choice under My data. What was done before, or "
                    "while the store is off, is never sent."),
    )  # fmt: skip

    def __init__(self, *args: Any, store: RecordStore, **kwargs: Any) -> None:
        """Make the form.

        Args:
            store: as it is stored; the secret is not read.
        """
        names = ("endpoint", "key", "version", "kinds", "is_active")
        initial = {name: getattr(store, name) for name in names}
        super().__init__(*args, initial=initial, **kwargs)
        self.store = store

    def clean_endpoint(self) -> str:
        """Refuse an address that is not encrypted, carries more than a place, or lies inside."""
        endpoint = self.cleaned_data["endpoint"]
        parts = urlsplit(endpoint)
        if parts.scheme != "https" and (
            settings.PEIL_RECORD_STORES_HTTPS_ONLY or parts.scheme != "http"
        ):
            raise forms.ValidationError(_("The address must begin with https://."))
        if parts.username or parts.query or parts.fragment:
            raise forms.ValidationError(_("Give the address without a name, “?” or “#” in it."))
        if not settings.PEIL_RECORD_STORES_MAY_BE_PRIVATE and _is_inner(parts.hostname or ""):
            raise forms.ValidationError(
                _("This address lies in an inner network; Peil may not ask there.")
            )
        return endpoint

    def clean(self) -> dict[str, Any]:
        """Ask for the secret where none may be used: at first, and for another host."""
        cleaned = super().clean() or {}
        endpoint = cleaned.get("endpoint")
        if endpoint and not cleaned.get("secret") and needs_secret(self.store, endpoint):
            self.add_error("secret", _("Enter the secret: none is kept for this address."))
        return cleaned

    def chosen(self) -> StoreSettings:
        """Return what was filled in; of a valid form."""
        return StoreSettings(**self.cleaned_data)


def _is_inner(host: str) -> bool:
    """Return whether a host is written as an address of an inner network; names are not asked."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        ip_address(host)
    except ValueError:
        return False
    return not is_public(host)
