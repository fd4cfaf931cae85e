"""Every subject of the text that the toolkit grew from has its place in Peil."""

import csv
import json
from pathlib import Path

import pytest
from django.urls import reverse

TOOLKIT = Path(__file__).parents[2] / "training" / "toolkit"
ROWS = list(csv.DictReader((TOOLKIT / "seed_map.csv").open(encoding="utf-8")))
LESSON, PAGE, REFERENCE = "lesson", "page", "reference"


def place_of(row: dict[str, str]) -> tuple[str, str]:
    kind, _colon, name = row["place"].partition(":")
    return kind, name


def rows_of(kind: str) -> list[dict[str, str]]:
    return [row for row in ROWS if place_of(row)[0] == kind]


def test_each_of_the_81_subjects_stands_in_the_map_once():
    assert [int(row["item"]) for row in ROWS] == list(range(1, 82))
    assert {place_of(row)[0] for row in ROWS} == {LESSON, PAGE, REFERENCE}


@pytest.mark.parametrize("row", rows_of(LESSON), ids=lambda row: row["item"])
def test_lesson_is_there_in_both_languages_and_names_the_subject(row):
    dutch, english = (
        (TOOLKIT / f"{place_of(row)[1]}.{language}.md").read_text(encoding="utf-8").casefold()
        for language in ("nl", "en")
    )
    assert row["word"].casefold() in dutch
    assert dutch != english


@pytest.mark.parametrize("row", rows_of(PAGE), ids=lambda row: row["item"])
def test_screen_has_an_address(row):
    assert reverse(place_of(row)[1]).startswith("/")


@pytest.mark.parametrize("row", rows_of(REFERENCE), ids=lambda row: row["item"])
def test_work_stands_in_the_bibliography(row):
    works = json.loads((TOOLKIT / "bibliography.json").read_text(encoding="utf-8"))
    work = next(work for work in works if work["id"] == place_of(row)[1])
    assert row["word"] in json.dumps(work, ensure_ascii=False)
