"""The form of an import: files, and what they do not say themselves."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assessments.forms.questions import competence_choices


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files.

        Raises:
            ValidationError: when there is none, or one is empty.
        """
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files or [None]]


class ImportForm(forms.Form):
    use_required_attribute = False
    files = FilesField(
        label=_("Files"),
        help_text=_("GIFT (.gift or .txt), Aiken (.txt), or a zip of them as the export makes."),
        error_messages={"required": _("Choose at least one file.")},
    )
    category = forms.ChoiceField(
        label=_("Category"),
        required=False,
        help_text=_("For questions without an identifier; they get the next free one."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("As the names of the files say (name.nl.gift)")), *settings.LANGUAGES],
    )

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [
            ("", _("As the files say")),
            *competence_choices(language),
        ]
