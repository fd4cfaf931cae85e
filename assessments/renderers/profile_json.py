"""A profile as JSON; the keys are described in docs/profile_json.md."""

import json
from typing import Any

from assessments.domain.practice import Practice
from assessments.domain.profile import ProfileReport
from assessments.domain.profile_evidence import SelfRating, Tested
from assessments.domain.profile_rows import ProfileRow

FORMAT, VERSION = "peil-profile", 2


def build_json(report: ProfileReport) -> bytes:
    """Return the profile; unknown is null, and the kinds of evidence have a key each."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "language": report.language,
        "generated_at": report.generated_at.isoformat(),
        "person": report.person,
        "role_profile": report.role or None,
        "framework": {"title": report.framework, "version": report.framework_version or None},
        "purpose": report.purpose,
        "levels": {str(level): label for level, label in report.level_labels.items()},
        "ages": {
            "ageing_months": report.ages.current_months,
            "expired_months": report.ages.expired_months,
        },
        "areas": [
            {
                "code": area.code,
                "name": area.name,
                "tested": _tested(area.tested) if area.tested else None,
            }
            for area in report.areas
        ],
        "competences": [
            {"area": area.code, **_competence(row)} for area in report.areas for row in area.rows
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _competence(row: ProfileRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "target": row.notch,
        "gap": {"state": row.gap.state.value, "levels": row.gap.size},
        "evidence": {
            "self": _rating(row.self_rating) if row.self_rating else None,
            "tested": _tested(row.tested) if row.tested else None,
            "practice": _practice(row.practice) if row.practice else None,
        },
        "tested_expired_at": row.tested_expired.isoformat() if row.tested_expired else None,
        "calibration": row.calibration.value if row.calibration else None,
        "wrong_answers": row.wrong_answers.value if row.wrong_answers else None,
        "history": [_rating(rating) for rating in row.history],
        "next_step": _next_step(row),
    }


def _rating(rating: SelfRating) -> dict[str, Any]:
    return {
        "answer": rating.answer,
        "level": rating.level,
        "given_at": rating.given_at.isoformat(),
        "round": rating.round,
        "how_often": rating.frequency or None,
        "example": rating.evidence_line or None,
        "freshness": rating.freshness.value,
    }


def _tested(tested: Tested) -> dict[str, Any]:
    return {
        "points": tested.points,
        "items": tested.items,
        "fifth": tested.fifth,
        "band": tested.band,
        "low": tested.low,
        "level": tested.level,
        "high": tested.high,
        "given_at": tested.given_at.isoformat(),
        "is_indicative": tested.is_indicative,
        "freshness": tested.freshness.value,
    }


def _practice(practice: Practice) -> dict[str, Any]:
    return {
        "activities": practice.activities,
        "latest": practice.latest.isoformat(),
        "freshness": practice.freshness.value,
        "items": [
            {
                "day": item.day.isoformat(),
                "what": item.what,
                "source": item.source,
                "freshness": item.freshness.value,
            }
            for item in practice.items
        ],
    }


def _next_step(row: ProfileRow) -> dict[str, Any] | None:
    step = row.next_step
    if step is None:
        return None
    return {
        "title": step.title,
        "section": step.heading or None,
        "address": step.address or None,
        "minutes": step.minutes,
        "state": step.state,
    }
