"""The gap that a learning plan is made for: from the report that its manager reads."""

from dataclasses import dataclass

from assessments.domain.team_report import build_team_report
from assessments.domain.team_report_training import TrainingStep, training_steps
from cms.accounts.models import Team
from training.domain.framework import shown_areas


@dataclass(frozen=True)
class GapToClose:
    """A gap with the modules that close it, and the figures in which it was seen."""

    competence_id: int
    snapshot_id: int
    step: TrainingStep


def gap_to_close(team: Team, code: str, language: str) -> GapToClose | None:
    """Return a gap in the newest figures of a team; None where they show none.

    Args:
        team: with its organisation selected.
        code: of the competence.
        language: "nl" or "en", which is also the active one.
    """
    report = build_team_report(team=team, language=language)
    rows = [row for row in report.rows if row.code == code and row.self_rating.is_gap]
    if report.snapshot is None or not rows:
        return None
    ids = {info.code: info.id for area in shown_areas(language) for info in area.competences}
    return GapToClose(ids[code], report.snapshot.id, training_steps(rows, language)[0])
