"""The editor's form of a question: what is asked, the rows of its kind, and what is said of it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from assessments.domain.question_bank import LANGUAGES, BankQuestion, in_language, joined
from assessments.domain.question_editing import next_identifier
from assessments.domain.question_parts import (
    MAX_IDENTIFIER,
    MAX_SOURCE,
    MAX_TITLE,
    ParsedQuestion,
    metadata_tags,
)
from assessments.domain.question_rules import Fault, faults_of
from assessments.domain.question_structure import differing_parts
from assessments.enums import QuestionKind
from assessments.forms.question_kinds import SHAPES, Shape
from assessments.forms.question_rows import BilingualForm, Row, Rows, WordsField
from assessments.models import Question
from training.domain.framework import competences_in
from training.enums import LevelNumber

Sections = list[tuple[str, list[tuple[str, str]]]]


def competence_choices(language: str) -> list[tuple[str, str]]:
    """Return the competences of the framework to choose from."""
    found = competences_in(language, extensions=True)
    return [(row.code, f"{row.code} {row.name}") for row in found]


class StartForm(forms.Form):
    """What is chosen before a question is written."""

    kind = forms.ChoiceField(label=_("Kind"), choices=QuestionKind.choices)
    competence = forms.ChoiceField(label=_("Competence"))

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competence"].choices = competence_choices(language)


class AboutForm(BilingualForm):
    """Everything of a question but its rows."""

    def __init__(self, *args: Any, shape: Shape, sections: Sections, **kwargs: Any) -> None:
        self.shape = shape
        self.sections = sections
        super().__init__(*args, **kwargs)

    def add_fields(self) -> None:
        self.add_words("title", _("Title"), forms.CharField, max_length=MAX_TITLE, required=False)
        self.add_words("stem", _("Question"), WordsField, rows=4)
        self.shape.add_fields(self)
        self.add_words("feedback", _("General feedback"), WordsField, rows=3)
        self.add_words(
            "source", _("Source"), forms.CharField, max_length=MAX_SOURCE, required=False
        )
        self.fields["valid_until"] = forms.DateField(
            label=_("Valid until"),
            required=False,
            widget=AdminDateInput(),
            help_text=_("The last day on which the facts hold; empty when they do not age."),
        )
        self.fields["level"] = forms.TypedChoiceField(
            label=_("Level"),
            required=False,
            coerce=int,
            empty_value=None,
            choices=[
                ("", "—"),
                *((n.value, f"{n.value} {n.label}") for n in LevelNumber if n.value),
            ],
        )
        self.fields["lesson"] = forms.ChoiceField(
            label=_("Lesson section"), required=False, choices=[("", "—"), *self._sections()]
        )

    def _sections(self) -> Sections:
        """Return the sections to choose from; one that is not there any more can be kept."""
        current = self.initial.get("lesson")
        known = {key for _title, rows in self.sections for key, _heading in rows}
        lost = [(_("Not in the toolkit now"), [(current, current)])]
        return [*self.sections, *(lost if current and current not in known else [])]

    def clean(self) -> dict[str, Any]:
        """Refuse what a file could not hold."""
        for code in LANGUAGES:
            if any(char < " " or char == "\x7f" for char in self.words("source", code)):
                self.add_error(f"source_{code}", _("Write the source on one line."))
        return self.cleaned_data

    def parsed(
        self, identifier: str, kind: str, language: str, text_format: str, parts: dict[str, Any]
    ) -> ParsedQuestion:
        """Return the question in one language."""
        data = self.cleaned_data
        tags = metadata_tags(
            level_hint=data.get("level"),
            valid_until=data.get("valid_until"),
            lesson=data.get("lesson") or "",
            source=self.words("source", language),
            kind=kind,
        )
        return ParsedQuestion(
            identifier=identifier,
            title=self.words("title", language),
            category="",
            kind=kind,
            stem=self.words("stem", language),
            tags=tags,
            general_feedback=self.words("feedback", language),
            text_format=text_format,
            **parts,
        )


class IdentifierForm(forms.Form):
    """The name of a new question."""

    use_required_attribute = False
    identifier = forms.RegexField(
        r"^[A-Za-z0-9]+-[A-Za-z0-9_.-]+$",
        label=_("Identifier"),
        max_length=MAX_IDENTIFIER,
        help_text=_("The competence, a dash and a number; it never changes."),
        error_messages={"invalid": _("Write it as a competence, a dash and a number: A1-13.")},
    )

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"identifier": next_identifier(code)}, **kwargs)
        self.code = code

    def clean_identifier(self) -> str:
        """Return the identifier.

        Raises:
            ValidationError: when it is of another competence, or taken.
        """
        identifier: str = self.cleaned_data["identifier"]
        if not identifier.startswith(f"{self.code}-"):
            message = _("The identifier of this competence begins with %(code)s-.")
            raise forms.ValidationError(message, params={"code": self.code})
        if Question.objects.filter(identifier=identifier).exists():
            raise forms.ValidationError(_("Another question has this identifier."))
        return identifier


class QuestionEditor:
    """The whole form: valid when a file with the same question would be read without error.

    Attributes:
        about: the fields that every question has.
        rows: those of its kind; None for true or false.
        problems: what is wrong with the whole.
    """

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        kind: str,
        sections: Sections,
        question: BankQuestion | None = None,
    ) -> None:
        """Make the form.

        Args:
            data: what was sent.
            kind: one of QuestionKind.
            sections: where lessons can be named, as `lesson_sections` gives them.
            question: what is shown at first; empty when left out.
        """
        self.kind = kind
        self.shape = SHAPES[kind]
        self.problems: list[str] = []
        self._was = (
            {code: in_language(question, code) for code in question.texts} if question else {}
        )
        self.about = AboutForm(
            data, shape=self.shape, sections=sections, initial=self._initial(question)
        )
        self.rows: Rows | None = None
        if rows := self.shape.rows:
            first = self.shape.row.initial_of(self._was) if self._was else []
            self.rows = rows(data, initial=first, prefix="rows")

    @property
    def media(self) -> forms.Media:
        return self.about.media

    def is_valid(self) -> bool:
        """Return whether it can be stored; else the errors stand beside the fields."""
        self.about.full_clean()
        self.problems = []
        if self.rows is not None:
            self.rows.full_clean()
            self.problems += map(str, self.rows.non_form_errors())
        self._check()
        return not (self.problems or self._has_field_errors)

    def question(self, identifier: str) -> BankQuestion:
        """Return what a valid form says."""
        return joined(self._parsed(identifier))

    def _initial(self, question: BankQuestion | None) -> dict[str, Any]:
        if question is None:
            return {}
        initial: dict[str, Any] = {
            "valid_until": question.valid_until,
            "level": question.level_hint,
            "lesson": question.lesson,
            **self.shape.initial_of(self._was),
        }
        for code, row in self._was.items():
            initial |= {
                f"title_{code}": row.title,
                f"stem_{code}": row.stem,
                f"feedback_{code}": row.general_feedback,
                f"source_{code}": row.source,
            }
        return initial

    @property
    def _has_field_errors(self) -> bool:
        rows = self.rows.forms if self.rows is not None else []
        return any(form.errors for form in (self.about, *rows))

    @property
    def _filled(self) -> list[Row]:
        return self.rows.filled if self.rows is not None else []

    def _languages(self) -> list[str]:
        forms_with_words = [self.about, *self._filled]
        return [code for code in LANGUAGES if any(row.has_words(code) for row in forms_with_words)]

    def _parsed(self, identifier: str) -> dict[str, ParsedQuestion]:
        known = next((row.text_format for row in self._was.values()), "moodle")
        questions = {}
        for code in self._languages():
            text_format = self._was[code].text_format if code in self._was else known
            parts = self.shape.parts(self.about, self._filled, code)
            questions[code] = self.about.parsed(identifier, self.kind, code, text_format, parts)
        return questions

    def _check(self) -> None:
        """Hold what was sent against the rules of questions."""
        questions = self._parsed("")
        if not questions:
            self.problems.append(str(_("Write the question in at least one language.")))
        whole: dict[str, list[str]] = {}
        for code, question in questions.items():
            if not question.stem:
                self.about.add_error(f"stem_{code}", _("The question has no text."))
            for fault in [*self.shape.faults(self._filled, code), *faults_of(question)]:
                self._note(fault, code, whole)
        for message, codes in whole.items():
            where = (
                "" if len(codes) == len(questions) else f"{dict(settings.LANGUAGES)[codes[0]]}: "
            )
            self.problems.append(f"{where}{message}")
        self._compare(list(questions.values()))

    def _note(self, fault: Fault, code: str, whole: dict[str, list[str]]) -> None:
        rows = self.shape.in_turn(self._filled)
        if fault.part is None or fault.part >= len(rows):
            whole.setdefault(fault.message, []).append(code)
            return
        row = rows[fault.part]
        name = row.text_field.format(language=code)
        if name not in row.errors:
            row.add_error(name, fault.message)

    def _compare(self, questions: list[ParsedQuestion]) -> None:
        if len(questions) > 1 and not (self.problems or self._has_field_errors):
            message = _("%(part)s: not the same in both languages.")
            parts = differing_parts(questions[0], questions[1])
            self.problems += [str(message % {"part": part}) for part in parts]
