"""A new access token of the read API, as a form."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput

from assessments.domain.api_tokens import latest_last_day, usual_last_day
from assessments.models import ApiScope, ApiToken
from cms.accounts.permissions import kept_organisations


class ApiTokenForm(WagtailAdminModelForm):
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it opens"),
        choices=ApiScope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Only what the other system needs."),
    )

    class Meta:
        model = ApiToken
        fields = ["organisation", "name", "scopes", "expires_on"]
        widgets = {"expires_on": AdminDateInput}
        help_texts = {
            "name": gettext_lazy("Which system uses it, such as the dashboard of the HR office."),
            "expires_on": gettext_lazy("At most two years from today."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = kept_organisations(self.for_user).order_by("name")
        self.fields["organisation"].queryset = own
        if len(own) == 1:
            self.fields["organisation"].initial = own[0]
        self.fields["expires_on"].initial = usual_last_day(timezone.localdate())

    def clean_expires_on(self) -> date:
        """Refuse a day that has been, and one that is too far away."""
        chosen, today = self.cleaned_data["expires_on"], timezone.localdate()
        if chosen < today:
            raise forms.ValidationError(_("This day has been."))
        if chosen > latest_last_day(today):
            latest = date_format(latest_last_day(today), "DATE_FORMAT")
            raise forms.ValidationError(_("Choose %(day)s or earlier.") % {"day": latest})
        return chosen
