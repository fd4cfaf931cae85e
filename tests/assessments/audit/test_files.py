"""The audit report as CSV, workbook and PDF: the same figures, safe cells, heard in order."""

import csv
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from assessments.domain.audit_rows import audit_rows
from assessments.renderers.audit_csv import build_csv
from assessments.renderers.audit_pdf import build_pdf
from assessments.renderers.audit_xlsx import build_xlsx
from tests.assessments.tagged_pdf import TaggedPdf, faults
from tests.assessments.test_pdf_tags import assert_whole
from tests.factories.audit import (
    QUARTERS,
    audit_report_of,
    cells,
    store_quarter,
)

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["nl", "en"])


@LANGUAGES
def test_csv_holds_every_figure_of_the_report(year, rounds, language):
    report = audit_report_of(year, language)
    lines = list(csv.DictReader(StringIO(build_csv(report).decode())))
    assert len(lines) == len(list(audit_rows(report)))

    def numbers(**wanted) -> list[str]:
        found = [row for row in lines if all(row[key] == wanted[key] for key in wanted)]
        return [row["number"] or row["not_shown"] for row in found]

    quarter = {"first_day": "2025-04-01", "last_day": "2025-06-30"}
    assert numbers(**quarter) == ["12", "27", "1230", "31", "withheld", "withheld", "1"]
    period = {"first_day": "2025-01-01", "last_day": "2025-12-31"}
    assert numbers(**period) == [
        *("44", "1245", "31", "withheld", "withheld", "2"),
        *(str(row.number) for row in report.kinds),
    ]
    added = [row["quarters"] for row in lines if row["first_day"] == "2025-01-01"]
    assert added == [""] * 7 + ["2", "2", "1", "", "", "4", "2", "1", "1"]
    assert numbers(measure="asked") == ["8", "withheld"]
    assert {row["round"] for row in lines} == {"", f"Spring {language}", f"Autumn {language}"}


@LANGUAGES
def test_workbook_holds_the_tables_with_numbers_and_safe_cells(year, rounds, language):
    report = audit_report_of(year, language)
    book = load_workbook(BytesIO(build_xlsx(report)))
    words = report.labels
    assert book.sheetnames == [
        title[:31] for title in (words.figures, words.kinds, words.rounds, words.definitions)
    ]
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    assert rows[0][:2] == [words.title, "'=Centre"]
    header = next(n for n, row in enumerate(rows) if row[0] == words.quarter)
    assert rows[header][1:7] == list(report.measures)
    assert [row[1:7] for row in rows[header + 1 : header + 5]] == [
        cells(row) for row in report.quarters
    ]
    assert rows[-2] == [words.together, None, 44, 1245, 31, None, None, 2, None]
    assert rows[-1] == [words.quarters, None, 2, 2, 1, None, None, 4, None]
    shown = book.worksheets[2].iter_rows(min_row=2, values_only=True)
    assert [(name, day.date(), *numbers) for name, day, *numbers in shown] == [
        (f"Spring {language}", date(2025, 5, 20), 8, 6),
        (f"Autumn {language}", date(2025, 9, 20), None, None),
    ]
    assert book.worksheets[3].max_row == len(report.definitions) + 1


@LANGUAGES
def test_pdf_is_heard_in_its_order_and_says_all(year, rounds, language, tmp_path):
    report = audit_report_of(year, language)
    pdf = TaggedPdf(build_pdf(report))
    words = report.labels
    assert_whole(pdf)
    assert faults(pdf.body, tmp_path) == []
    assert pdf.root["/Lang"] == language
    assert [(node.role, node.all_text) for node in pdf.of("H1", "H2", "H3")] == [
        ("H1", f"{words.title}: =Centre"),
        *(("H2", part) for part in (words.figures, words.kinds, words.rounds, words.definitions)),
    ]
    heads = [node.all_text for node in pdf.of("TH")]
    assert heads[:8] == [words.quarter, *report.measures, words.rounds_counted]
    assert heads[8:12] == [f"{row.label} {row.note}" for row in report.quarters]
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(pdf.body)).pages)
    text = " ".join(text.split())
    notes = [cell.note for cell in report.together if cell.note]
    for said in (report.period, words.lead, *report.remarks, *notes, report.purpose):
        assert " ".join(said.split()) in text
    assert [node.all_text for node in pdf.of("LI")] == [
        " ".join(f"{each.term}: {each.text}".split()) for each in report.definitions
    ]


def test_pdf_without_kinds_and_rounds_says_so(root):
    store_quarter(root.organisation, QUARTERS[0], {"advisers": 9})
    report = audit_report_of(root.organisation, last=QUARTERS[0])
    text = TaggedPdf(build_pdf(report)).reader.pages[0].extract_text()
    assert report.labels.no_kinds in text
    assert report.labels.no_rounds in text


def test_pdf_of_many_quarters_breaks_over_pages(year):
    report = audit_report_of(year)
    long = replace(report, quarters=report.quarters * 15)
    pdf = TaggedPdf(build_pdf(long))
    assert len(pdf.reader.pages) > 2
    assert_whole(pdf)
