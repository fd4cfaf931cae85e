"""A competence of a check-in with what was filled in for it, and what may stand beside it by now.

What may steer a rating (target, earlier rating, tested knowledge) is left out here until the rating
is given and saved, so that no template can show it too early.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.checkin_evidence import linked_words
from assessments.domain.checkin_ratings import OWN
from assessments.domain.measurement import is_indicative
from assessments.domain.targets import targets_of
from assessments.domain.tested import EVIDENCE_LIFE, TestedSummary, summary_of
from assessments.enums import Evidence, Frequency, RatingAnswer, TestedBand
from assessments.models import CheckIn, CurrentLevel, DraftRating, Rating
from training.domain.framework import CompetenceInfo, level_labels, sentences_in

ASKS_FOR_EVIDENCE = 4
Answered = DraftRating | Rating


@dataclass(frozen=True)
class CompetenceAnswer:
    """A competence of a round with what was filled in for it.

    Attributes:
        sentence: of the level that was chosen, in the wording that was read.
        target, earlier: levels; None as long as there is no answer, unless the round shows them.
        tested: tested knowledge of the last twelve months, under the same rule.
        first: the answer in words that was given before these came into view, when it was another.
        then: where the person was a year ago, in words.
        notes: sentences for the adviser alone.
    """

    competence: CompetenceInfo
    answer: str = ""
    level: int | None = None
    label: str = ""
    sentence: str = ""
    evidence_line: str = ""
    evidence_link: str = ""
    frequency: str = ""
    target: int | None = None
    earlier: int | None = None
    tested: TestedSummary | None = None
    target_label: str = ""
    earlier_label: str = ""
    first: str = ""
    then: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_rated(self) -> bool:
        return bool(self.answer)

    @property
    def reason(self) -> str:
        """Return why there is no level, in words; empty when there is one or no answer."""
        has_reason = self.answer and self.answer != RatingAnswer.LEVEL
        return str(RatingAnswer(self.answer).label) if has_reason else ""

    @property
    def has_beside(self) -> bool:
        """Return whether there is anything to compare the answer with."""
        return not (self.target is None and self.earlier is None and self.tested is None)

    @property
    def tested_words(self) -> str:
        """Return tested knowledge as a band with its number of questions; empty without any."""
        if self.tested is None:
            return ""
        if is_indicative(self.tested.items):
            text = ngettext(
                "%(band)s, indicative, from %(count)d question",
                "%(band)s, indicative, from %(count)d questions",
                self.tested.items,
            )
        else:
            text = _("%(band)s, from %(count)d questions")
        return text % {"band": TestedBand(self.tested.band).label, "count": self.tested.items}


@dataclass(frozen=True)
class AnswerReader:
    """Puts together what is known of a competence; made by `reader_of`."""

    answered: Mapping[int, Answered]
    earlier: Mapping[int, int | None]
    targets: Mapping[int, int]
    tested: Mapping[int, TestedSummary]
    labels: Mapping[int, str]
    sentences: Mapping[int, Mapping[int, str]]
    hides: bool

    def read(self, competence: CompetenceInfo) -> CompetenceAnswer:
        """Return a competence with what may be seen of it; no query."""
        row = self.answered.get(competence.id)
        if row is None or not row.answer:
            return self._unrated(competence, row)
        return CompetenceAnswer(
            competence=competence,
            answer=row.answer,
            level=row.level,
            label=self._label(row.level),
            sentence=self.sentences.get(row.version_id, {}).get(_key(row.level), ""),
            evidence_line=row.evidence_line,
            evidence_link=linked_words(row),
            frequency=_in_words(row.frequency),
            first=self._first(row),
            then=self._label(row.then_level),
            notes=tuple(_notes(row, competence)),
            **self._beside(competence),
        )

    def _unrated(self, competence: CompetenceInfo, row: Answered | None) -> CompetenceAnswer:
        stays = bool(getattr(row, "was_given", False))
        return CompetenceAnswer(
            competence=competence,
            evidence_line=row.evidence_line if row else "",
            evidence_link=linked_words(row) if row else "",
            frequency=_in_words(row.frequency) if row else "",
            notes=(_("The answer that you submitted before stays."),) if stays else (),
            **({} if self.hides else self._beside(competence)),
        )

    def _beside(self, competence: CompetenceInfo) -> dict:
        level = self.earlier.get(competence.id)
        target = self.targets.get(competence.id)
        return {
            "target": target,
            "target_label": self._label(target),
            "earlier": level,
            "earlier_label": self._label(level),
            "tested": self.tested.get(competence.id),
        }

    def _first(self, row: Answered) -> str:
        if not row.first_answer or (row.first_answer, row.first_level) == (row.answer, row.level):
            return ""
        return self._label(row.first_level) or str(RatingAnswer(row.first_answer).label)

    def _label(self, level: int | None) -> str:
        return self.labels.get(_key(level), "")


def reader_of(
    check_in: CheckIn,
    answered: Mapping[int, Answered],
    competences: Iterable[CompetenceInfo],
    language: str,
    now: datetime,
) -> AnswerReader:
    """Return what reads the answers of a check-in; four queries, five once it was submitted.

    Args:
        answered: the draft or what was submitted, by competence id.
        competences: that will be read.
    """
    versions = {c.version_id for c in competences} | {row.version_id for row in answered.values()}
    standing = list(CurrentLevel.objects.filter(user=check_in.user_id))
    return AnswerReader(
        answered=answered,
        earlier=_earlier(check_in, standing),
        targets=targets_of(check_in.user, check_in.campaign.organisation),
        tested=_tested(standing, now),
        labels=level_labels(language),
        sentences=sentences_in(language, [*versions]),
        hides=check_in.campaign.hides_until_rated,
    )


def latest(rows: Iterable[Rating]) -> dict[int, Rating]:
    """Return the last of these ratings per competence id."""
    return {row.competence_id: row for row in rows}


def _tested(standing: Iterable[CurrentLevel], now: datetime) -> dict[int, TestedSummary]:
    return {
        row.competence_id: summary_of(row)
        for row in standing
        if row.evidence == Evidence.TESTED and row.items and row.given_at > now - EVIDENCE_LIFE
    }


def _earlier(check_in: CheckIn, standing: Iterable[CurrentLevel]) -> dict[int, int | None]:
    """Return the levels from earlier rounds; what stands is of this one when it was submitted."""
    rows: Iterable[CurrentLevel | Rating] = (
        row for row in standing if row.evidence == Evidence.SELF
    )
    if check_in.submitted_at is not None:
        before = Rating.objects.filter(user=check_in.user_id).exclude(check_in=check_in)
        rows = before.filter(given_at__lte=check_in.started_at).order_by("given_at", "pk")
    return {row.competence_id: row.level for row in rows}


def _key(level: int | None) -> int:
    return -1 if level is None else level


def _in_words(frequency: str) -> str:
    return str(Frequency(frequency).label) if frequency else ""


def _notes(row: Answered, competence: CompetenceInfo) -> Iterable[str]:
    """Yield what the adviser may want to look at again; none of it is an error."""
    if row.version_id != competence.version_id:
        yield _("The sentences have changed since you answered.")
    if row.level == 0 and row.frequency == Frequency.EVERY_CLIENT:
        yield _("You chose the first sentence, and do it with every client. Is that right?")
    if (row.level or 0) < ASKS_FOR_EVIDENCE:
        return
    if not row.evidence_line and all(getattr(row, name) is None for name in OWN):
        yield _("No example noted; only you see this remark.")
    if row.frequency == Frequency.NEVER:
        yield _("You chose a high level, and did it never in the last four weeks. Is that right?")
