"""What gift.parse refuses: every fault, at once, with its line."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from assessments.exchange.gift import parse


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def faults(text: str) -> list[tuple[int, str]]:
    return [(error.line, error.message) for error in parse(text).errors]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("q{}", "Essay"),
        ("q{####only feedback}", "Essay"),
        ("q{=one =two}", "Short-answer"),
        ("q{true}", "Short-answer"),
        ("Grant is {~a =b} in the tomb.", "missing-word"),
        ("A text without answers.", "no question"),
    ],
)
def test_unsupported_kind_is_reported(text, word):
    [(line, message)] = faults(f"\n{text}\n")
    assert line == 2
    assert word in message


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("q {\n=a\n~b\n", 1),
        ("q\n=a }\n", 2),
        ("q } {\n", 1),
        ("q{\n=a\n~b {x\n}", 3),
        ("q{=a\n~b}\nq2{T}", 3),
        ("::t::{T}", 1),
        ("q{=a}", 1),
        ("q{\n  x =a ~b}", 2),
        ("q{=a\n~\n#nothing}", 2),
        ("q{=a\n~a}", 1),
        ("q{~a ~b}", 1),
        ("q{~%70%a ~%30%b}", 1),
        ("q{~%50%a ~%50%b\n~%101%c}", 2),
        ("q{~%50%a ~%50%b\n~%0.123456%c}", 2),
        ("q{" + "".join(f"\n~%1%{n}" for n in range(27)) + "}", 2),
        ("q{=a -> b}", 1),
        ("q{=a -> b\n=c\n=d->e}", 2),
        ("q{=a -> b\n=c ->\n}", 2),
        ("q{=a -> b =a -> c}", 1),
        ("q{=a -> b =c -> d = -> b}", 1),
        ("q{>\na\nb}", 1),
        ("q{>2 ALL\na}", 1),
        ("q{>2 ALL\na\na}", 1),
        ("q{#}", 1),
        ("q{#\n=4,0}", 2),
        ("q{#\n=four}", 2),
        ("q{#\n=4:-1}", 2),
        ("q{#\n=5..4}", 2),
        ("q{#=%50%4}", 1),
        ("q{=[html]a ~b}", 1),
        ("::" + "x" * 201 + "::q{T}", 1),
        ("// [id:a] [id:b]\nq{T}", 1),
        ("// [id:a\nq{T}", 1),
        ("//\n// [tag:]\nq{T}", 2),
        ("// [id:" + "x" * 61 + "]\nq{T}", 1),
        ("// [tag:level-6]\nq{T}", 1),
        ("// [tag:level-1] [tag:level-2]\nq{T}", 1),
        ("// [tag:valid-2027-13-01]\nq{T}", 1),
        ("// [tag:valid-20271231]\nq{T}", 1),
        ("// [tag:lesson-m1]\nq{T}", 1),
        ("// [tag:lesson-M 1/x]\nq{T}", 1),
        ("// [tag:source-]\nq{T}", 1),
        ("// [tag:source-" + "x" * 301 + "]\nq{T}", 1),
        ("// [tag:kind-essay]\nq{T}", 1),
        ("// [tag:kind-situational]\nq{T}", 1),
        ("// [id:x]\n\nq{T}", 1),
        ("// [id:x]\nq{T}\n\n// [id:x]\nr{T}", 4),
    ],
)
def test_fault_is_reported_on_its_line_and_the_question_left_out(text, line):
    lines = [number for number, _message in faults(text)]
    assert line in lines
    assert len(parse(text).questions) == (1 if "\n\n" in text else 0)


def test_all_faults_come_at_once_in_the_order_of_the_lines():
    text = "// [tag:level-9]\nq{=a\n~a\n~}\n\nfine{T}\n\nessay{}\n\nopen{\n"
    result = parse(text)
    assert [error.line for error in result.errors] == [1, 2, 4, 8, 10]
    assert [question.stem for question in result.questions] == ["fine"]
    assert not result.ok


def test_foreign_identifier_is_named_with_its_first_line():
    [(line, message)] = faults("// [id:x]\nq{T}\n\n// [id:x]\nr{T}")
    assert line == 4
    assert "x" in message
    assert "line 2" in message


@given(st.text(alphabet="{}=~#%:>-/\\[]tagid:$ \nabT1."))
def test_anything_is_either_read_or_reported(text):
    result = parse(text)
    lines = text.count("\n") + 1
    assert all(1 <= error.line <= lines and error.message for error in result.errors)
    assert all(1 <= question.line <= lines for question in result.questions)
    if result.ok and "{" in "".join(line for line in text.split("\n") if line[:1] not in "/$ "):
        assert result.questions


@pytest.mark.parametrize("pattern", ["~", "[id:", "=a->b", "#", "\\", "{", "// x\n", "%1"])
def test_a_megabyte_of_nonsense_ends_in_a_handful_of_errors(pattern):
    text = f"q{{\n// {pattern}\n{pattern * (1_000_000 // len(pattern))}}}"
    assert 1 <= len(faults(text)) <= 60


def test_answer_without_any_text_is_told_on_its_line():
    assert faults("q{=a -> b =c -> d\n= ->\n}") == [(2, "An answer has no text.")]
