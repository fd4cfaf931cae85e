"""Every figure that the job stores, beside one plain table of all answers."""

from datetime import timedelta
from itertools import chain
from random import Random
from uuid import uuid4

import pandas as pd
import pytest

from assessments.domain.item_statistics import compute_statistics
from assessments.models import Answer, Attempt, QuestionStatistics
from tests.factories.people import make_user
from tests.factories.questions import NOW, make_question

LATER = NOW + timedelta(days=1)
KINDS = ("multiple_response", "single_choice", "single_choice")


def chosen(response):
    return response["choices"] if "choices" in response else [response["choice"]]


def scattered(versions, attempts, rng):
    """Give so many attempts answers of all sorts, in both languages and in none."""
    made = Attempt.objects.bulk_create(
        Attempt(
            user=make_user(),
            lesson=uuid4(),
            language=rng.choice(["", "nl", "en"]),
            started_at=NOW,
            submitted_at=NOW,
        )
        for _number in range(attempts)
    )
    Answer.objects.bulk_create(
        Answer(
            attempt=attempt,
            position=position,
            version=version,
            response=None
            if unknown
            else {"choices": [key, "c"]}
            if version is versions[0]
            else {"choice": key},
            is_dont_know=unknown,
            certainty=rng.choice(["", "unsure", "certain"]),
            answered_at=NOW,
            score=0 if unknown else key == "b",
            regraded_score=rng.choice([None, None, 0.5]),
        )
        for attempt in made
        for position, version in enumerate(versions)
        for unknown, key in [(rng.random() < 0.2, rng.choice("ab"))]
        if rng.random() < 0.9
    )


def plainly(language):
    """Return the figures of each version from one table of answers, by the definitions."""
    rows = Answer.objects.filter(attempt__language=language) if language else Answer.objects.all()
    frame = pd.DataFrame(
        rows.values(
            "attempt", "version", "response", "is_dont_know", "certainty", "score", "regraded_score"
        )
    )
    frame["points"] = frame["regraded_score"].combine_first(frame["score"]).astype(float)
    table = frame.pivot(index="attempt", columns="version", values="points")
    found = {}
    for version, part in frame.groupby("version"):
        rest = table.drop(columns=version).mean(axis=1)
        said = part[part["certainty"] != ""]
        keys = [*chain.from_iterable(map(chosen, part["response"].dropna()))]
        found[version] = {
            "n": len(part),
            "facility": part["points"].mean(),
            "dont_know": part["is_dont_know"].mean(),
            "discrimination": table[version].corr(rest),
            "guess_rate": ((said["points"] == 1) & (said["certainty"] == "unsure")).mean(),
            "options": [(key, keys.count(key)) for key in "abc"],
        }
    return found


@pytest.mark.parametrize("language", ["", "nl", "en"])
def test_every_figure_is_what_one_plain_table_gives(framework, language):
    versions = [make_question(kind) for kind in KINDS]
    scattered(versions, 270, Random(4))
    compute_statistics(now=LATER)
    stored = {
        row.version_id: {
            "n": row.n,
            "facility": pytest.approx(row.facility),
            "dont_know": pytest.approx(row.dont_know),
            "discrimination": pytest.approx(row.discrimination),
            "guess_rate": pytest.approx(row.guess_rate),
            "options": [(option["key"], option["n"]) for option in row.options],
        }
        for row in QuestionStatistics.objects.filter(language=language)
    }
    assert stored == plainly(language)
