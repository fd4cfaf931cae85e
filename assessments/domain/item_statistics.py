"""What all answers together say of questions and areas: computed by a job, read from rows.

No person is read here: an answer counts by its attempt, its version and its language.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import connection, transaction
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
_COLUMNS = ("attempt", "version", "points", "dont_know", "sure", "language")


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
    frame, chosen = _answers(), _chosen()
    rows, areas = [], []
    for code, language in enumerate(LANGUAGES):
        part = frame[frame["language"] == code] if language else frame
        if len(part):
            rows += _of_versions(part, language, chosen[language], now)
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
    """Return the scored answers as a pandas DataFrame of numbers.

    Certainty is 0-3, 0 not said; a language its place in LANGUAGES. The database hands over numbers
    and nothing else, and they are read past the models: a million rows are made into no objects.
    """
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    rows = (
        Answer.objects.filter(score__isnull=False)
        .order_by()
        .values_list(
            "attempt_id",
            "version_id",
            Cast(Coalesce("regraded_score", "score"), FloatField()),
            Case(When(is_dont_know=True, then=Value(1)), default=Value(0)),
            _place_in("certainty", Certainty.values),
            _place_in("attempt__language", LANGUAGES[1:]),
        )
    )
    with connection.cursor() as cursor:
        cursor.execute(*rows.query.sql_with_params())
        numbers = np.fromiter(chain.from_iterable(cursor), dtype=float)
        read = numbers.reshape(-1, len(_COLUMNS))
    whole = {name: "int64" for name in _COLUMNS if name != "points"}
    frame = pd.DataFrame(read, columns=_COLUMNS).astype(whole)
    areas = dict(QuestionVersion.objects.values_list("pk", "question__competence__area_id"))
    return frame.assign(area=frame["version"].map(areas))


def _place_in(column: str, values: Sequence[str]) -> Case:
    """Return an expression: the place of a column's value among these, from 1; 0 for any other."""
    places = (When(**{column: value}, then=Value(place)) for place, value in enumerate(values, 1))
    return Case(*places, default=Value(0))


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


def _chosen() -> dict[str, dict[int, list[dict[str, Any]]]]:
    """Return per language and version how often each option was chosen, with the points it earns.

    Grouped in the database: there are few different responses to a question with options.
    """
    versions = QuestionVersion.objects.filter(kind__in=LISTED).in_bulk()
    groups = (
        Answer.objects.filter(score__isnull=False, is_dont_know=False, version__in=versions)
        .order_by()
        .values_list("version_id", "attempt__language", "response")
        .annotate(n=Count("pk"))
    )
    times: dict[str, dict[int, dict[str, int]]] = {
        language: defaultdict(lambda: defaultdict(int)) for language in LANGUAGES
    }
    for version, language, response, n in groups:
        for part in {"", language}:
            for key in _keys(response):
                times[part][version][key] += n
    return {
        language: {pk: _table(versions[pk], counts) for pk, counts in per_version.items()}
        for language, per_version in times.items()
    }


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
