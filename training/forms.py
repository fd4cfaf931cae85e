"""What comes in by form: a search, and a section that was read."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from training.blocks.lesson import COUNTRIES

LONGEST_QUERY = 200
COUNTRY_COOKIE = "peil_country"


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Search in the lessons"), required=False, strip=True)

    def clean_q(self) -> str:
        """Cut a query that is too long; `was_cut` says that it was."""
        query = " ".join(self.cleaned_data["q"].replace("\x00", " ").split())
        self.was_cut = len(query) > LONGEST_QUERY
        return query[:LONGEST_QUERY].strip()


class SectionForm(forms.Form):
    """A section of one lesson.

    Args:
        anchors: the anchors that the lesson has.
    """

    section = forms.ChoiceField()

    def __init__(self, *args, anchors: list[str], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [(anchor, anchor) for anchor in anchors]


class CountryForm(forms.Form):
    """The country whose examples are shown; both when empty."""

    country = forms.ChoiceField(choices=COUNTRIES, required=False)


def country_of(cookies: Mapping[str, str]) -> str:
    """Return the country that a reader chose before; empty for both, or for what is not known."""
    wanted = cookies.get(COUNTRY_COOKIE, "")
    return wanted if wanted in dict(COUNTRIES) else ""
