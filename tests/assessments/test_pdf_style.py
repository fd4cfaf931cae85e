"""The PDF building blocks, read back with pypdf."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from reportlab.platypus import Paragraph

from assessments.renderers import pdf_style
from assessments.renderers.pdf_canvas import COLOURS, plain
from assessments.renderers.pdf_flowables import Words
from cms.gauge import gauge_geometry

STYLESHEET = Path(__file__).parents[2] / "cms/static/cms/css/peil.css"
WORDS = {
    "title": "Profiel: Zoë Wéry",
    "language": "nl",
    "author": "Loopbaanhuis",
    "footer_text": "Gent · 30 september 2026",
    "purpose": "Alleen voor ontwikkeling.",
}


def story() -> list:
    rows = [[f"Rij {number}", str(number)] for number in range(90)]
    return [
        pdf_style.heading("Mijn profiel", 0),
        pdf_style.paragraph("Zes van de twaalf & <meer> € 1\u202f250", "lead"),
        pdf_style.heading("Competenties"),
        pdf_style.gauge(
            gauge_geometry(level=2, tested=(1, 2, 3), target=4, earlier=1), "Zelfinschatting: 2."
        ),
        pdf_style.heading("Deelname", 2),
        pdf_style.data_table(["Wie", "Aantal"], rows, numbers={1}),
        pdf_style.data_table(
            ["Team", "n"], [["Kortrijk", pdf_style.withheld("Niet getoond: n < 5")]]
        ),
    ]


@pytest.fixture(scope="module")
def reader() -> PdfReader:
    return PdfReader(BytesIO(pdf_style.build_pdf(story(), **WORDS)))


def test_pdf_carries_title_author_purpose_and_language(reader):
    catalogue = reader.trailer["/Root"]
    assert reader.metadata.title == WORDS["title"]
    assert reader.metadata.author == WORDS["author"]
    assert reader.metadata.subject == WORDS["purpose"]
    assert catalogue["/Lang"] == "nl"
    assert bool(catalogue["/ViewerPreferences"]["/DisplayDocTitle"]) is True


def test_pdf_pages_are_a4_and_numbered_out_of_their_total(reader):
    total = len(reader.pages)
    assert total > 2
    for number, page in enumerate(reader.pages, 1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        assert f"{number} / {total}" in page.extract_text()


def test_pdf_says_its_purpose_and_source_on_each_page(reader):
    for page in reader.pages:
        text = page.extract_text()
        assert WORDS["purpose"] in text
        assert WORDS["footer_text"] in text


def test_pdf_text_is_whole_and_escaped(reader):
    text = reader.pages[0].extract_text()
    assert "Zes van de twaalf & <meer> €" in text
    assert "Zoë Wéry" in text
    assert "Niet getoond: n < 5" in reader.pages[-1].extract_text()


def test_pdf_repeats_the_header_of_a_long_table(reader):
    assert "Rij 0" in reader.pages[0].extract_text()
    for page in reader.pages:
        text = page.extract_text()
        assert ("Rij" in text) == ("Aantal" in text)


def test_pdf_embeds_every_font_as_a_subset(reader):
    fonts = {
        font["/BaseFont"]: font.get_object()
        for page in reader.pages
        for font in (f.get_object() for f in page["/Resources"]["/Font"].values())
    }
    assert {name.split("+")[-1] for name in fonts} == {
        "Manrope-Regular",
        "Manrope-SemiBold",
        "Manrope-Bold",
    }
    assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts.values())


def test_pdf_has_an_outline_that_leads_to_the_right_pages(reader):
    title, parts = reader.outline
    assert title.title == "Mijn profiel"
    assert parts[0].title == "Competenties"
    assert reader.get_destination_page_number(parts[0]) == 0


def test_pdf_is_the_same_for_the_same_story():
    assert pdf_style.build_pdf(story(), **WORDS) == pdf_style.build_pdf(story(), **WORDS)


@given(
    text=st.text(st.sampled_from("aé&<>; \n\t\u00a0\u202f€"), max_size=12),
    name=st.sampled_from(["body", "lead", "head_number", "gap", "quiet", "title"]),
)
def test_words_are_those_that_reportlab_reads(text, name):
    style, escaped = pdf_style.styles()[name], plain(text)
    read, made = Paragraph(escaped, style), Words(escaped, style)
    assert pieces(made) == pieces(read)
    assert made.wrap(40, 800) == read.wrap(40, 800)


def pieces(paragraph: Paragraph) -> list[dict]:
    """Return what a paragraph is made of, text beside text of the same looks taken together."""
    found: list[dict] = []
    for piece in paragraph.frags:
        looks = {key: value for key, value in vars(piece).items() if key != "text"}
        if found and found[-1]["looks"] == looks:
            found[-1]["text"] += piece.text
        else:
            found.append({"looks": looks, "text": piece.text})
    return found


def test_colours_are_those_of_the_light_page():
    css = STYLESHEET.read_text()
    light = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", css.split("@media (prefers")[0]))
    own = {name: f"#{colour.hexval()[2:]}" for name, colour in COLOURS.items() if name != "paper"}
    assert own == {name: light[name] for name in own}


def test_gauge_keeps_its_proportions():
    drawing = gauge_geometry(level=2)
    gauge = pdf_style.gauge(drawing, "", 100)
    assert gauge.wrap(0, 0) == (100, pytest.approx(100 * drawing.height / drawing.width))
