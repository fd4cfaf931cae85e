"""The glossary file: every mistake at once, each with its line."""

import pytest

from training.domain.glossary_editing import TermData, TermWords
from training.domain.problems import ProblemsFound
from training.exchange.glossary_yaml import read_glossary_file
from training.management.commands.load_toolkit import SHIPPED

GOOD = """
- key: gap
  lesson: m1/one
  nl: {term: kloof, also: [gat], text: Een verschil.}
  en:
    term: gap
    text: >
      A
      difference.
"""


def read(tmp_path, text: str) -> list[TermData]:
    (tmp_path / "glossary.yaml").write_text(text, encoding="utf-8")
    return read_glossary_file(tmp_path, lessons={"m1/one"})


def problems(tmp_path, text: str) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        read(tmp_path, text)
    return [str(problem) for problem in caught.value.problems]


def test_terms_are_read(tmp_path):
    assert read(tmp_path, GOOD) == [
        TermData(
            key="gap",
            lesson="m1/one",
            texts={
                "nl": TermWords("kloof", ("gat",), "Een verschil."),
                "en": TermWords("gap", (), "A difference."),
            },
        )
    ]


def test_no_file_and_an_empty_file_have_no_terms(tmp_path):
    assert read_glossary_file(tmp_path, lessons=()) == []
    assert read(tmp_path, "# nothing yet\n") == []


def test_every_mistake_is_told_with_its_line(tmp_path):
    text = """- key: Gap one
  lesson: m9/none
  colour: red
  nl: {term: "", also: gat, text: 12}
- key: gap
  nl: {term: kloof, also: [], text: Een.}
  en: {term: gap, also: [Cleft], text: A.}
- key: cleft
  nl: {term: spleet, text: Een.}
  en: {term: cleft, text: B.}
- key: gap
- just words
"""
    lines = [problem.split(":")[1] for problem in problems(tmp_path, text)]
    assert lines == ["3", "1", "4", "4", "4", "1", "2", "10", "11", "11", "11", "12"]


@pytest.mark.parametrize(("text", "line"), [("- key: [", 1), ("key: gap", 1), ("- a: b\n  - c", 2)])
def test_file_that_is_no_list_is_told_with_its_line(tmp_path, text, line):
    (problem,) = problems(tmp_path, text)
    assert problem.startswith(f"glossary.yaml:{line}: ")


def test_file_that_is_not_utf8_is_told(tmp_path):
    (tmp_path / "glossary.yaml").write_bytes(b"- key: caf\xe9")
    with pytest.raises(ProblemsFound):
        read_glossary_file(tmp_path, lessons=())


def test_too_long_is_told(tmp_path):
    (problem,) = problems(tmp_path, GOOD.replace("kloof", "k" * 81))
    assert problem.startswith("glossary.yaml:4: ")
    assert "81" in problem


def test_shipped_glossary_is_good():
    lessons = {
        f"{path.parent.name}/{path.name.removesuffix('.nl.md')}"
        for path in SHIPPED.glob("m*/[0-9]*.nl.md")
    }
    terms = read_glossary_file(SHIPPED, lessons=lessons)
    assert len(terms) > 60
    assert {language for term in terms for language in term.texts} == {"nl", "en"}
