"""Reads how each competence is asked about in the frequency question; the words are a file."""

from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).resolve().parent.parent / "toolkit" / "frequency.yaml"


def frequency_questions(language: str) -> dict[str, str]:
    """Return the question per competence code: how often in the last four working weeks.

    Args:
        language: "nl" or "en".
    """
    return {code: words[language] for code, words in _questions().items()}


@cache
def _questions() -> dict[str, dict[str, str]]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))
