"""Every shipped file of questions is read by a GIFT parser that is not ours, and read alike."""

import hashlib
import re
from pathlib import Path

import pytest

from assessments.exchange.gift import ParsedQuestion, parse

ROOT = Path(__file__).parents[2]
PARSER = ROOT / "tests" / "vendor" / "gift-pegjs" / "gift-parser-globals.js"
SHA256 = "5c83b4390585de500f82a79962bf004d1066779ed5a5ccc10f802dba8c2fb4a6"
FILES = sorted((ROOT / "assessments" / "toolkit").glob("*.gift"))
READ = """text => giftParser.parse(text).filter(row => row.type !== "Category").map(row => ({
    id: row.id, type: row.type, title: row.title, stem: row.stem.text,
    count: {MC: row.choices, Matching: row.matchPairs}[row.type]?.length ?? 0,
    isTrue: row.isTrue === undefined ? null : row.isTrue,
}))"""
TYPES = {
    "single_choice": "MC",
    "situational": "MC",
    "multiple_response": "MC",
    "true_false": "TF",
    "matching": "Matching",
    "numeric": "Numerical",
    # It does not know Moodle's ordering, and takes the items for short answers.
    "ordering": "Short",
}


def folded(text: str) -> str:
    return " ".join(text.split())


def expected(question: ParsedQuestion) -> dict:
    """Return how the other parser should see a question."""
    is_choice = question.kind in ("single_choice", "situational", "multiple_response")
    options = question.options if is_choice else ()
    pairs = len(question.pairs) + len(question.distractors)
    is_true = question.options[0].weight == 1 if question.kind == "true_false" else None
    return {
        "id": question.identifier,
        "type": TYPES[question.kind],
        "title": question.title or None,
        "stem": folded(question.stem),
        "count": len(options) or pairs,
        "isTrue": is_true,
    }


@pytest.fixture(scope="module")
def page(browser):
    page = browser.new_page()
    page.add_script_tag(content=PARSER.read_text(encoding="utf-8"))
    yield page
    page.close()


def test_parser_is_the_one_that_the_readme_names():
    assert hashlib.sha256(PARSER.read_bytes()).hexdigest() == SHA256
    assert SHA256 in (PARSER.parent / "README.md").read_text(encoding="utf-8")


def test_there_are_files_to_read():
    assert len(FILES) >= 28


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_file_is_read_alike(page, path):
    text = path.read_text(encoding="utf-8")
    ours = parse(text)
    assert ours.errors == ()
    theirs = [{**row, "stem": folded(row["stem"])} for row in page.evaluate(READ, text)]
    assert theirs == [expected(question) for question in ours.questions]
    orderings = [question for question in ours.questions if question.kind == "ordering"]
    assert len(orderings) == len(re.findall(r"\{\s*>", text))
    assert len(orderings) == sum(row["type"] == "Short" for row in theirs)


def test_a_file_that_is_no_gift_is_refused(page):
    refused = page.evaluate("text => { try { giftParser.parse(text); } catch { return true; } }",
                            "Q{=a -> }{")  # fmt: skip
    assert refused is True
