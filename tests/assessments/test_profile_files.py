"""The files of a profile, opened by other programs and laid beside the report."""

import json
from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import openpyxl
import pypdf
import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from assessments.domain.profile import build_profile
from assessments.renderers.profile_json import build_json
from assessments.renderers.profile_pdf import build_pdf
from assessments.renderers.profile_xlsx import build_xlsx
from tests.factories.campaigns import make_campaign, make_check_in
from tests.factories.evidence import give_answers

NOW = datetime(2026, 11, 23, 23, 30, tzinfo=ZoneInfo("Europe/Brussels"))
BEFORE = NOW - timedelta(days=180)


@pytest.fixture
def person(adviser, team):
    """An adviser with a history, among it lines that a spreadsheet would run."""
    adviser.first_name, adviser.last_name = "Lien", "De Smet"
    adviser.save()
    levels = {"A1": 1, "A2": 4, "B1": 5}
    early = make_campaign(team, now=BEFORE, names={"nl": "=1+1", "en": "=1+1"})
    make_check_in(early, adviser, levels, now=BEFORE, evidence_line="=HYPERLINK(0)")
    late = make_campaign(team, now=NOW)
    make_check_in(late, adviser, {"A1": 2, "A3": "na"}, now=NOW, evidence_line="+32 line")
    give_answers(adviser, "B1", [1, 1, 0.5, 0, 0, 0, 0, 0], NOW - timedelta(days=9))
    give_answers(adviser, "D1", [1], NOW - timedelta(days=800))
    return adviser


def report_of(person, language="nl"):
    with translation.override(language):
        return build_profile(person, language, NOW)


def pdf_text(body: bytes) -> str:
    return " ".join(
        " ".join(p.extract_text() for p in pypdf.PdfReader(BytesIO(body)).pages).split()
    )


@pytest.mark.parametrize("language", ["nl", "en"])
def test_pdf_says_what_the_report_says(person, language):
    report = report_of(person, language)

    body = build_pdf(report)

    text = pdf_text(body)
    for row in report.rows:
        says = (f"{row.code} {row.name}", row.words.self_rating, row.words.tested, row.words.gap)
        assert [words for words in says if " ".join(words.split()) not in text] == []
    assert report.headline in text
    assert report.role in text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_pdf_has_a_title_a_language_numbers_and_a_purpose_on_each_page(person, language):
    report = report_of(person, language)

    pdf = pypdf.PdfReader(BytesIO(build_pdf(report)))

    assert pdf.metadata.title == report.labels.title
    assert pdf.root_object["/Lang"] == language
    assert tuple(round(float(side)) for side in pdf.pages[0].mediabox[2:]) == (595, 842)
    for number, page in enumerate(pdf.pages, 1):
        text = " ".join(page.extract_text().split())
        assert f"{number} / {len(pdf.pages)}" in text
        assert report.purpose in text


def test_pdf_leaves_out_what_is_for_the_adviser_alone(person):
    report = report_of(person, "en")
    calibration = next(row.words.calibration for row in report.rows if row.code == "B1")

    text = pdf_text(build_pdf(report))

    assert calibration.startswith("You rate yourself higher")
    assert "HYPERLINK" not in text
    assert "+32 line" not in text
    assert calibration[:40] not in text


def test_pdf_of_an_empty_profile_opens(adviser):
    assert "No level is known yet" in pdf_text(build_pdf(report_of(adviser, "en")))


def sheets_of(report):
    book = openpyxl.load_workbook(BytesIO(build_xlsx(report)))
    return [[list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book]


def day(value) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def test_xlsx_has_the_rows_of_the_report_with_numbers_as_numbers(person):
    report = report_of(person, "en")

    rows = sheets_of(report)[0][1:]

    assert len(rows) == len(report.rows) == 12
    for cells, row in zip(rows, report.rows, strict=True):
        rating, tested = row.self_rating, row.tested
        assert cells[:2] == [row.code, row.name]
        assert cells[3:5] == [row.level, rating.label if rating else None]
        assert day(cells[5]) == (rating.day if rating else None)
        assert cells[6] == row.earlier
        assert cells[7:10] == ([tested.level, tested.low, tested.high] if tested else [None] * 3)
        assert cells[11:13] == ([tested.points, tested.items] if tested else [None] * 2)
        assert cells[15:18] == [None, row.notch, 0 if row.gap.is_reached else row.gap.size]
        assert cells[18] == ("current" if rating else None)
        ages = report.labels.age_words
        assert cells[19] == (ages[row.tested_freshness] if row.tested_freshness else None)
    a1 = rows[0]
    assert [type(a1[n]) for n in (3, 6, 16, 17)] == [int, int, int, int]


def test_xlsx_runs_no_text_of_anybody(person):
    report = report_of(person, "en")
    book = openpyxl.load_workbook(BytesIO(build_xlsx(report)))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert [text for text in texts if text[:1] in ("=", "+", "-", "@")] == []
    assert {"'=HYPERLINK(0)", "'=1+1", "'+32 line"} <= set(texts)


def test_xlsx_has_a_line_per_area_from_its_own_questions(person):
    rows = sheets_of(report_of(person, "en"))[2][1:]

    assert [cells[0] for cells in rows] == ["A", "B", "C", "D"]
    assert [cells[7] for cells in rows] == [None, 8, None, None]
    assert rows[1][9:11] == ["yes", "current"]


def test_xlsx_history_holds_every_rating_and_its_example(person):
    report = report_of(person, "nl")

    rows = sheets_of(report)[1][1:]

    expected = [(row.code, r.level, r.label) for row in report.rows for r in row.history]
    assert [(cells[0], cells[2], cells[3]) for cells in rows] == expected
    assert len(expected) == 5


def test_json_keeps_the_kinds_of_evidence_apart(person):
    report = report_of(person, "en")

    found = json.loads(build_json(report))

    assert (found["format"], found["version"], found["language"]) == ("peil-profile", 2, "en")
    assert found["levels"]["3"] == "Independent"
    rows = {row["code"]: row for row in found["competences"]}
    assert list(rows) == [row.code for row in report.rows]
    assert rows["A1"]["evidence"] == {
        "self": {
            "answer": "level",
            "level": 2,
            "given_at": rows["A1"]["history"][0]["given_at"],
            "round": "Autumn 2026",
            "how_often": None,
            "example": "+32 line",
            "freshness": "current",
        },
        "tested": None,
        "practice": None,
    }
    assert rows["A1"]["gap"] == {"state": "below", "levels": 1}
    assert rows["A3"]["evidence"]["self"]["answer"] == "not_applicable"
    assert rows["A3"]["gap"] == {"state": "not_applicable", "levels": None}
    assert rows["B1"]["evidence"]["tested"] | {"given_at": ""} == {
        "points": 2.5,
        "items": 8,
        "fifth": 2,
        "band": "review",
        "low": 0.51,
        "level": 1.56,
        "high": 3.22,
        "given_at": "",
        "is_indicative": False,
        "freshness": "current",
    }
    assert (rows["B1"]["calibration"], rows["B1"]["wrong_answers"]) == ("blind_spot", "gap")
    assert found["ages"] == {"ageing_months": 12, "expired_months": 24}
    areas = {area["code"]: area["tested"] for area in found["areas"]}
    assert (areas["A"], areas["B"]["items"], areas["B"]["is_indicative"]) == (None, 8, True)
    assert rows["D1"]["tested_expired_at"] is not None
    assert rows["D2"]["evidence"] == {"self": None, "tested": None, "practice": None}


def test_no_file_holds_a_figure_made_of_several_kinds(person):
    """Neither an average nor a sum nor a score has a key or a column."""
    report = report_of(person, "en")

    found = json.loads(build_json(report))
    heads = [str(head).lower() for head in sheets_of(report)[0][0]]

    keys = {key for row in found["competences"] for key in row} | set(found)
    assert {k for k in keys if any(w in k for w in ("average", "mean", "total", "score"))} == set()
    assert [h for h in heads if any(w in h for w in ("average", "mean", "total", "score"))] == []


@pytest.mark.parametrize(
    ("language", "name", "expected"),
    [
        ("nl", "profile_pdf", "peil-profiel-2026-11-23.pdf"),
        ("nl", "profile_xlsx", "peil-profiel-2026-11-23.xlsx"),
        ("en", "profile_pdf", "peil-profile-2026-11-23.pdf"),
        ("en", "profile_json", "peil-profile-2026-11-23.json"),
    ],
)
def test_file_names_have_the_day_and_no_name(client, person, language, name, expected):
    client.force_login(person)
    with time_machine.travel(NOW, tick=False), translation.override(language):
        answer = client.get(reverse(name))

    assert answer.headers["Content-Disposition"] == f'attachment; filename="{expected}"'
