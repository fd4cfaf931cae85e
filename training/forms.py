"""What comes in by form: a search, and a section that was read."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_QUERY = 200


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
