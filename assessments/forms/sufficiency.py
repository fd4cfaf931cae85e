"""What comes in about sufficiency rules and about what is done where expertise is short."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.domain.sufficiency import PlannedAction, RuleTerms
from assessments.enums import Evidence
from assessments.models.sufficiency import KINDS, LEVELS, MOST_MONTHS, MOST_PEOPLE
from cms.accounts.models import Team, User
from training.domain.framework import CompetenceInfo

INDENT = "\u2003"
MOST_HOURS = 9999
MOST_REACH = 999


class TermsForm(forms.Form):
    """What a rule asks.

    Args:
        labels: of the levels.
    """

    people = forms.IntegerField(
        label=_("At least how many people?"),
        min_value=1,
        max_value=MOST_PEOPLE,
        help_text=_("People are counted in twos: an odd number counts as one more."),
    )
    level = forms.TypedChoiceField(label=_("At which level or higher?"), coerce=int)
    months = forms.IntegerField(
        label=_("How old may the evidence be, in months?"),
        min_value=1,
        max_value=MOST_MONTHS,
        initial=MOST_MONTHS,
        help_text=_("Group figures look at most twelve months back."),
    )

    def __init__(self, *args: Any, labels: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [
            ("", _("Choose a level")),
            *((n, f"{n} {labels.get(n, '')}".strip()) for n in range(LEVELS[0], LEVELS[1] + 1)),
        ]

    @property
    def terms(self) -> RuleTerms:
        """Return what was filled in; call it on a valid form."""
        values = self.cleaned_data
        return RuleTerms(values["level"], values["people"], values["months"])


class RuleForm(TermsForm):
    """A new rule.

    Args:
        teams: for which a rule may be set, in tree order.
        competences: about which a rule may be.
    """

    team = forms.ModelChoiceField(
        label=_("For which part?"),
        queryset=Team.objects.none(),
        empty_label=_("Choose a part"),
        help_text=_(
            "The team and all teams below it. There is an answer only where twice the smallest "
            "group has a level."
        ),
    )
    competence = forms.TypedChoiceField(label=_("Which competence?"), coerce=int)
    evidence = forms.ChoiceField(
        label=_("By which evidence?"),
        choices=[(kind.value, kind.label) for kind in KINDS],
        initial=Evidence.SELF,
        widget=forms.RadioSelect,
    )
    field_order = ("team", "competence", "evidence", "people", "level", "months")

    def __init__(
        self, *args: Any, teams: Any, competences: Iterable[CompetenceInfo], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams
        self.fields["team"].label_from_instance = _indented
        self.fields["competence"].choices = [
            ("", _("Choose a competence")),
            *((info.id, f"{info.code} {info.name}") for info in competences),
        ]


class ActionForm(forms.Form):
    """What is done about an alert.

    Args:
        owners: who may see to it: the managers of that part.
        today: the first day by which it may be done.
    """

    what = forms.CharField(label=_("What will be done?"), max_length=300)
    owner = forms.TypedChoiceField(label=_("Who sees to it?"), coerce=int)
    due = forms.DateField(
        label=_("Done by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    hours = forms.IntegerField(
        label=_("Hours, for everybody together"), min_value=0, max_value=MOST_HOURS
    )
    money = forms.DecimalField(
        label=_("Cost in euro"),
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("Leave it empty when it costs time alone."),
    )

    def __init__(self, *args: Any, owners: Iterable[User], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {user.pk: user for user in owners}
        self.today = today
        self.fields["owner"].choices = [
            ("", _("Choose somebody")),
            *((pk, str(user)) for pk, user in self.owners.items()),
        ]

    def clean_due(self) -> date:
        """Refuse a day that has passed."""
        due = self.cleaned_data["due"]
        if due < self.today:
            raise forms.ValidationError(_("Choose a day that has not passed."))
        return due

    @property
    def action(self) -> PlannedAction:
        """Return what was filled in; call it on a valid form."""
        values = dict(self.cleaned_data)
        return PlannedAction(owner=self.owners[values.pop("owner")], **values)


class WhatIfForm(forms.Form):
    """A number of people, without names."""

    reach = forms.IntegerField(
        label=_("If so many more people reach this level"), min_value=1, max_value=MOST_REACH
    )


def _indented(team: Team) -> str:
    return f"{INDENT * (team.depth - 1)}{team.name}"
