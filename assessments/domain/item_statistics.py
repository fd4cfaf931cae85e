"""What all answers together say of questions and areas: computed by a job, read from rows.

No person is read here: an answer counts by its attempt, its version and its language.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import FloatField, TextField
from django.db.models.functions import Cast, Coalesce

from assessments.domain.item_figures import (
    FEWEST_ANSWERS,
    discriminations,
    flags_of,
    reliability,
)
from assessments.domain.scoring import score, validate_response
from assessments.enums import Certainty, QuestionKind
from assessments.models import (
    Answer,
    AreaReliability,
    Attempt,
    QuestionStatistics,
    QuestionVersion,
)

BATCH = 500
LANGUAGES = ("", "nl", "en")
LISTED = (
    QuestionKind.SINGLE_CHOICE,
    QuestionKind.TRUE_FALSE,
    QuestionKind.SITUATIONAL,
    QuestionKind.MULTIPLE_RESPONSE,
)
CHUNK = 500  # rows at a time: few enough to be gone again before the collector looks at them
_COLUMNS = {
    "attempt": "int64",
    "version": "int64",
    "points": "float64",
    "dont_know": "int8",
    "sure": "int8",
    "response": "int32",
}


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
    listed = QuestionVersion.objects.filter(kind__in=LISTED).in_bulk()
    frame, responses = _answers(listed)
    rows, areas = [], []
    for code, language in enumerate(LANGUAGES):
        part = frame[frame["language"] == code] if language else frame
        if len(part):
            chosen = _chosen(part, responses, listed)
            rows += _of_versions(part, language, chosen, now)
            areas += _of_areas(part, language, now)
    _replace(rows, areas)
    return StatisticsMade(len(rows), len(areas), len(frame))


@transaction.atomic
def _replace(rows: list[QuestionStatistics], areas: list[AreaReliability]) -> None:
    QuestionStatistics.objects.all().delete()
    AreaReliability.objects.all().delete()
    QuestionStatistics.objects.bulk_create(rows, batch_size=BATCH)
    AreaReliability.objects.bulk_create(areas, batch_size=BATCH)


def _answers(listed: Collection[int]) -> tuple[Any, list[dict[str, Any]]]:
    """Return the scored answers as a pandas DataFrame of numbers, and the responses it points to.

    Certainty is 0-3, 0 not said; a language its place in LANGUAGES; a response its place in the
    list, -1 where it chooses none of the options. They are read past the models, some at a time: a
    million rows are made into no objects, and a response that was given before is not read again.

    Args:
        listed: ids of the versions that have options.
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
            "is_dont_know",
            "certainty",
            Cast("response", TextField()),
        )
    )
    texts: dict[str | None, int] = {None: -1}
    sure = {value: place for place, value in enumerate(Certainty.values, 1)}
    parts: list[list[Any]] = [[np.empty(0, kind)] for kind in _COLUMNS.values()]
    with connection.chunked_cursor() as cursor:
        cursor.execute(*rows.query.sql_with_params())
        while read := cursor.fetchmany(CHUNK):
            columns: list[Sequence[Any]] = [*zip(*read, strict=True)]
            columns[4] = [sure.get(value, 0) for value in columns[4]]
            columns[5] = [texts.setdefault(text, len(texts) - 1) for text in columns[5]]
            for part, column, kind in zip(parts, columns, _COLUMNS.values(), strict=True):
                part.append(np.array(column, kind))
    frame = pd.DataFrame(
        {name: np.concatenate(part) for name, part in zip(_COLUMNS, parts, strict=True)}
    )
    choices = frame["version"].isin(listed) & (frame["dont_know"] == 0)
    areas = dict(QuestionVersion.objects.values_list("pk", "question__competence__area_id"))
    frame = frame.assign(
        response=frame["response"].where(choices, -1),
        language=frame["attempt"].map(_languages()).fillna(0).astype("int8"),
        area=frame["version"].map(areas),
    )
    used = {*frame["response"].unique()}
    return frame, [
        json.loads(text) if text is not None and place in used else {}
        for text, place in texts.items()
    ][1:]


def _languages() -> dict[int, int]:
    """Return the place in LANGUAGES of the language of each attempt."""
    rows = Attempt.objects.order_by().values_list("pk", "language")
    return {pk: LANGUAGES.index(language) for pk, language in rows if language in LANGUAGES}


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


def _chosen(
    frame: Any, responses: Sequence[dict[str, Any]], listed: Mapping[int, QuestionVersion]
) -> dict[int, list[dict[str, Any]]]:
    """Return per version how often each option was chosen, with the points it earns."""
    times: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    chosen = frame[frame["response"] >= 0]
    for (version, response), n in chosen.groupby(["version", "response"]).size().items():
        for key in _keys(responses[response]):
            times[version][key] += int(n)
    return {pk: _table(listed[pk], counts) for pk, counts in times.items()}


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
