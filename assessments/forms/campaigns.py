"""The form of a check-in round in the administration."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput

from assessments.domain.campaign_editing import FREE_AFTER_ANSWERS, is_fixed, revise_campaign
from assessments.domain.campaigns import RoundSettings, create_campaign
from assessments.enums import CampaignState
from assessments.forms.round_people import PeopleField, ProfileField, advisers_of, profile_names
from assessments.models import Campaign, RoleProfile
from cms.accounts.models import Team
from cms.accounts.permissions import administered_organisations
from training.domain.framework import competences_in
from training.models import Competence

SETTINGS = tuple(field.name for field in fields(RoundSettings))
BASIC = ("team", "purpose", "competences", "opens_at", "closes_at")
ORDER = (
    "kind",
    "purpose",
    "team",
    "includes_below",
    "profiles",
    "people",
    "competences",
    "focus_size",
    "hides_until_rated",
    "asks_then",
    "opens_at",
    "closes_at",
    "repeats",
    "reminds",
    "remind_days",
    "works_council_noted",
)
FREE = ("closes_at", *FREE_AFTER_ANSWERS)


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
    team = TeamField(label=_("Asked: this team"), queryset=None)
    profiles = ProfileField(
        label=_("Only these role profiles"),
        help_text=_(
            "Tick none to ask every adviser of the team. A round for a choice of people gives no "
            "group figures."
        ),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    people = PeopleField(
        label=_("These people besides"),
        help_text=_(
            "E-mail addresses of advisers of your organisation, one a line. A round for a choice "
            "of people gives no group figures."
        ),
        required=False,
    )
    competences = CompetenceField(
        label=_("Competences"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Campaign
        fields = [*BASIC, *SETTINGS]
        widgets = {"opens_at": AdminDateTimeInput(), "closes_at": AdminDateTimeInput()}
        help_texts = {
            "includes_below": _(
                "Without these, a team with teams below it gives no group figures."
            ),
            "focus_size": _("Empty: everybody rates all competences above."),
            "repeats": _("When this round ends, the next is made and opens by itself."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations = administered_organisations(self.for_user)
        self.fields["team"].queryset = Team.objects.filter(organisation__in=organisations)
        self.fields["profiles"].queryset = RoleProfile.objects.filter(
            organisation__in=organisations
        )
        self.fields["profiles"].names = profile_names(organisations, get_language() or "")
        self.fields["people"].advisers = advisers_of(organisations, timezone.localdate())
        self.fields["competences"].names = {
            competence.id: f"{competence.code} {competence.name}"
            for competence in competences_in(get_language(), extensions=True)
        }
        self.fields["competences"].queryset = Competence.objects.all()
        self._add_names()
        self._fix()

    def clean(self) -> dict[str, Any]:
        """Refuse dates, people, profiles and a choice of competences that do not go together."""
        cleaned = super().clean()
        opens_at, closes_at = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("The round closes before it opens."))
        if (team := cleaned.get("team")) is not None:
            self._refuse_elsewhere(team)
        focus, competences = cleaned.get("focus_size"), cleaned.get("competences")
        if focus and competences is not None and focus > len(competences):
            self.add_error("focus_size", _("This is more than the competences of the round."))
        return cleaned

    def save(self, commit: bool = True) -> Campaign:
        """Make the round, or store it anew; there is no saving without storing."""
        values = {name: self.cleaned_data[name] for name in BASIC}
        values["settings"] = RoundSettings(**{name: self.cleaned_data[name] for name in SETTINGS})
        values["names"] = {
            code: self.cleaned_data[f"name_{code}"] for code, _language in settings.LANGUAGES
        }
        if self.instance.pk:
            return revise_campaign(campaign=self.instance, **values)
        return create_campaign(organisation=values["team"].organisation, **values)

    def _refuse_elsewhere(self, team: Team) -> None:
        """Refuse profiles and people of another organisation than the team's."""
        home = team.organisation_id
        if any(
            profile.organisation_id != home for profile in self.cleaned_data.get("profiles", [])
        ):
            self.add_error("profiles", _("These role profiles are of another organisation."))
        people = {user.pk for user in self.cleaned_data.get("people", [])}
        here = advisers_of([home], timezone.localdate()).filter(pk__in=people)
        if people and here.count() != len(people):
            self.add_error("people", _("Some of these people work elsewhere."))

    def _add_names(self) -> None:
        texts = self.instance.texts.all() if self.instance.pk else []
        known = {text.language: text.name for text in texts}
        for code, language in settings.LANGUAGES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name (%(language)s)") % {"language": language},
                max_length=120,
                initial=known.get(code, ""),
            )
        self.order_fields([*(f"name_{code}" for code, _language in settings.LANGUAGES), *ORDER])

    def _fix(self) -> None:
        """Close the fields that people have read before they answered."""
        if self.instance.pk and self.instance.state != CampaignState.DRAFT:
            self.fields["works_council_noted"].disabled = True
        if self.instance.pk and is_fixed(self.instance):
            for name in [*BASIC, *SETTINGS]:
                if name not in FREE:
                    self.fields[name].disabled = True
                    self.fields[name].help_text = _("Fixed: somebody has answered.")


class ReopenForm(forms.Form):
    """Until when a round that has ended takes answers again."""

    closes_at = forms.DateTimeField(label=_("Closes"), widget=AdminDateTimeInput())

    def clean_closes_at(self) -> Any:
        """Refuse a moment that is over."""
        closes_at = self.cleaned_data["closes_at"]
        if closes_at <= timezone.now():
            raise forms.ValidationError(_("This moment is over. Give a later one."))
        return closes_at
