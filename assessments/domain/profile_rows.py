"""One row of a profile: what is known of a competence, each kind of evidence apart; no query."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from assessments.domain import profile_words as words
from assessments.domain.calibration_words import calibration_in_words
from assessments.domain.freshness import Ages
from assessments.domain.gaps import Gap, GapState
from assessments.domain.measurement import Calibration, WrongAnswers, calibrate
from assessments.domain.next_steps import NextStep
from assessments.domain.practice import Practice
from assessments.domain.profile_evidence import Evidences, SelfRating, Tested
from assessments.domain.profile_words import RowWords
from assessments.enums import Freshness
from cms.gauge_words import gauge_words
from training.domain.framework import CompetenceInfo


@dataclass(frozen=True)
class ProfileRow:
    """One competence with the kinds of evidence apart.

    Attributes:
        history: self-ratings, the newest first; all of them in files, the last few on the page.
        tested_expired: when the last test was, if that is too long ago to count.
        target: level that the role asks, or None.
        calibration, wrong_answers: for the adviser alone; never handed on.
        next_step: what to do about the gap; None without a gap.
        words: the same in sentences.
        gauge: what its gauge shows, in sentences.
    """

    code: str
    name: str
    definition: str
    history: tuple[SelfRating, ...]
    tested: Tested | None
    tested_expired: datetime | None
    practice: Practice | None
    target: int | None
    gap: Gap
    calibration: Calibration | None
    wrong_answers: WrongAnswers | None
    next_step: NextStep | None
    words: RowWords
    gauge: str = ""

    @property
    def self_rating(self) -> SelfRating | None:
        """Return the rating that holds: the newest."""
        return self.history[0] if self.history else None

    @property
    def level(self) -> int | None:
        """Return the level 0-5 of the self-rating; None when not rated or not applicable."""
        return self.self_rating.level if self.self_rating else None

    @property
    def standing(self) -> int | None:
        """Return the level to draw: none when it is expired."""
        return None if self.self_rating and self.self_rating.is_expired else self.level

    @property
    def ring(self) -> int | None:
        """Return the earlier level to draw: the newest itself when it is expired."""
        return self.level if self.standing is None and self.level is not None else self.earlier

    @property
    def tested_freshness(self) -> Freshness | None:
        """Return how old the latest answer is, expired ones included; None when never tested."""
        if self.tested:
            return self.tested.freshness
        return Freshness.EXPIRED if self.tested_expired else None

    @property
    def notch(self) -> int | None:
        """Return the target to draw: none where the competence has no place in the role."""
        return None if self.gap.state == GapState.NOT_APPLICABLE else self.target

    @property
    def earlier(self) -> int | None:
        """Return the level of the self-rating before the newest, if it had one."""
        return self.history[1].level if len(self.history) > 1 else None


@dataclass(frozen=True)
class RowMaker:
    """Puts together what is known of a competence; no query."""

    now: datetime
    labels: Mapping[int, str]
    ages: Ages
    evidence: Evidences
    targets: Mapping[int, int]
    gaps: Mapping[str, Gap]
    next_steps: Mapping[str, NextStep]

    def make(self, competence: CompetenceInfo) -> ProfileRow:
        history = self.evidence.history.get(competence.id, ())
        tested = self.evidence.tested.get(competence.id)
        expired = self.evidence.expired.get(competence.id)
        practice = self.evidence.practice.get(competence.id)
        target = self.targets.get(competence.id)
        gap = self.gaps[competence.code]
        rating = history[0] if history else None
        calibration = self._calibration(competence, rating)
        wrong = self.evidence.wrong.get(competence.id)
        row = ProfileRow(
            code=competence.code,
            name=competence.name,
            definition=competence.definition,
            history=history,
            tested=tested,
            tested_expired=expired,
            practice=practice,
            target=target,
            gap=gap,
            calibration=calibration,
            wrong_answers=wrong,
            next_step=self.next_steps.get(competence.code),
            words=RowWords(
                self_rating=words.self_in_words(rating, self.now),
                tested=words.tested_in_words(tested, expired, self.now),
                practice=words.practice_in_words(practice),
                target=words.target_in_words(gap, target, self._label(target)),
                gap=words.gap_in_words(gap),
                calibration=calibration_in_words(calibration, tested.items if tested else 0, wrong),
                self_age=self._age(rating.freshness if rating else None),
                tested_age=self._age(
                    Freshness.EXPIRED if expired else tested.freshness if tested else None
                ),
                practice_age=self._age(practice.freshness if practice else None),
            ),
        )
        return replace(row, gauge=_gauge_in_words(row))

    def _calibration(
        self, competence: CompetenceInfo, rating: SelfRating | None
    ) -> Calibration | None:
        """Return how a rating that still counts lies to the answers of the last twelve months."""
        recent = self.evidence.recent.get(competence.id)
        return calibrate(
            None if rating is None or rating.is_expired else rating.level,
            recent.level if recent else None,
            recent.items or 0 if recent else 0,
        )

    def _age(self, freshness: Freshness | None) -> str:
        return words.freshness_in_words(freshness, self.ages) if freshness else ""

    def _label(self, level: int | None) -> str:
        return "" if level is None else self.labels.get(level, "")


def _gauge_in_words(row: ProfileRow) -> str:
    tested = row.tested
    return gauge_words(
        level=row.standing,
        tested=(tested.low, tested.level, tested.high) if tested else None,
        target=row.notch,
        earlier=row.ring,
    )
