"""What the forms of a check-in share; ratings, reflection and actions each have their own file.

Nothing is required and no length is cut in the browser: a text that is too long comes back whole.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

LINE, TEXT = 300, 4000
LEVELS = range(6)
NOT_OFFERED = _("Choose one of the answers that are offered.")
TOO_LONG = _("Use at most %(limit_value)d characters; these are %(show_value)d.")


class StepForm(forms.Form):
    """A page of the form; `initial` is what is stored, `revision` what the sender had seen."""

    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        self.newer: dict[str, str] = {}
        self.is_stale = False

    @property
    def revision(self) -> int:
        """Return the revision that the form was opened with; -1 when it is missing or no number."""
        sent = str(self.data.get("revision", ""))
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1

    def show_newer(self) -> None:
        """Note, for each field that differs, what is stored, to stand beside what was typed."""
        self.is_stale = True
        for name, field in self.fields.items():
            kept = self.initial.get(name) or ""
            if _comparable(kept) != _comparable(self.cleaned_data.get(name) or ""):
                self.newer[name] = _in_words(field, kept)

    def with_newer(self) -> Iterator[tuple[forms.BoundField, str]]:
        """Yield each field with what is stored for it, empty where nothing newer is."""
        return ((self[name], self.newer.get(name, "")) for name in self.fields)

    def arguments(self) -> dict[str, Any]:
        """Return what the verb that stores this step takes."""
        raise NotImplementedError


def _comparable(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(str(part) for part in value)
    return str(value).replace("\r\n", "\n").strip()


def _in_words(field: forms.Field, value: Any) -> str:
    if not value:
        return gettext("nothing filled in")
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in field.choices}
        parts = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(str(part), str(part)) for part in parts)
    return date_format(value) if isinstance(value, date) else str(value)
