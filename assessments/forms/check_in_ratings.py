"""Ratings as a form: the competences of an area, or all of a paper form on one page."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.domain.checkin_answers import CompetenceAnswer
from assessments.domain.checkin_evidence import Group, link_named, link_of, linked_words
from assessments.domain.checkin_ratings import RatingDraft, mark_of
from assessments.enums import Frequency, RatingAnswer
from assessments.forms.check_ins import LEVELS, LINE, NOT_OFFERED, TOO_LONG, StepForm
from assessments.models import DraftRating
from training.domain.framework import CompetenceInfo

REASONS = {"na": RatingAnswer.NOT_APPLICABLE, "no": RatingAnswer.DECLINED}


class OpenRadioSelect(forms.RadioSelect):
    """Radio buttons of which none is chosen until somebody chooses, "leave open" included."""

    def format_value(self, value: Any) -> list[str]:
        return [] if value is None else super().format_value(value)


@dataclass(frozen=True)
class RatingAsked:
    """What a page of ratings asks, besides its competences.

    Attributes:
        questions: how often, per competence code; a competence without one gets general words.
        evidence: what the person may name as an example, per kind.
        asks_then: whether it asks where the person was a year ago, of what is rated.
        labels: of the levels.
    """

    questions: Mapping[str, str]
    evidence: list[Group]
    asks_then: bool
    labels: Mapping[int, str]


@dataclass(frozen=True)
class RatingRow:
    """The fields of one competence, as the page draws them.

    Attributes:
        about: what is stored, with what may stand beside it by now.
        seen: the mark of what is stored, which the form sends back.
    """

    competence: CompetenceInfo
    about: CompetenceAnswer | None
    seen: str
    answer: forms.BoundField
    levels: list[BoundWidget]
    apart: list[BoundWidget]
    extras: list[forms.BoundField]
    then: forms.BoundField | None
    wording_changed: bool

    @property
    def has_extras(self) -> bool:
        """Return whether an extra is filled in or wrong, so that it must be in sight."""
        return any(field.value() or field.errors for field in self.extras)

    @property
    def is_settled(self) -> bool:
        """Return whether the answer is stored and nothing is wrong, so that it may be folded."""
        rated = self.about is not None and self.about.is_rated
        return rated and not self.answer.errors and not self.wording_changed


class RatingForm(StepForm):
    """Per competence a sentence, how often, an example, and once rated where one was a year ago."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        competences: Iterable[CompetenceInfo],
        drafts: Mapping[int, DraftRating],
        answers: Mapping[int, CompetenceAnswer],
        asked: RatingAsked,
    ) -> None:
        """Make the form.

        Args:
            competences: with level sentences.
            drafts: what is stored, by competence id.
            answers: the same as it reads.
        """
        super().__init__(data)
        self.competences = tuple(competences)
        self.drafts, self.answers, self.asked = drafts, answers, asked
        for competence in self.competences:
            self._add(competence)

    def rows(self) -> Iterator[RatingRow]:
        """Yield the competences with their fields."""
        for competence in self.competences:
            code = competence.code
            answer = self[f"{code}-answer"]
            choices = list(answer)
            extras = (f"{code}-frequency", f"{code}-evidence_line", f"{code}-evidence")
            then = f"{code}-then"
            yield RatingRow(
                competence=competence,
                about=self.answers.get(competence.id),
                seen=self._seen(competence),
                answer=answer,
                levels=choices[: len(LEVELS)],
                apart=choices[len(LEVELS) :],
                extras=[self[name] for name in extras if name in self.fields],
                then=self[then] if then in self.fields else None,
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
        draft = self.drafts.get(competence.id)
        sentences = [(str(level), competence.sentences.get(level, "")) for level in LEVELS]
        self.fields[f"{code}-answer"] = forms.ChoiceField(
            choices=[
                *sentences,
                *((value, reason.label) for value, reason in REASONS.items()),
                ("", _("Leave open for now")),
            ],
            widget=OpenRadioSelect,
            required=False,
            label=f"{code} {competence.name}",
            error_messages={"invalid_choice": NOT_OFFERED},
        )
        if self.asked.asks_then and draft is not None and draft.level is not None:
            self._add_then(code)
        self.fields[f"{code}-frequency"] = _choice(
            Frequency.choices,
            self.asked.questions.get(code) or gettext("How often did you do this?"),
            _("In the last four working weeks."),
        )
        self.fields[f"{code}-evidence_line"] = forms.CharField(
            required=False,
            validators=[MaxLengthValidator(LINE, TOO_LONG)],
            label=gettext("%(code)s: an example, in one line") % {"code": code},
            help_text=_("Situation, product, date. No names of clients. Only you read this."),
        )
        offered = _with_stored(self.asked.evidence, draft)
        if offered:
            self.fields[f"{code}-evidence"] = _choice(
                offered,
                gettext("%(code)s: or something of yours that shows it") % {"code": code},
            )
        self.initial |= _initial_of(code, draft)

    def _add_then(self, code: str) -> None:
        self.fields[f"{code}-then"] = _choice(
            [(str(level), self.asked.labels.get(level, str(level))) for level in LEVELS],
            gettext("%(code)s: where were you a year ago, knowing what you know now?")
            % {"code": code},
        )

    def _draft(self, competence: CompetenceInfo) -> RatingDraft:
        code = competence.code
        given = self.cleaned_data.get(f"{code}-answer", "")
        answer = REASONS.get(given, RatingAnswer.LEVEL) if given else ""
        level = int(given) if answer == RatingAnswer.LEVEL else None
        then = self.cleaned_data.get(f"{code}-then", "") if level is not None else ""
        return RatingDraft(
            competence_id=competence.id,
            version_id=competence.version_id,
            answer=answer,
            level=level,
            evidence_line=self.cleaned_data[f"{code}-evidence_line"],
            frequency=self.cleaned_data[f"{code}-frequency"],
            then_level=int(then) if then else None,
            seen=self.data.get(f"{code}-seen", ""),
            **vars(link_named(self.cleaned_data.get(f"{code}-evidence", ""))),
        )

    def _seen(self, competence: CompetenceInfo) -> str:
        """Return the mark of what was stored when the page was first opened."""
        sent = self.data.get(f"{competence.code}-seen")
        return mark_of(self.drafts.get(competence.id)) if sent is None else sent

    def _wording_changed(self, competence: CompetenceInfo) -> bool:
        draft = self.drafts.get(competence.id)
        return draft is not None and draft.version_id != competence.version_id


def _choice(choices: Iterable[Any], label: str, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=[("", _("Not said")), *choices],
        required=False,
        label=label,
        help_text=help_text,
        error_messages={"invalid_choice": NOT_OFFERED},
    )


def _with_stored(offered: list[Group], draft: DraftRating | None) -> list[Any]:
    """Return what is offered, and what the draft names when that is not among it any more."""
    value = link_of(draft).value
    known = {key for _name, rows in offered for key, _words in rows}
    if draft is None or not value or value in known:
        return [*offered]
    return [*offered, (value, linked_words(draft))]


def _initial_of(code: str, draft: DraftRating | None) -> dict[str, Any]:
    if draft is None:
        return {}
    reasons = {reason: value for value, reason in REASONS.items()}
    level = reasons.get(draft.answer, draft.level)
    return {
        f"{code}-answer": None if level is None else str(level),
        f"{code}-frequency": draft.frequency,
        f"{code}-evidence_line": draft.evidence_line,
        f"{code}-evidence": link_of(draft).value,
        f"{code}-then": "" if draft.then_level is None else str(draft.then_level),
    }
