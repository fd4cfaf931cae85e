"""How an organisation reads the age of evidence, keeps it, and counts an hour, as a form."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from assessments.models import EvidencePolicy


class EvidencePolicyForm(WagtailAdminModelForm):
    class Meta:
        model = EvidencePolicy
        fields = [
            "current_months", "expired_months", "kept_months", "snapshot_days", "hourly_cost"
        ]  # fmt: skip
        help_texts = {
            "kept_months": _("Empty: kept until the person deletes it."),
            "snapshot_days": _("In these days a round that has ended can be opened again."),
            "hourly_cost": _("Empty: management summaries tell hours without an amount."),
        }

    def clean(self) -> dict[str, Any]:
        """Refuse ages that do not follow each other."""
        cleaned = super().clean()
        current, expired = cleaned.get("current_months"), cleaned.get("expired_months")
        kept = cleaned.get("kept_months")
        if current and expired and expired <= current:
            self.add_error("expired_months", _("Evidence expires later than it is current."))
        if kept and expired and kept < expired:
            self.add_error("kept_months", _("Evidence is kept at least until it expires."))
        return cleaned
