"""What all answers together say of questions and areas: computed by a job, read from rows.

No person is read here: an answer counts by its attempt, its version and its language.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, FloatField, Value, When
from django.db.models.functions import Cast, Coalesce

from assessments.domain.item_figures import (
    FEWEST_ANSWERS,
    discriminations,
    flags_of,
    reliability,
)
from assessments.domain.scoring import score, validate_response
from assessments.enums import Certainty, QuestionKind
from assessments.models import Answer, AreaReliability, QuestionStatistics, QuestionVersion

BATCH = 500
LANGUAGES = ("", "nl", "en")
LISTED = (
    QuestionKind.SINGLE_CHOICE,
    QuestionKind.TRUE_FALSE,
    QuestionKind.SITUATIONAL,
    QuestionKind.MULTIPLE_RESPONSE,
)
_COLUMNS = ("attempt", "version", "area", "language", "points", "dont_know", "sure")


@dataclass(frozen=True)
class StatisticsMade:
    versions: int
    areas: int
    answers: int


def compute_statistics(*, now: datetime) -> StatisticsMade:
    """Compute every figure anew and put it in place of what was stored.

    Args:
        now: the moment that the rows bear.
    """
    frame = _answers()
    rows, areas = [], []
    for language in LANGUAGES:
        part = frame[frame["language"] == language] if language else frame
        if len(part):
            rows += _of_versions(part, language, _chosen(language), now)
            areas += _of_areas(part, language, now)
    _replace(rows, areas)
    return StatisticsMade(len(rows), len(areas), len(frame))


@transaction.atomic
def _replace(rows: list[QuestionStatistics], areas: list[AreaReliability]) -> None:
    QuestionStatistics.objects.all().delete()
    AreaReliability.objects.all().delete()
    QuestionStatistics.objects.bulk_create(rows, batch_size=BATCH)
    AreaReliability.objects.bulk_create(areas, batch_size=BATCH)


def _answers() -> Any:
    """Return the scored answers as a pandas DataFrame of numbers; certainty 0-3, 0 not said."""
    import pandas as pd  # noqa: PLC0415

    sure = Case(
        *(When(certainty=value, then=Value(n)) for n, value in enumerate(Certainty.values, 1)),
        default=Value(0),
    )
    rows = (
        Answer.objects.filter(score__isnull=False)
        .order_by()
        .values_list(
            "attempt_id",
            "version_id",
            "version__question__competence__area_id",
            "attempt__language",
            Cast(Coalesce("regraded_score", "score"), FloatField()),
            "is_dont_know",
            sure,
        )
    )
    return pd.DataFrame.from_records(list(rows.iterator(chunk_size=20_000)), columns=_COLUMNS)


def _of_versions(
    frame: Any, language: str, chosen: Mapping[int, list[dict[str, Any]]], now: datetime
) -> list[QuestionStatistics]:
    right = frame["points"] == 1
    said = frame["sure"] > 0
    sums = (
        frame.assign(
            n=1,
            unknown=frame["dont_know"].astype(float),
            said=said.astype(float),
            guessed=(right & (frame["sure"] == 1)).astype(float),
        )
        .groupby("version")[["n", "points", "unknown", "said", "guessed"]]
        .sum()
    )
    separates = discriminations(frame)
    return [
        _row(version, row, separates.get(version), chosen.get(version, []), language, now)
        for version, row in sums.iterrows()
    ]


def _row(
    version: Any,
    sums: Any,
    separates: Any,
    options: list[dict[str, Any]],
    language: str,
    now: datetime,
) -> QuestionStatistics:
    n = int(sums["n"])
    made = QuestionStatistics(version_id=int(version), language=language, n=n, computed_at=now)
    if n < FEWEST_ANSWERS:
        return made
    made.facility = float(sums["points"] / n)
    made.dont_know = float(sums["unknown"] / n)
    made.discrimination = _number(separates)
    if sums["said"] >= FEWEST_ANSWERS:
        made.guess_rate = float(sums["guessed"] / sums["said"])
    made.options = [{**row, "share": row["n"] / n} for row in options]
    made.flags = flags_of(
        facility=made.facility,
        discrimination=made.discrimination,
        guess_rate=made.guess_rate,
        dont_know=made.dont_know,
        options=made.options,
    )
    return made


def _of_areas(frame: Any, language: str, now: datetime) -> list[AreaReliability]:
    rows = []
    for area, part in frame.groupby("area"):
        part = part.drop_duplicates(["attempt", "version"])
        found = reliability(part["attempt"], part["version"], part["points"].to_numpy())
        rows.append(
            AreaReliability(
                area_id=int(area),
                language=language,
                n=found.n,
                items=found.items,
                alpha=found.alpha,
                omega=found.omega,
                computed_at=now,
            )
        )
    return rows


def _chosen(language: str) -> dict[int, list[dict[str, Any]]]:
    """Return per version how often each option was chosen, with the points it earns.

    Grouped in the database: there are few different responses to a question with options.
    """
    answers = Answer.objects.filter(
        score__isnull=False, is_dont_know=False, version__kind__in=LISTED
    )
    if language:
        answers = answers.filter(attempt__language=language)
    groups = answers.order_by().values_list("version_id", "response").annotate(n=Count("pk"))
    times: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for version, response, n in groups:
        for key in _keys(response):
            times[version][key] += n
    versions = QuestionVersion.objects.in_bulk(times)
    return {pk: _table(versions[pk], counts) for pk, counts in times.items()}


def _keys(response: Mapping[str, Any]) -> Iterable[str]:
    return response["choices"] if "choices" in response else [response["choice"]]


def _table(version: QuestionVersion, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "key": option["key"],
            "n": counts.get(option["key"], 0),
            "points": _points(version, option["key"]),
        }
        for option in version.structure["options"]
    ]


def _points(version: QuestionVersion, key: str) -> float:
    """Return what choosing this option is worth; 1 for each right one of several."""
    if version.kind == QuestionKind.MULTIPLE_RESPONSE:
        options = {option["key"]: option["weight"] for option in version.structure["options"]}
        return 1.0 if options[key] > 0 else 0.0
    response = {"choice": key}
    if validate_response(version.kind, version.structure, response):
        return 0.0
    return float(score(version.kind, version.structure, response))


def _number(value: Any) -> float | None:
    """Return a float; None for what is missing or no number."""
    return None if value is None or value != value else float(value)
