"""PDF, XLSX and CSV of a team: the same figures as the report, and nothing that runs."""

import csv
import re
from dataclasses import astuple, replace
from datetime import datetime, time
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from assessments.domain.snapshots import close_campaign
from assessments.domain.team_report import build_team_report
from assessments.domain.team_report_rows import COLUMNS, report_rows
from assessments.renderers.team_csv import csv_parts
from assessments.renderers.team_pdf import build_pdf
from assessments.renderers.team_xlsx import build_xlsx
from cms.accounts.models import Team
from cms.safe_cells import safe_cell
from tests.factories.reports import (
    LOOPBAANHUIS,
    NA,
    NOW,
    check_in,
    give_tested,
    make_advisers,
    make_framework,
    make_loopbaanhuis,
    make_profile,
    make_round,
)

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://evil.example","Gent")'


@pytest.fixture
def team():
    """Vlaanderen after a round; Gent has the name of a formula."""
    competences = make_framework("A1", "B1", "C1")
    organisation, teams = make_loopbaanhuis()
    profile = make_profile(organisation, dict.fromkeys(competences.values(), 3))
    people = {name: make_advisers(teams[name], n, profile) for name, n in LOOPBAANHUIS.items()}
    Team.objects.filter(pk=teams["Gent"].pk).update(name=FORMULA)
    campaign = make_round(teams["Loopbaanhuis"], competences)
    a1, b1, _c1 = competences.values()
    everybody = [who for team in people.values() for who in team]
    check_in(campaign, {who: {a1: number % 6, b1: 1} for number, who in enumerate(everybody)})
    give_tested({who: {b1: 4} for who in everybody})
    close_campaign(campaign=campaign, now=NOW)
    return Team.objects.select_related("organisation").get(name="Vlaanderen")


@pytest.fixture
def report(team):
    return build_team_report(team=team, language="en")


@pytest.fixture
def rows(team):
    return list(report_rows(team, team.organisation.snapshots.get()))


def as_csv(rows) -> bytes:
    return b"".join(csv_parts(rows))


def test_csv_is_utf8_without_a_mark_and_equals_the_rows(rows):
    body = as_csv(rows)
    assert body.startswith(b"snapshot,team_id,team,parent_team_id,competence,evidence,n,")
    assert body.count(b"\r\n") == body.count(b"\n") == len(rows) + 1
    read = list(csv.reader(StringIO(body.decode("utf-8"), newline="")))
    assert tuple(read[0]) == COLUMNS
    assert read[1:] == [
        ["" if value is None else str(safe_cell(value)) for value in astuple(row)] for row in rows
    ]


def test_csv_numbers_are_whole_and_withheld_figures_empty(rows):
    read = list(csv.DictReader(StringIO(as_csv(rows).decode())))
    numbers = ("n", "not_applicable", "missing", "target", "median", "p25", "p75")
    for line in read:
        values = [line[name] for name in numbers]
        assert all(value == "" or value.isdigit() for value in values)
        if line["withheld"]:
            assert values == [""] * 7
            assert (line["share_at_target_band"], line["change"]) == ("", "")
    assert sum(bool(line["withheld"]) for line in read) == 15  # C1 8, tested A1 4, Kortrijk 3


def test_a_formula_in_a_name_is_text_in_csv_and_xlsx(rows, report):
    read = csv.DictReader(StringIO(as_csv(rows).decode()))
    assert {line["team"] for line in read} >= {f"'{FORMULA}"}
    book = load_workbook(BytesIO(build_xlsx(replace(report, team="+1", organisation="@a"), rows)))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert "f" not in {cell.data_type for cell in cells}
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@"))]
    assert {f"'{FORMULA}", "'+1", "'@a"} <= set(texts)


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"])
def test_text_that_starts_a_formula_gets_an_apostrophe(first):
    assert safe_cell(f"{first}1") == f"'{first}1"


def test_numbers_and_harmless_text_stay_as_they_are():
    assert [safe_cell(value) for value in (-1, None, "0-20", "a=b", "")] == [
        -1,
        None,
        "0-20",
        "a=b",
        "",
    ]
    assert safe_cell("a\x07b") == "ab"


def test_xlsx_says_whose_figures_these_are_and_keeps_numbers_as_numbers(rows, report):
    book = load_workbook(BytesIO(build_xlsx(report, rows)))
    sheet = book.worksheets[0]
    lines = list(sheet.iter_rows(values_only=True))
    start = lines.index(COLUMNS)
    block = {line[0]: line[1] for line in lines[:start] if line[0]}
    assert block == {
        "Organisation": "Loopbaanhuis",
        "Team": "Vlaanderen",
        "Check-in round": "Spring en",
        "Figures of": datetime.combine(report.snapshot.day, time.min),
        "Snapshot": report.snapshot.id,
        "Smallest group shown": 5,
        "Purpose": "Development information. Not for appraisal, selection, pay or dismissal.",
    }
    assert lines[start + 1 :] == [
        tuple(safe_cell(value) or (value if value == 0 else None) for value in astuple(row))
        for row in rows
    ]
    assert book.properties.title == "Team report Vlaanderen"


def test_xlsx_explains_every_column_that_needs_it(rows, report):
    book = load_workbook(BytesIO(build_xlsx(report, rows)))
    lines = list(book.worksheets[2].iter_rows(values_only=True))
    assert lines[0] == ("Column", "Figure", "Meaning")
    assert lines[1:] == [
        (each.column, each.term, each.text) for each in report.definitions if each.column
    ]
    explained = " ".join(line[0] for line in lines)
    about_the_row = {"snapshot", "team_id", "team", "parent_team_id", "competence"}
    assert [name for name in COLUMNS if name not in explained] == sorted(
        about_the_row, key=COLUMNS.index
    )


def text_of(body: bytes) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages).split()
    )


def test_pdf_shows_the_figures_of_the_report(report):
    text = text_of(build_pdf(report))
    for sentence in (
        report.headline,
        report.participation.sentence,
        "Team report Vlaanderen",
        f"Snapshot {report.snapshot.id}",
        *(each.text for each in report.definitions),
    ):
        assert " ".join(sentence.split()) in text
    shown = [cell for row in report.rows for cell in row.cells if cell.is_shown]
    assert len(shown) == 3
    for cell in shown:
        words = (
            f"{cell.median} {cell.median_label} ({cell.p25} to {cell.p75}) "
            f"At target: {cell.share_label} 23 people"
        )
        assert words in text
    kept = re.findall(r"Not shown: fewer than 5(?! people)", text)
    assert len(kept) == report.withheld == 3


def test_pdf_is_a4_numbered_titled_and_carries_the_purpose_on_each_page(report):
    reader = PdfReader(BytesIO(build_pdf(report)))
    assert reader.metadata.title == "Team report Vlaanderen"
    assert reader.trailer["/Root"]["/Lang"] == "en"
    for number, page in enumerate(reader.pages, 1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        text = " ".join(page.extract_text().split())
        assert report.purpose in text
        assert f"{number} / {len(reader.pages)}" in text
    fonts = [
        font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        for page in reader.pages
        for font in (each.get_object() for each in page["/Resources"]["/Font"].values())
    ]
    assert fonts
    assert all("/FontFile2" in font["/FontDescriptor"].get_object() for font in fonts)


def test_pdf_in_dutch_has_dutch_words(team):
    report = build_team_report(team=team, language="nl")
    assert "Name B1 nl" in text_of(build_pdf(report))
    assert PdfReader(BytesIO(build_pdf(report))).trailer["/Root"]["/Lang"] == "nl"


def test_files_say_nothing_about_anybody(rows, report):
    for body in (as_csv(rows), text_of(build_pdf(report)).encode()):
        assert b"@test.example" not in body
    assert NA.encode() not in as_csv(rows)
