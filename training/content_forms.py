"""What comes in about the report of the content checks."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from training.domain.content_checks import Check, Finding

ALL = [("", _("All"))]


class ContentFilterForm(forms.Form):
    """Every field may be empty; what makes no sense is taken as empty."""

    check = forms.ChoiceField(
        label=_("Kind of check"), required=False, choices=[*ALL, *Check.choices]
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[*ALL, *settings.LANGUAGES]
    )
    errors = forms.BooleanField(label=_("Only what should not be live"), required=False)

    def wants(self, finding: Finding) -> bool:
        """Return whether a finding is asked for."""
        self.is_valid()
        values = self.cleaned_data
        if values.get("errors") and not finding.is_error:
            return False
        return values.get("check", "") in ("", finding.check)

    def wants_language(self, code: str) -> bool:
        """Return whether pages in a language are asked for."""
        self.is_valid()
        return self.cleaned_data.get("language", "") in ("", code)
