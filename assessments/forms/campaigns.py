"""The form of a check-in round in the administration."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput

from assessments.domain.campaign_editing import is_fixed, revise_campaign
from assessments.domain.campaigns import create_campaign
from assessments.models import Campaign
from cms.accounts.models import Team
from cms.accounts.permissions import administered_organisations
from training.domain.framework import competences_in
from training.models import Competence

FIXED_BY_ANSWERS = ("team", "purpose", "competences", "opens_at")


class TeamField(forms.ModelChoiceField):
    def label_from_instance(self, team: Team) -> str:
        """Show the tree: one dash for each step below the organisation."""
        return f"{'- ' * (team.depth - 1)}{team.name}"


class CompetenceField(forms.ModelMultipleChoiceField):
    """Competences with their names; the code alone where a name is missing."""

    names: Mapping[int, str] = {}

    def label_from_instance(self, competence: Competence) -> str:
        return self.names.get(competence.pk, competence.code)


class CampaignForm(WagtailAdminModelForm):
    team = TeamField(label=_("Asked: this team and all below it"), queryset=None)
    competences = CompetenceField(
        label=_("Competences"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Campaign
        fields = ["team", "purpose", "competences", "opens_at", "closes_at"]
        widgets = {"opens_at": AdminDateTimeInput(), "closes_at": AdminDateTimeInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations = administered_organisations(self.for_user)
        self.fields["team"].queryset = Team.objects.filter(organisation__in=organisations)
        self.fields["competences"].names = {
            competence.id: f"{competence.code} {competence.name}"
            for competence in competences_in(get_language(), extensions=True)
        }
        self.fields["competences"].queryset = Competence.objects.all()
        self._add_names()
        if self.instance.pk and is_fixed(self.instance):
            for name in FIXED_BY_ANSWERS:
                self.fields[name].disabled = True
                self.fields[name].help_text = _("Fixed: somebody has answered.")

    def clean(self) -> dict[str, Any]:
        """Refuse a round that closes before it opens."""
        cleaned = super().clean()
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("The round closes before it opens."))
        return cleaned

    def save(self, commit: bool = True) -> Campaign:
        """Make the round, or store it anew; there is no saving without storing."""
        values = {name: self.cleaned_data[name] for name in self._meta.fields}
        values["names"] = {
            code: self.cleaned_data[f"name_{code}"] for code, _language in settings.LANGUAGES
        }
        if self.instance.pk:
            return revise_campaign(campaign=self.instance, **values)
        return create_campaign(organisation=values["team"].organisation, **values)

    def _add_names(self) -> None:
        texts = self.instance.texts.all() if self.instance.pk else []
        known = {text.language: text.name for text in texts}
        for code, language in settings.LANGUAGES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name (%(language)s)") % {"language": language},
                max_length=120,
                initial=known.get(code, ""),
            )
        self.order_fields([f"name_{code}" for code, _language in settings.LANGUAGES])
