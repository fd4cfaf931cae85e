"""What comes in about sources: a search, a source of one's own, one's own words, a review."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import Organisation
from training.domain.source_data import TEXT_FIELDS, SourceFacts, SourceSearch, SourceWords
from training.enums import (
    ClientGroup,
    Country,
    Dots,
    UpdateFrequency,
    Verdict,
    WorkEnvironment,
)
from training.models import PortfolioItem, Source, SourceReview, SourceText
from training.models.sources import WEB_ADDRESS

ANY = [("", _("All"))]
UNKNOWN = [("", _("Not known"))]


class WebAddressField(forms.URLField):
    """The address of a web page; no other scheme, so that a link never runs anything."""

    default_validators = [WEB_ADDRESS]


def longest(model, field: str) -> int:
    """Return how many characters fit in a field."""
    return model._meta.get_field(field).max_length


class SourceFilterForm(forms.Form):
    """Every field may be empty; what makes no sense is taken as empty."""

    text = forms.CharField(label=_("Search"), required=False, max_length=100)
    country = forms.ChoiceField(
        label=_("Country"), required=False, choices=[*ANY, *Country.choices]
    )
    client_group = forms.ChoiceField(
        label=_("For whom"), required=False, choices=[*ANY, *ClientGroup.choices]
    )
    dots = forms.ChoiceField(
        label=_("What it helps with"), required=False, choices=[*ANY, *Dots.choices]
    )
    mine = forms.BooleanField(label=_("Only my portfolio"), required=False)

    @property
    def search(self) -> SourceSearch:
        """Return what is looked for."""
        self.full_clean()
        return SourceSearch(**self.cleaned_data)


class SourceForm(forms.Form):
    """A source of an organisation.

    Args:
        organisations: those that the person may add it to; the first is taken when there is one.
        source: the source that is changed; None when one is added.
        text: its words, to begin with.
    """

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=None
    )
    name = forms.CharField(label=_("Name"), max_length=longest(SourceText, "name"))
    address = WebAddressField(
        label=_("Address"),
        max_length=longest(Source, "address"),
        assume_scheme="https",
        help_text=_("The page that you open, such as https://www.example.org/figures"),
    )
    publisher = forms.CharField(
        label=_("Publisher"),
        max_length=longest(Source, "publisher"),
        help_text=_("Who makes it?"),
    )
    purpose = forms.CharField(
        label=_("What it is for"),
        max_length=longest(SourceText, "purpose"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For which question of a client do you open it? One or two sentences."),
    )
    coverage = forms.CharField(
        label=_("What it covers"),
        required=False,
        max_length=longest(SourceText, "coverage"),
        help_text=_("Which area, occupations or sectors?"),
    )
    caveat = forms.CharField(
        label=_("What to mind"),
        required=False,
        max_length=longest(SourceText, "caveat"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What does it leave out, or what is easily misread?"),
    )
    country = forms.ChoiceField(
        label=_("Country"), choices=Country.choices, widget=forms.RadioSelect
    )
    dots = forms.MultipleChoiceField(
        label=_("What it helps with"),
        choices=Dots.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The four elements of DOTS; lesson 7.1 explains them."),
    )
    client_groups = forms.MultipleChoiceField(
        label=_("For whom"),
        required=False,
        choices=ClientGroup.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose nothing when it suits everyone."),
    )
    frequency = forms.ChoiceField(
        label=_("How often the publisher updates it"),
        required=False,
        choices=[*UNKNOWN, *UpdateFrequency.choices],
    )
    environment = forms.ChoiceField(
        label=_("Work environment"),
        required=False,
        choices=[("", _("None in particular")), *WorkEnvironment.choices],
    )
    is_retired = forms.BooleanField(
        label=_("Archive this source"),
        required=False,
        help_text=_("It leaves the list, and stays in the portfolios of those who have it."),
    )

    def __init__(
        self,
        *args,
        organisations: list[Organisation],
        source: Source | None = None,
        text: SourceText | None = None,
        **kwargs,
    ) -> None:
        if source is not None:
            kwargs["initial"] = _begin_with(source, text)
        super().__init__(*args, **kwargs)
        self.organisations = organisations
        if source is None:
            del self.fields["is_retired"]
        else:
            del self.fields["token"]
        self._offer_organisations(is_new=source is None)

    def _offer_organisations(self, *, is_new: bool) -> None:
        if is_new and len(self.organisations) > 1:
            ids = [organisation.pk for organisation in self.organisations]
            self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=ids)
        else:
            del self.fields["organisation"]

    @property
    def chosen_organisation(self) -> Organisation:
        """Return the chosen organisation, or the only one."""
        return self.cleaned_data.get("organisation") or self.organisations[0]

    @property
    def facts(self) -> SourceFacts:
        """Return what holds in every language."""
        values = {name: self.cleaned_data[name] for name in SourceFacts.__dataclass_fields__}
        for name in ("dots", "client_groups"):
            values[name] = tuple(values[name])
        return SourceFacts(**values)

    @property
    def words(self) -> SourceWords:
        """Return the words in the language of the form."""
        return SourceWords(**{name: self.cleaned_data[name] for name in TEXT_FIELDS})


class PurposeForm(forms.Form):
    purpose = forms.CharField(
        label=_("When I open it"),
        required=False,
        max_length=longest(PortfolioItem, "purpose"),
        help_text=_("For yourself: nobody else sees this."),
    )


class ReviewForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("What do you decide?"), choices=Verdict.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=longest(SourceReview, "note"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences. No data of clients."),
    )


def _begin_with(source: Source, text: SourceText | None) -> dict:
    facts = {name: getattr(source, name) for name in SourceFacts.__dataclass_fields__}
    words = {name: getattr(text, name, "") for name in TEXT_FIELDS}
    return {**facts, **words, "is_retired": source.is_retired}
