"""Writing toolkit files: what is written reads back as the same, whatever an editor typed."""

import re
from datetime import date
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from training.domain.toolkit_data import LessonText
from training.exchange.bibliography import read_bibliography
from training.exchange.markdown_lesson import read_lesson
from training.exchange.markdown_toolkit import read_doors, read_toolkit
from training.exchange.markdown_writer import door_files, lesson_file, module_files, scalar
from training.exchange.markdown_writer_text import phrase, prose
from training.exchange.markdown_writer_tree import blocks_of
from training.management.commands.load_toolkit import SHIPPED

CODES = [
    f"{area}{n}"
    for area, last in zip("ABCD", (3, 2, 4, 5), strict=True)
    for n in range(1, last + 1)
]
KEYS = ["hall-2015", "cedefop-2009"]
# Signs that mean something to Markdown, to our own format or to YAML come often.
SIGNS = "*_`[]()<>!&#:;|\\/\"'{}~=+-.,0123456789%\u2014\u00e9\u20ac"
WORDS = (
    st.text(
        st.one_of(st.sampled_from(SIGNS), st.sampled_from("abc XYZ")),
        min_size=1,
        max_size=24,
    )
    .map(lambda text: " ".join(text.split()))
    .filter(lambda text: text and "](" not in text)
)
FULL_WORDS = WORDS.filter(lambda text: re.search(r"\w", text) is not None)
ADDRESSES = st.sampled_from(
    ["https://a.example/", "https://a.example/b_(c)?d=e&f=*g*", "mailto:a@b.example", "#three"]
)


@st.composite
def inlines(draw, depth: int = 2) -> str:
    """Rich text inside a paragraph, as an editor's desk stores it."""
    kinds = draw(st.lists(st.sampled_from(["text", "b", "i", "a", "br"]), min_size=1, max_size=4))
    parts, before = [], ""
    for kind in kinds:
        if kind in ("text", "br") and before in ("", "text", "br") and kind != "text":
            continue
        if kind == "text":
            parts.append(escape(draw(WORDS), quote=False))
        elif kind == "br":
            parts.append("<br/>" + escape(draw(WORDS), quote=False))
        elif kind == before:
            continue
        else:
            inner = escape(draw(FULL_WORDS), quote=False)
            if depth and kind != "a":
                inner += draw(
                    st.sampled_from(["", "<i>x</i>", "<b>x</b>"]).filter(
                        lambda html, kind=kind: f"<{kind}>" not in html
                    )
                )
            address = f' href="{escape(draw(ADDRESSES))}"' if kind == "a" else ""
            parts.append(f"<{kind}{address}>{inner}</{kind}>")
        before = kind
    return draw(st.sampled_from(["", " "])).join(parts) or "x"


PARAGRAPHS = inlines().map(lambda html: f"<p>{html}</p>")
LISTS = st.builds(
    lambda kind, items, below: (
        f"<{kind}>"
        + "".join(f"<li>{item}</li>" for item in items[:-1])
        + f"<li>{items[-1]}{below}</li></{kind}>"
    ),
    st.sampled_from(["ul", "ol"]),
    st.lists(inlines(), min_size=1, max_size=3),
    inlines().map(lambda html: f"<ol><li>{html}</li></ol>") | st.just(""),
)
PROSE = st.lists(PARAGRAPHS | LISTS, min_size=1, max_size=3).map("".join)
PHRASES = PARAGRAPHS
CELLS = PARAGRAPHS.filter(lambda html: "<br/>" not in html)
TITLES = WORDS


def struct(block: str, /, **fields: st.SearchStrategy) -> st.SearchStrategy:
    value = st.fixed_dictionaries(fields)
    return value.map(lambda value: {"type": block, "value": value})


def rows(**fields: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(st.fixed_dictionaries(fields), min_size=2, max_size=3)


@st.composite
def sorts(draw) -> dict:
    groups = draw(st.lists(TITLES, min_size=2, max_size=4, unique=True))
    items = draw(rows(text=WORDS, group=st.sampled_from(groups), why=CELLS))
    return {"type": "sort", "value": {"title": draw(TITLES), "groups": groups, "items": items}}


@st.composite
def tables(draw) -> dict:
    width = draw(st.integers(1, 3))
    row = st.lists(WORDS, min_size=width, max_size=width)
    data = draw(st.lists(row, min_size=2, max_size=4))
    table = {
        "data": data,
        "cell": [],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_caption": "",
        "table_header_choice": "row",
    }
    return {"type": "table", "value": {"caption": draw(TITLES), "table": table}}


NUMBERS = st.sampled_from(["1", "-2,5", "0,05", "1000"])
POSITIVE = st.sampled_from(["1", "2,5", "1000"])
FIGURES = st.one_of(
    struct(
        "figure",
        kind=st.just("steps"),
        caption=TITLES,
        alternative=TITLES,
        items=rows(label=WORDS, text=WORDS | st.just("")),
    ),
    struct(
        "figure",
        kind=st.just("bars"),
        caption=TITLES,
        alternative=TITLES,
        items=rows(label=WORDS, text=POSITIVE),
    ),
)
BLOCKS = st.one_of(
    PROSE.map(lambda html: {"type": "text", "value": html}),
    *(struct(kind, text=PROSE) for kind in ("practice", "verify", "apply")),
    struct("keyfacts", items=st.lists(PHRASES, min_size=1, max_size=3)),
    struct("example", title=TITLES, text=PROSE),
    struct("callout", kind=st.sampled_from(["note", "caution"]), title=TITLES, text=PROSE),
    struct("country", country=st.sampled_from(["BE", "NL"]), title=TITLES, text=PROSE),
    struct(
        "try_now",
        source=TITLES,
        address=st.just("https://a.example/b"),
        country=st.sampled_from(["", "BE"]),
        text=PROSE,
    ),
    struct("check", competences=st.lists(st.sampled_from(CODES), min_size=1, unique=True)),
    struct(
        "compute",
        title=TITLES,
        question=PROSE,
        answer=NUMBERS,
        tolerance=POSITIVE,
        unit=st.sampled_from(["", "%", "per 100", 'a"b']),
        way=PROSE,
    ),
    struct("judge", title=TITLES, text=PROSE, items=rows(question=WORDS, answer=CELLS)),
    struct(
        "rewrite",
        title=TITLES,
        text=PROSE,
        answer=PROSE,
        criteria=st.lists(PHRASES, min_size=1, max_size=3),
    ),
    struct(
        "scan",
        title=TITLES,
        questions=rows(question=WORDS, answers=rows(answer=WORDS, advice=CELLS)),
    ),
    sorts(),
    tables(),
    FIGURES,
)
CITATIONS = struct(
    "citations",
    items=rows(key=st.sampled_from(KEYS), note=CELLS | st.just("")),
)


@st.composite
def bodies(draw) -> list[dict]:
    body: list[dict] = []
    for number in range(draw(st.integers(1, 3))):
        heading = {"text": draw(TITLES), "anchor": f"part-{number}"}
        body.append({"type": "heading", "value": heading})
        for block in draw(st.lists(BLOCKS, max_size=3)):
            if not body[-1]["type"] == block["type"] == "text":
                body.append(block)
    return body + draw(st.lists(CITATIONS, max_size=1))


@st.composite
def lessons(draw) -> LessonText:
    return LessonText(
        language="nl",
        place="x.nl.md",
        code=draw(st.sampled_from(["1.1", "1.10", "M1", "no"])),
        slug="een-les",
        title=draw(WORDS),
        summary=draw(WORDS),
        minutes=10,
        review_date=date(2027, 6, 30),
        objectives=(("A1", draw(WORDS)), ("B2", draw(WORDS))),
        body=draw(bodies()),
    )


def same_form(value):
    """Return stream data with every rich text as a tree: two ways of writing it are equal."""
    if isinstance(value, dict):
        return {name: same_form(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [same_form(inner) for inner in value]
    is_rich = isinstance(value, str) and value.startswith(("<p>", "<ul>", "<ol>"))
    return blocks_of(value) if is_rich else value


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(lessons())
def test_any_lesson_reads_back_as_the_same(lesson):
    written = lesson_file(lesson)
    read, problems = read_lesson(
        written, place="x.nl.md", language="nl", competences=CODES, references=KEYS
    )
    assert [str(problem) for problem in problems] == []
    assert same_form(read.body) == same_form(lesson.body)
    assert {**vars(read), "body": []} == {**vars(lesson), "body": []}
    assert lesson_file(read) == written


@pytest.fixture(scope="module")
def modules():
    references = {entry["id"] for entry in read_bibliography(SHIPPED)}
    return read_toolkit(SHIPPED, competences=CODES, references=references)


def test_the_shipped_files_are_written_as_they_are(modules):
    files = module_files(modules)
    for name in ("home", "toolkit"):
        files |= door_files(name, read_doors(SHIPPED, name))
    assert {path for path, text in files.items() if (SHIPPED / path).read_text() != text} == set()
    assert len(files) == len(list(SHIPPED.glob("m*/*.md"))) + 4


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>One.</p><p>Two &amp; three.</p>", "One.\n\nTwo & three."),
        ("<p>1. is no list</p>", "1\\. is no list"),
        ("<p># is no heading</p>", "\\# is no heading"),
        ("<p>::: is no block</p>", "\\::: is no block"),
        ("<p>a*b* &amp;amp; _c_</p>", "a\\*b\\* &amp;amp; \\_c\\_"),
        ("<p><b>bold </b>word</p>", "**bold** word"),
        ("<p><b><i>both</i></b></p>", "**_both_**"),
        ("<p>one<br/>two</p>", "one\\\ntwo"),
        ("<ul><li>a<ol><li>b</li></ol></li></ul><ul><li>c</li></ul>", "- a\n  1. b\n\n* c"),
        ("<h2>Pasted</h2><div>words</div><p></p>", "Pasted\n\nwords"),
        ('<p><a href="https://a.example/(b">x</a></p>', "[x](<https://a.example/(b>)"),
        ("<p>\u2028two\u2028lines</p>", "two lines"),
    ],
)
def test_rich_text_is_written_plainly(html, markdown):
    assert prose(html) == markdown


def test_a_bar_in_a_cell_is_no_end_of_it():
    assert phrase("<p>a | b<br/>c</p>", is_cell=True) == "a &#124; b c"


def test_links_to_pages_get_an_address():
    html = '<p><a linktype="page" id="7">here</a> <a linktype="page" id="8">gone</a></p>'
    known = {"7": "https://peil.example/nl/"}
    written = prose(html, lambda attributes: known.get(attributes["id"], ""))
    assert written == "[here](https://peil.example/nl/) gone"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain words", "plain words"),
        ("8.3", '"8.3"'),
        ("yes", '"yes"'),
        ("with: colon", '"with: colon"'),
        ('a "quote" # here', '"a \\"quote\\" # here"'),
        ("2027-06-30", '"2027-06-30"'),
        (date(2027, 6, 30), "2027-06-30"),
        (False, "no"),
        (12, "12"),
    ],
)
def test_front_matter_has_quotes_where_it_needs_them(value, written):
    assert scalar(value) == written
