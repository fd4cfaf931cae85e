"""The editor's form of a question: what it shows it gives back, and it refuses what files would."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.domain.question_bank import BankQuestion, joined
from assessments.domain.question_parts import ParsedQuestion, metadata_tags
from assessments.enums import QuestionKind
from assessments.forms.questions import QuestionEditor
from tests.assessments.test_gift_roundtrip import PARTS, anything, filled, one_line

SECTIONS = [("1.1 What", [("m1/1-what", "What"), ("m1/1-what#scope", "Scope")])]
LESSONS = ["", "m1/1-what", "m1/1-what#scope", "m9/gone#away"]


def posted(editor: QuestionEditor) -> dict[str, str]:
    """Return what a browser sends back for a form that nobody touched."""
    data: dict[str, str] = {}
    every = [editor.about]
    if editor.rows is not None:
        every += [editor.rows.management_form, *editor.rows.forms]
    for form in every:
        for field in form:
            value = field.field.widget.format_value(field.value())
            value = value[0] if isinstance(value, list) else value
            data[field.html_name] = "" if value is None else str(value).replace("\n", "\r\n")
    return data


def other_words(question: ParsedQuestion) -> ParsedQuestion:
    """Return the same question in other words."""

    def said(text: str) -> str:
        return f"{text} !" if text else ""

    return replace(
        question,
        title=said(question.title)[:200].strip(),
        stem=said(question.stem),
        general_feedback=said(question.general_feedback),
        options=tuple(
            replace(row, text=said(row.text), feedback=said(row.feedback))
            for row in question.options
        ),
        pairs=tuple(
            replace(row, left=said(row.left), right=said(row.right)) for row in question.pairs
        ),
        distractors=tuple(map(said, question.distractors)),
        items=tuple(map(said, question.items)),
        answers=tuple(replace(row, feedback=said(row.feedback)) for row in question.answers),
        wrong_feedback=said(question.wrong_feedback),
    )


@st.composite
def bank_questions(draw, kind: str) -> BankQuestion:
    tags = metadata_tags(
        level_hint=draw(st.sampled_from([None, 1, 2, 3, 4, 5])),
        valid_until=draw(st.none() | st.dates(date(2020, 1, 1), date(2090, 1, 1))),
        lesson=draw(st.sampled_from(LESSONS)),
        source=draw(one_line)[:200].strip(),
        kind=kind,
    )
    question = ParsedQuestion(
        identifier="A1-1",
        title=draw(one_line)[:190].strip(),
        category="A1",
        kind=kind,
        stem=draw(filled),
        tags=tags,
        general_feedback=draw(anything),
        text_format=draw(st.sampled_from(["moodle", "html"])),
        **draw(PARTS[kind]),
    )
    languages = draw(st.sampled_from([("nl",), ("en",), ("nl", "en")]))
    found = dict.fromkeys(languages[:1], question)
    found |= {code: other_words(question) for code in languages[1:]}
    return joined(found)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", QuestionKind.values)
@settings(deadline=None, max_examples=10)
@given(data=st.data())
def test_what_the_form_shows_it_gives_back(kind, language, data):
    question = data.draw(bank_questions(kind))
    with translation.override(language):
        shown = QuestionEditor(kind=kind, sections=SECTIONS, question=question)
        sent = QuestionEditor(posted(shown), kind=kind, sections=SECTIONS, question=question)
        assert sent.is_valid(), (sent.problems, sent.about.errors)
        assert sent.question("A1-1") == question
        assert sent.question("A1-1").checksum == question.checksum
