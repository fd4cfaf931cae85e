"""The steps of a check-in as forms: ratings of an area, the reflection; actions are beside this.

Nothing is required and no length is cut in the browser: a text that is too long comes back whole.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms.boundfield import BoundWidget
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.domain.checkins import RatingDraft
from assessments.enums import Cause, Frequency, RatingAnswer
from assessments.models import DraftRating, Reflection
from training.domain.framework import CompetenceInfo

LINE, TEXT = 300, 4000
LEVELS = range(6)
NOT_APPLICABLE = "na"
NOT_OFFERED = _("Choose one of the answers that are offered.")
TOO_LONG = _("Use at most %(limit_value)d characters; these are %(show_value)d.")


class OpenRadioSelect(forms.RadioSelect):
    """Radio buttons of which none is chosen until somebody chooses, "leave open" included."""

    def format_value(self, value: Any) -> list[str]:
        return [] if value is None else super().format_value(value)


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


@dataclass(frozen=True)
class RatingRow:
    """The fields of one competence, as the page draws them."""

    competence: CompetenceInfo
    answer: forms.BoundField
    levels: list[BoundWidget]
    apart: list[BoundWidget]
    extras: list[tuple[forms.BoundField, str]]
    newer_answer: str
    wording_changed: bool

    @property
    def has_extras(self) -> bool:
        """Return whether an extra is filled in or wrong, so that it must be in sight."""
        return any(field.value() or field.errors or newer for field, newer in self.extras)


class RatingForm(StepForm):
    """One area: per competence a sentence, how often, and a line of evidence."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        competences: Iterable[CompetenceInfo],
        drafts: Mapping[int, DraftRating],
    ) -> None:
        """Make the form.

        Args:
            competences: of the area, with level sentences.
            drafts: what is stored, by competence id.
        """
        super().__init__(data)
        self.competences = tuple(competences)
        self.drafts = drafts
        for competence in self.competences:
            self._add(competence)

    def rows(self) -> Iterator[RatingRow]:
        """Yield the competences with their fields."""
        for competence in self.competences:
            code = competence.code
            answer = self[f"{code}-answer"]
            choices = list(answer)
            names = (f"{code}-frequency", f"{code}-evidence_line")
            yield RatingRow(
                competence=competence,
                answer=answer,
                levels=choices[: len(LEVELS)],
                apart=choices[len(LEVELS) :],
                extras=[(self[name], self.newer.get(name, "")) for name in names],
                newer_answer=self.newer.get(f"{code}-answer", ""),
                wording_changed=self._wording_changed(competence),
            )

    def clean(self) -> dict[str, Any]:
        """Ask again where the sentences were changed while they were being read."""
        for competence in self.competences:
            read = self.data.get(f"{competence.code}-version")
            if read is not None and read != str(competence.version_id):
                self.add_error(
                    f"{competence.code}-answer",
                    gettext("The sentences have changed since you read them. Choose once more."),
                )
        return self.cleaned_data

    def arguments(self) -> dict[str, Any]:
        return {"drafts": [self._draft(competence) for competence in self.competences]}

    def _add(self, competence: CompetenceInfo) -> None:
        code = competence.code
        sentences = [(str(level), competence.sentences.get(level, "")) for level in LEVELS]
        self.fields[f"{code}-answer"] = forms.ChoiceField(
            choices=[
                *sentences,
                (NOT_APPLICABLE, RatingAnswer.NOT_APPLICABLE.label),
                ("", _("Leave open for now")),
            ],
            widget=OpenRadioSelect,
            required=False,
            label=f"{code} {competence.name}",
            error_messages={"invalid_choice": NOT_OFFERED},
        )
        self.fields[f"{code}-frequency"] = forms.ChoiceField(
            choices=[("", _("Not said")), *Frequency.choices],
            required=False,
            label=gettext("%(code)s: how often in the last four working weeks?") % {"code": code},
            error_messages={"invalid_choice": NOT_OFFERED},
        )
        self.fields[f"{code}-evidence_line"] = forms.CharField(
            required=False,
            validators=[MaxLengthValidator(LINE, TOO_LONG)],
            label=gettext("%(code)s: an example, in one line") % {"code": code},
            help_text=_("Situation, product, date. No names of clients. Only you read this."),
        )
        self.initial |= _initial_of(code, self.drafts.get(competence.id))

    def _draft(self, competence: CompetenceInfo) -> RatingDraft:
        given = self.cleaned_data.get(f"{competence.code}-answer", "")
        answer = RatingAnswer.NOT_APPLICABLE if given == NOT_APPLICABLE else RatingAnswer.LEVEL
        return RatingDraft(
            competence_id=competence.id,
            version_id=competence.version_id,
            answer=answer if given else "",
            level=int(given) if given and given != NOT_APPLICABLE else None,
            evidence_line=self.cleaned_data[f"{competence.code}-evidence_line"],
            frequency=self.cleaned_data[f"{competence.code}-frequency"],
        )

    def _wording_changed(self, competence: CompetenceInfo) -> bool:
        draft = self.drafts.get(competence.id)
        return draft is not None and draft.version_id != competence.version_id


class ReflectionForm(StepForm):
    """What works, what does not, and why."""

    works = forms.CharField(
        label=_("What works well when you bring labour market information into your guidance?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        validators=[MaxLengthValidator(TEXT, TOO_LONG)],
    )
    does_not_work = forms.CharField(
        label=_("What does not work?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        validators=[MaxLengthValidator(TEXT, TOO_LONG)],
    )
    causes = forms.MultipleChoiceField(
        label=_("Where does that lie?"),
        choices=Cause.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("More than one may be ticked."),
        error_messages={"invalid_choice": NOT_OFFERED},
    )
    why = forms.CharField(
        label=_("Why is that so?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        validators=[MaxLengthValidator(TEXT, TOO_LONG)],
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, reflection: Reflection | None
    ) -> None:
        super().__init__(data)
        if reflection is not None:
            names = ("works", "does_not_work", "causes", "why")
            self.initial = {name: getattr(reflection, name) for name in names}

    def arguments(self) -> dict[str, Any]:
        return {
            name: value.replace("\r\n", "\n") if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
        }


def _initial_of(code: str, draft: DraftRating | None) -> dict[str, Any]:
    if draft is None:
        return {}
    level = NOT_APPLICABLE if draft.answer == RatingAnswer.NOT_APPLICABLE else draft.level
    return {
        f"{code}-answer": None if level is None else str(level),
        f"{code}-frequency": draft.frequency,
        f"{code}-evidence_line": draft.evidence_line,
    }


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
