"""What comes in when a manager asks a team to learn something."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.domain.learning_plans import Asked
from assessments.domain.team_report_training import ModuleOffer
from assessments.models.plans import MOST_HOURS


class PlanForm(forms.Form):
    """A learning plan about one competence.

    Args:
        modules: that close the gap, in the order of the toolkit.
        today: the first day by which it may be done.
    """

    modules = forms.MultipleChoiceField(
        label=_("Which modules should everybody read?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only the lessons about this competence are asked."),
    )
    activity = forms.CharField(
        label=_("What will you do together?"),
        required=False,
        max_length=200,
        help_text=_("For example a workshop, or an hour of peer discussion. It may stay empty."),
    )
    hours = forms.DecimalField(
        label=_("Hours for each person"),
        required=False,
        min_value=0,
        max_value=MOST_HOURS,
        max_digits=4,
        decimal_places=1,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    why = forms.CharField(
        label=_("Why do you ask it?"),
        max_length=300,
        help_text=_("Everybody in the team reads this."),
    )
    due = forms.DateField(
        label=_("Done by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self, *args: Any, modules: Sequence[ModuleOffer], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lessons = {str(module.key): module.lesson_keys for module in modules}
        self.today = today
        self.fields["modules"].choices = [
            (str(module.key), f"{module.title}: {module.cost}") for module in modules
        ]
        if not modules:
            del self.fields["modules"]

    def clean_due(self) -> date:
        """Refuse a day that has passed."""
        due = self.cleaned_data["due"]
        if due < self.today:
            raise forms.ValidationError(_("Choose a day that has not passed."))
        return due

    def clean(self) -> dict[str, Any]:
        """Refuse a plan that asks nothing."""
        values = super().clean() or {}
        if not self.errors and not values.get("modules") and not values.get("activity"):
            raise forms.ValidationError(_("Choose a module, or say what you will do together."))
        return values

    def asked(self, competence_id: int) -> Asked:
        """Return what was filled in; call it on a valid form."""
        values = self.cleaned_data
        lessons: list[UUID] = []
        for key in values.get("modules", ()):
            lessons += self.lessons[key]
        return Asked(
            competence_id=competence_id,
            lessons=tuple(lessons),
            why=values["why"],
            due=values["due"],
            activity=values["activity"],
            hours=values["hours"] if values["activity"] else None,
        )
