"""The tags of a PDF: everything is marked, and what is heard is what was put in, in order."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.platypus import Paragraph

from assessments.renderers import pdf_style
from cms.gauge import gauge_geometry
from tests.assessments.tagged_pdf import TaggedPdf, faults

WORDS = {
    "title": "Profiel: Zoë Wéry",
    "language": "nl",
    "author": "Loopbaanhuis",
    "footer_text": "Gent, 30 september 2026",
    "purpose": "Alleen voor ontwikkeling.",
}
FOOT = [("P", WORDS["purpose"]), ("P", WORDS["footer_text"])]
LONG = "Een zin die vaak terugkomt en samen meer dan een bladzijde vult. "


def made(*story) -> TaggedPdf:
    return TaggedPdf(pdf_style.build_pdf(list(story), **WORDS))


def places_in_tree(pdf: TaggedPdf) -> list:
    return [place for node in pdf.nodes for place in node.places]


def assert_whole(pdf: TaggedPdf) -> None:
    """Everything drawn is in one mark, every mark in the tree once, every page has its key."""
    assert pdf.marks.unmarked == []
    assert pdf.marks.repeated == []
    assert sorted(places_in_tree(pdf)) == sorted(pdf.marks.texts)
    numbers = {place: node.number for node in pdf.nodes for place in node.places}
    assert pdf.owners == numbers
    pages = pdf.reader.pages
    assert [(page["/StructParents"], page["/Tabs"]) for page in pages] == [
        (number, "/S") for number in range(len(pages))
    ]


def test_document_says_that_it_is_tagged_and_in_which_language_and_its_title():
    pdf = made(pdf_style.paragraph("Tekst"))
    assert pdf.root["/MarkInfo"]["/Marked"].value is True
    assert pdf.root["/ViewerPreferences"]["/DisplayDocTitle"] in (True, "true")
    assert pdf.root["/Lang"] == "nl"
    assert pdf.reader.metadata.title == WORDS["title"]
    assert pdf.document.role == "Document"


def test_story_is_heard_in_its_order_with_the_foot_at_the_end():
    pdf = made(
        pdf_style.heading("Titel", 0),
        pdf_style.paragraph("Wie & <wat>\u202f1"),
        pdf_style.heading("Deel"),
        pdf_style.gauge(gauge_geometry(level=2), "Eigen inschatting: 2 van 5, Zoë."),
        pdf_style.heading("Stuk", 2),
        *pdf_style.listing(["Een", "Twee"]),
    )
    assert pdf.reading == [
        ("H1", "Titel"),
        ("P", "Wie & <wat> 1"),
        ("H2", "Deel"),
        ("Figure", "Eigen inschatting: 2 van 5, Zoë."),
        ("H3", "Stuk"),
        ("LBody", "Een"),
        ("LBody", "Twee"),
        *FOOT,
    ]
    assert_whole(pdf)


def test_list_is_one_list_of_items():
    pdf = made(*pdf_style.listing(["Een", "Twee"]), *pdf_style.listing(["Drie"]))
    lists = pdf.of("L")
    assert [[item.all_text for item in each.kids] for each in lists] == [["Een", "Twee"], ["Drie"]]
    assert {item.role for each in lists for item in each.kids} == {"LI"}


def test_figure_says_where_it_stands():
    pdf = made(pdf_style.gauge(gauge_geometry(level=2), "Twee van vijf.", 100))
    (figure,) = pdf.of("Figure")
    left, bottom, right, top = map(float, figure.attributes["/BBox"])
    height = 100 * gauge_geometry(level=2).height / gauge_geometry(level=2).width
    assert (right - left, top - bottom) == (
        pytest.approx(100, abs=0.2),
        pytest.approx(height, abs=0.2),
    )


def test_table_has_header_cells_with_their_scope_and_span():
    rows = [["Gent", "7", "3"], ["Kortrijk", pdf_style.withheld("Niet getoond: n < 5"), ""]]
    pdf = made(pdf_style.data_table(["Team", "Mensen", ""], rows))
    heads = [(n.all_text, *map(n.attributes.get, ("/Scope", "/ColSpan"))) for n in pdf.of("TH")]
    assert heads == [
        ("Team", "/Column", None),
        ("Mensen", "/Column", 2),
        ("Gent", "/Row", None),
        ("Kortrijk", "/Row", None),
    ]
    assert [node.all_text for node in pdf.of("TD")] == ["7", "3", "Niet getoond: n < 5", ""]
    assert [[cell.role for cell in row.kids] for row in pdf.of("TR")] == [
        ["TH", "TH"],
        ["TH", "TD", "TD"],
        ["TH", "TD", "TD"],
    ]
    assert_whole(pdf)


def test_cell_of_several_paragraphs_keeps_them_apart():
    lines = [pdf_style.paragraph(word, "cell") for word in ("Een", "Twee")]
    pdf = made(pdf_style.data_table(["Team", "Wat"], [["Gent", lines]]))
    (cell,) = pdf.of("TD")
    assert [(kid.role, kid.all_text) for kid in cell.kids] == [("P", "Een"), ("P", "Twee")]


@pytest.mark.parametrize("count", [0, 1, 200])
def test_table_over_any_number_of_pages_is_one_table(count, tmp_path):
    rows = [[f"Rij {number}", str(number)] for number in range(count)]
    pdf = made(pdf_style.data_table(["Wie", "Aantal"], rows, numbers={1}))
    assert len(pdf.of("Table")) == 1
    assert [row.all_text for row in pdf.of("TR")] == [
        "Wie Aantal",
        *(f"Rij {number} {number}" for number in range(count)),
    ]
    pages = len(pdf.reader.pages)
    assert pages == {0: 1, 1: 1, 200: 7}[count]
    assert pdf.marks.artefacts.count("Aantal") == pages - 1
    assert_whole(pdf)
    assert faults(pdf.body, tmp_path) == []


def test_paragraph_that_breaks_over_pages_is_one_element():
    pdf = made(pdf_style.heading("Titel", 0), pdf_style.paragraph(LONG * 120))
    words = pdf.of("P")[0]
    assert [page for page, _number in words.places] == [0, 1]
    assert words.all_text == (LONG * 120).strip()
    assert_whole(pdf)


def test_item_of_a_list_that_breaks_over_pages_is_one_item():
    pdf = made(*pdf_style.listing([LONG * 120, "Twee"]))
    assert [item.all_text for item in pdf.of("LI")] == [(LONG * 120).strip(), "Twee"]
    assert_whole(pdf)


def test_head_and_foot_are_heard_once_and_page_numbers_never():
    pdf = made(pdf_style.paragraph(LONG * 120))
    assert [node.all_text for node in pdf.of("P")][1:] == [text for _role, text in FOOT]
    assert pdf.marks.artefacts == [
        *("Peil", WORDS["title"], "1 / 2"),
        *("Peil", WORDS["title"], WORDS["purpose"], WORDS["footer_text"], "2 / 2"),
    ]


def test_paragraph_of_reportlab_itself_is_found_unmarked():
    pdf = made(Paragraph("Zonder merk", pdf_style.styles()["body"]))
    assert pdf.marks.unmarked == [(0, b"Tj")]


def test_same_story_gives_the_same_bytes():
    assert made(pdf_style.paragraph("Tekst")).body == made(pdf_style.paragraph("Tekst")).body


texts = st.text("abc éß&<>()\\€ŁāȘ", min_size=1, max_size=40).filter(str.strip)
pieces = st.one_of(
    st.tuples(st.sampled_from(["H1", "H2", "H3", "P", "Figure", "L"]), texts),
    st.tuples(st.just("Table"), st.lists(texts, max_size=60)),
)


def drawn(kind: str, what) -> list:
    match kind:
        case "P":
            return [pdf_style.paragraph(what)]
        case "L":
            return pdf_style.listing([what])
        case "Figure":
            return [pdf_style.gauge(gauge_geometry(level=1), what)]
        case "Table":
            return [pdf_style.data_table(["Kop", "Op"], [[text, text] for text in what])]
    return [pdf_style.heading(what, int(kind[1]) - 1)]


def heard(kind: str, what) -> list[tuple[str, str]]:
    if kind == "Table":
        rows = [(role, " ".join(text.split())) for text in what for role in ("TH", "TD")]
        return [("TH", "Kop"), ("TH", "Op"), *rows]
    if kind == "Figure":
        return [("Figure", what)]
    return [("LBody" if kind == "L" else kind, " ".join(what.split()))]


@settings(max_examples=25, deadline=None)
@given(st.lists(pieces, min_size=1, max_size=8))
def test_any_story_is_whole_and_heard_in_its_order(story):
    pdf = made(*(flowable for kind, what in story for flowable in drawn(kind, what)))
    assert pdf.reading == [line for kind, what in story for line in heard(kind, what)] + FOOT
    assert_whole(pdf)
    with TemporaryDirectory() as folder:
        assert faults(pdf.body, Path(folder)) == []
