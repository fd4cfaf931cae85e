"""A profile as JSON; the keys are described in docs/profile_json.md."""

import json
from typing import Any

from assessments.domain.profile import ProfileReport, ProfileRow
from assessments.domain.profile_evidence import SelfRating, Tested

FORMAT, VERSION = "peil-profile", 1


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
        "competences": [
            {"area": area.code, **_competence(row)} for area in report.areas for row in area.rows
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _competence(row: ProfileRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "target": row.target,
        "gap": {"state": row.gap.state.value, "levels": row.gap.size},
        "evidence": {
            "self": _rating(row.self_rating) if row.self_rating else None,
            "tested": _tested(row.tested) if row.tested else None,
            "practice": (
                {
                    "activities": row.practice.activities,
                    "latest": row.practice.latest.isoformat(),
                }
                if row.practice
                else None
            ),
        },
        "tested_expired_at": row.tested_expired.isoformat() if row.tested_expired else None,
        "calibration": row.calibration.value if row.calibration else None,
        "history": [_rating(rating) for rating in row.history],
        "next_step": _next_step(row),
    }


def _rating(rating: SelfRating) -> dict[str, Any]:
    return {
        "answer": "not_applicable" if rating.is_not_applicable else "level",
        "level": rating.level,
        "given_at": rating.given_at.isoformat(),
        "round": rating.round,
        "how_often": rating.frequency or None,
        "example": rating.evidence_line or None,
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
    }


def _next_step(row: ProfileRow) -> dict[str, Any] | None:
    step = row.next_step
    if step is None:
        return None
    return {"lesson": step.title, "section": step.heading, "address": step.address}
