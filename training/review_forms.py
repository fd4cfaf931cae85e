"""What comes in about the queue: a filter, an entry, an owner."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from training.domain.review_queue import QueueFilter, kinds
from training.permissions import reviewing_editors

ALL = [("", _("All"))]


class QueueFilterForm(forms.Form):
    """Every field may be empty; what makes no sense is taken as empty."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[*ALL, *settings.LANGUAGES]
    )
    mine = forms.BooleanField(label=_("Only what is mine"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [*ALL, *((kind.name, kind.label) for kind in kinds())]

    def wanted(self, user: User) -> QueueFilter:
        """Return what the form asks for."""
        self.is_valid()
        values = self.cleaned_data
        return QueueFilter(
            kind=values.get("kind", ""),
            language=values.get("language", ""),
            owner=user if values.get("mine") else None,
        )


class EntryForm(forms.Form):
    entry = forms.CharField(max_length=100)


class OwnerForm(forms.Form):
    subject = forms.RegexField(r"^[a-z]+:\S+$", max_length=100)
    owner = forms.ModelChoiceField(
        label=_("Owner"), queryset=User.objects.none(), required=False, empty_label=_("Nobody")
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = reviewing_editors()
