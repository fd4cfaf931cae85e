"""Figures of questions from columns of numbers: no database, no people.

Facility is the mean of the points. Discrimination is the corrected item-total correlation: between
the points of a question and the mean points of the *other* questions of its area in the same
attempt (S. Henrysson, Correction of item-total correlations in item analysis, Psychometrika 28
(1963), 211-218). Guess rate: right though unsure, of those who said how sure they were.

Alpha and omega rest on the covariances of the pairs of questions that enough attempts have both:
an attempt draws some questions, so that nobody answered all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

FEWEST_ANSWERS = 30
FEWEST_OF_PAIR = 30
FEWEST_QUESTIONS = 3
ROUNDS, CLOSE_ENOUGH = 200, 1e-6

TOO_EASY, TOO_HARD = 0.95, 0.20
WEAK, NEGATIVE = 0.10, 0.0
MUCH_GUESSED, MUCH_UNKNOWN = 0.30, 0.40
RARELY_CHOSEN = 0.02


@dataclass(frozen=True)
class Reliability:
    """Of one area: attempts and questions that it rests on, alpha and omega where they exist."""

    n: int
    items: int
    alpha: float | None
    omega: float | None


def discriminations(frame: Any) -> Any:
    """Return the corrected item-total correlation per version, as a pandas Series.

    Args:
        frame: a pandas DataFrame with the columns attempt, area, version and points; each attempt
            at most once per version.
    """
    import numpy as np  # noqa: PLC0415
    import pandas as pd  # noqa: PLC0415

    grouped = frame.groupby(["attempt", "area"], sort=False)["points"]
    others = grouped.transform("size") - 1
    enough = others > 0
    points = frame["points"][enough]
    rest = (grouped.transform("sum")[enough] - points) / others[enough]
    sums = (
        pd.DataFrame(
            {
                "version": frame["version"][enough],
                "n": 1.0,
                "x": points,
                "y": rest,
                "xx": points * points,
                "yy": rest * rest,
                "xy": points * rest,
            }
        )
        .groupby("version")
        .sum()
    )
    n = sums["n"]
    spread_x = n * sums["xx"] - sums["x"] ** 2
    spread_y = n * sums["yy"] - sums["y"] ** 2
    spread = np.sqrt(spread_x.clip(lower=0) * spread_y.clip(lower=0))
    found = (n * sums["xy"] - sums["x"] * sums["y"]) / spread.where(spread > CLOSE_ENOUGH)
    return found.where(n >= FEWEST_ANSWERS).clip(-1, 1)


def reliability(attempts: Any, versions: Any, points: Any) -> Reliability:
    """Return alpha and omega of the questions of an area.

    Args:
        attempts, versions, points: columns of equal length, one row per answer.
    """
    import numpy as np  # noqa: PLC0415

    rows, attempt_ids = _codes(attempts)
    columns, version_ids = _codes(versions)
    matrix = np.zeros((len(attempt_ids), len(version_ids)))
    present = np.zeros_like(matrix)
    matrix[rows, columns] = points
    present[rows, columns] = 1.0
    counts = present.T @ present
    kept = _all_in_pairs(counts)
    matrix, present = matrix[:, kept], present[:, kept]
    counts = counts[np.ix_(kept, kept)]
    n = int((present.sum(axis=1) > 1).sum()) if len(kept) else 0
    if len(kept) < FEWEST_QUESTIONS:
        return Reliability(n, len(kept), None, None)
    sums = matrix.T @ present
    cov = (matrix.T @ matrix - sums * sums.T / counts) / (counts - 1)
    return Reliability(n, len(kept), alpha_of(cov), omega_of(cov))


def alpha_of(cov: Any) -> float | None:
    """Return Cronbach's alpha: k/(k-1) * (1 - sum of variances / sum of all covariances).

    Source: L. J. Cronbach, Coefficient alpha and the internal structure of tests, Psychometrika 16
    (1951), 297-334.

    Args:
        cov: covariance matrix of k questions, k at least 2.
    """
    k, total = len(cov), float(cov.sum())
    if k < 2 or total <= 0:
        return None
    return float(k / (k - 1) * (1 - cov.trace() / total))


def omega_of(cov: Any) -> float | None:
    """Return McDonald's omega: (sum of loadings)^2 / ((sum of loadings)^2 + sum of uniquenesses).

    The loadings are those of one factor, by iterated principal axes on the covariances (H. H.
    Harman, Modern factor analysis, 3rd ed. 1976, ch. 8); omega: R. P. McDonald, Test theory: a
    unified treatment (1999), ch. 6. None when there is no such solution.

    Args:
        cov: covariance matrix of at least 3 questions.
    """
    import numpy as np  # noqa: PLC0415

    variances = cov.diagonal().copy()
    if len(cov) < FEWEST_QUESTIONS or (variances <= 0).any():
        return None
    shared = np.abs(cov - np.diag(variances)).max(axis=1)
    reduced = cov.copy()
    for _round in range(ROUNDS):
        np.fill_diagonal(reduced, shared)
        values, vectors = np.linalg.eigh(reduced)
        if values[-1] <= 0:
            return None
        loadings = vectors[:, -1] * np.sqrt(values[-1])
        before, shared = shared, np.minimum(loadings**2, variances)
        if np.abs(shared - before).max() < CLOSE_ENOUGH:
            break
    common = float(loadings.sum()) ** 2
    rest = float((variances - shared).sum())
    return common / (common + rest) if common + rest > 0 else None


def flags_of(
    *,
    facility: float,
    discrimination: float | None,
    guess_rate: float | None,
    dont_know: float,
    options: Sequence[dict[str, Any]],
) -> list[str]:
    """Return what an editor should look at; the bounds stand at the top of this file.

    They are rules of thumb for a bank that is used to learn (R. L. Ebel and D. A. Frisbie,
    Essentials of educational measurement, 5th ed. 1991), not laws.

    Args:
        facility, guess_rate, dont_know: shares, 0 to 1.
        discrimination: -1 to 1, or None.
        options: rows with `share` and `points`, as they are stored; may be empty.
    """
    wrong = [row["share"] for row in options if row["points"] == 0]
    right = [row["share"] for row in options if row["points"] == 1]
    found = {
        "too_easy": facility > TOO_EASY,
        "too_hard": facility < TOO_HARD,
        "negative": discrimination is not None and discrimination < NEGATIVE,
        "weak": discrimination is not None and NEGATIVE <= discrimination < WEAK,
        "guessed": guess_rate is not None and guess_rate > MUCH_GUESSED,
        "unknown": dont_know > MUCH_UNKNOWN,
        "wrong_preferred": bool(wrong and right) and max(wrong) > max(right),
        "never_chosen": bool(wrong) and min(wrong) < RARELY_CHOSEN,
    }
    return [name for name, holds in found.items() if holds]


def _codes(column: Any) -> tuple[Any, Any]:
    import pandas as pd  # noqa: PLC0415

    return pd.factorize(column)


def _all_in_pairs(counts: Any) -> Any:
    """Return the questions of which every two were answered together often enough.

    As long as some pair is too rare, the question with the most rare pairs is left out.
    """
    import numpy as np  # noqa: PLC0415

    kept = np.arange(len(counts))
    while len(kept):
        rare = (counts[np.ix_(kept, kept)] < FEWEST_OF_PAIR).sum(axis=1)
        if not rare.any():
            break
        kept = np.delete(kept, rare.argmax())
    return kept
