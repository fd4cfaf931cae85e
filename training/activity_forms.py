"""What comes in about a learning activity."""

import datetime
import uuid
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import localize
from django.utils.translation import gettext_lazy as _

from training.domain.activities import ActivityData, plain
from training.enums import ActivityKind, ActivitySetting, ProviderType
from training.models import Activity, Competence
from training.models.activities import FEWEST_HOURS, MOST_HOURS

EARLIEST_YEAR = 1950


def longest(field: str) -> int:
    """Return how many characters fit in a field."""
    return Activity._meta.get_field(field).max_length


class HoursField(forms.DecimalField):
    """Hours with a point or a comma, as people type them."""

    def to_python(self, value) -> Decimal | None:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value):
        return localize(plain(value)) if isinstance(value, Decimal) else value


class ActivityForm(forms.Form):
    """An activity of the person's own log.

    Args:
        competences: what the competences that may be chosen are called, by code.
        today: the last day that an activity may have.
        activity: the one that is changed; None when one is added.
    """

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("Choose a kind")), *ActivityKind.choices]
    )
    title = forms.CharField(label=_("Title"), max_length=longest("title"))
    date = forms.DateField(
        label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    hours = HoursField(
        label=_("Hours"),
        required=False,
        min_value=FEWEST_HOURS,
        max_value=MOST_HOURS,
        max_digits=5,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        help_text=_("Such as 2 or 1.5. Leave it empty when you do not know them."),
    )
    setting = forms.ChoiceField(
        label=_("Where"),
        choices=ActivitySetting.choices,
        widget=forms.RadioSelect,
        initial=ActivitySetting.EXTERNAL,
    )
    provider = forms.CharField(
        label=_("Provider"),
        required=False,
        max_length=longest("provider"),
        help_text=_("Who organised it, or which company did you visit?"),
    )
    provider_type = forms.ChoiceField(
        label=_("Kind of provider"),
        required=False,
        choices=[("", _("Not applicable")), *ProviderType.choices],
    )
    competences = forms.ModelMultipleChoiceField(
        label=_("Competences"),
        queryset=Competence.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What was it about?"),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=longest("note"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What do you take from it? No data of clients."),
    )

    def __init__(
        self,
        *args,
        competences: dict[str, str],
        today: datetime.date,
        activity: Activity | None = None,
        **kwargs,
    ) -> None:
        if activity is not None:
            kwargs["initial"] = _begin_with(activity)
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["date"].widget.attrs["max"] = today.isoformat()
        if activity is not None:
            del self.fields["token"]
        field = self.fields["competences"]
        field.queryset = Competence.objects.filter(code__in=competences)
        field.label_from_instance = lambda competence: competences[competence.code]

    def clean_date(self) -> datetime.date:
        """Refuse a day that is still to come, and a year that must be a slip.

        Raises:
            ValidationError: with what to do.
        """
        day = self.cleaned_data["date"]
        if day > self.today:
            raise ValidationError(_("This day is still to come. Log an activity once it is done."))
        if day.year < EARLIEST_YEAR:
            raise ValidationError(_("Check the year."))
        return day

    @property
    def activity_data(self) -> ActivityData:
        """Return what was filled in, without the competences."""
        return ActivityData(
            **{name: self.cleaned_data[name] for name in ActivityData.__dataclass_fields__}
        )


def _begin_with(activity: Activity) -> dict:
    values = {name: getattr(activity, name) for name in ActivityData.__dataclass_fields__}
    return {**values, "competences": list(activity.competences.all())}
