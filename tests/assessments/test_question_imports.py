"""Importing in the administration: shown first, then done exactly so, or not at all."""

import zipfile
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from assessments.domain.question_bank import stored_questions
from assessments.domain.question_import import whole_bank
from assessments.enums import QuestionState
from assessments.models import Question, QuestionText, QuestionVersion
from tests.assessments.question_desk import LIST, signed_in
from tests.assessments.test_aiken import TWO

IMPORT = f"{LIST}import/"
NL = "// [id:A1-1]\n::T::Wat?{\n=ja\n~nee\n}\n"
EN = "// [id:A1-1]\n::T::What?{\n=yes\n~no\n}\n"


@pytest.fixture
def editor(client, framework):
    return signed_in(client, "add_question", "change_question", "view_question")


def hand_in(client, files: dict[str, str | bytes], category: str = "", language: str = ""):
    """Return the answer to files that are handed in."""
    uploads = [
        SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
        for name, text in files.items()
    ]
    return client.post(IMPORT, {"files": uploads, "category": category, "language": language})


def confirm(client, response):
    return client.post(IMPORT, {"shown": response.context["shown"]})


def load(client, files: dict[str, str | bytes], **more: str) -> None:
    assert confirm(client, hand_in(client, files, **more)).status_code == 302


def plan_of(response) -> list[tuple]:
    return [
        (row["question"].identifier, row["effect"], list(row["changes"]), row["missing"])
        for row in response.context["rows"]
    ]


def problems_of(response) -> list[str]:
    return [str(problem) for problem in response.context["problems"]]


def test_preview_stores_nothing_and_confirming_does_what_it_said(client, editor):
    response = hand_in(client, {"A1.nl.gift": NL, "A1.en.gift": EN})
    assert plan_of(response) == [("A1-1", "new", [], [])]
    assert Question.objects.count() == 0
    assert confirm(client, response).status_code == 302
    [stored] = stored_questions()
    assert {code: texts["stem"] for code, texts in stored.texts.items()} == {
        "nl": "Wat?",
        "en": "What?",
    }


def test_preview_says_new_changed_and_unchanged(client, editor):
    other = NL.replace("A1-1", "A1-2")
    load(client, {"A1.nl.gift": NL + "\n" + other})
    changed = NL.replace("=ja", "=zeker") + "\n" + other + "\n" + NL.replace("A1-1", "A1-3")
    response = hand_in(client, {"A1.nl.gift": changed})
    assert plan_of(response) == [
        ("A1-1", "changed", ["nl: answers"], ["en"]),
        ("A1-2", "unchanged", [], ["en"]),
        ("A1-3", "new", [], ["en"]),
    ]
    confirm(client, response)
    numbers = QuestionVersion.objects.values_list("question__identifier", "number", "is_current")
    assert list(numbers) == [
        ("A1-1", 1, False),
        ("A1-1", 2, True),
        ("A1-2", 1, True),
        ("A1-3", 1, True),
    ]


def test_other_language_is_added_to_what_the_bank_has(client, editor):
    load(client, {"A1.nl.gift": NL})
    response = hand_in(client, {"words.txt": EN}, language="en")
    assert plan_of(response) == [("A1-1", "changed", ["en: added"], [])]
    confirm(client, response)
    assert set(whole_bank()["A1-1"].texts) == {"nl", "en"}


def test_other_language_with_other_scoring_is_told_by_file_and_line(client, editor):
    load(client, {"A1.nl.gift": NL})
    response = hand_in(client, {"A1.en.gift": EN.replace("~no", "~%50%no")})
    [problem] = problems_of(response)
    assert problem.startswith("A1.en.gift:2: A1-1: ")
    assert "shown" not in response.context


def test_all_problems_are_told_at_once_and_nothing_can_be_imported(client, editor):
    response = hand_in(
        client,
        {
            "A1.nl.gift": NL + "\nWat?{=a}\n\nWie?{}\n",
            "Z9.nl.gift": NL.replace("A1", "Z9"),
            "nameless.gift": "Q?{T}",
            "copy.nl.gift": NL,
            "aiken.nl.txt": "Q?\nA. a\nB. b\nANSWER: X\n",
            "free.nl.gift": "Q?{T}",
            "latin.nl.gift": "é".encode("latin-1"),
        },
    )
    assert sorted(problem.split(": ")[0] for problem in problems_of(response)) == [
        "A1.nl.gift:7",
        "A1.nl.gift:9",
        "Z9.nl.gift:2",
        "aiken.nl.txt:4",
        "copy.nl.gift:2",
        "free.nl.gift:1",
        "latin.nl.gift",
        "nameless.gift",
    ]
    assert "shown" not in response.context
    assert Question.objects.count() == 0


def test_identifiers_are_given_where_they_are_missing(client, editor):
    load(client, {"A1.nl.gift": NL.replace("A1-1", "A1-7")})
    mixed = "// [id:A1-8]\nStelling?{T}\n"
    response = hand_in(client, {"q.txt": TWO, "mixed.gift": mixed}, category="A1", language="en")
    assert [row[0] for row in plan_of(response)] == ["A1-9", "A1-10", "A1-8"]
    confirm(client, response)
    assert whole_bank()["A1-9"].texts["en"]["stem"] == "What is an anecdote?"


def test_question_of_another_category_is_refused(client, editor):
    response = hand_in(client, {"A1.nl.gift": NL}, category="B1")
    assert len(problems_of(response)) == 1


def test_bank_that_changed_meanwhile_is_shown_again(client, editor):
    response = hand_in(client, {"A1.nl.gift": NL})
    load(client, {"A1.nl.gift": NL.replace("Wat?", "Wie?")})
    again = confirm(client, response)
    assert again.status_code == 200
    assert plan_of(again) == [("A1-1", "changed", ["nl: question"], ["en"])]
    assert whole_bank()["A1-1"].texts["nl"]["stem"] == "Wie?"
    assert confirm(client, again).status_code == 302
    assert whole_bank()["A1-1"].texts["nl"]["stem"] == "Wat?"


def test_preview_of_somebody_else_or_a_changed_one_is_refused(client, editor):
    response = hand_in(client, {"A1.nl.gift": NL})
    shown = response.context["shown"]
    for forged in (shown[:-1] + ("a" if shown[-1] != "a" else "b"), "", "x"):
        assert client.post(IMPORT, {"shown": forged}).status_code == 302
    assert Question.objects.count() == 0


def test_same_files_again_have_nothing_to_import(client, editor):
    load(client, {"A1.nl.gift": NL})
    response = hand_in(client, {"A1.nl.gift": NL})
    assert plan_of(response)[0][1] == "unchanged"
    assert "shown" not in response.context


@pytest.mark.parametrize(
    "files", [{}, {"a.nl.gift": ""}, {"a.zip": b"no zip"}, {"a.nl.gift": "x" * 1_600_000}]
)
def test_what_cannot_be_read_is_told(client, editor, files):
    response = hand_in(client, files)
    assert response.status_code == 200
    assert response.context["form"].errors or response.context["problems"]
    assert "shown" not in response.context


def export(client, query: str = "") -> bytes:
    response = client.get(f"{LIST}export/?{query}")
    assert response["Content-Type"] == "application/zip"
    return response.content


def test_exported_bank_imports_as_the_same_bank(client, editor):
    call_command("load_questions", stdout=StringIO())
    before = whole_bank()
    content = export(client)
    again = hand_in(client, {"questions.zip": content})
    assert {row[1] for row in plan_of(again)} == {"unchanged"}
    for table in (QuestionText, QuestionVersion, Question):
        table.objects.all().delete()
    load(client, {"questions.zip": content})
    assert whole_bank() == before


def test_filtered_list_is_exported_and_archived_questions_only_on_request(client, editor):
    load(client, {"A1.nl.gift": NL, "B1.nl.gift": NL.replace("A1", "B1")})
    Question.objects.filter(identifier="B1-1").update(state=QuestionState.ARCHIVED)

    def names(query: str = "") -> list[str]:
        return zipfile.ZipFile(BytesIO(export(client, query))).namelist()

    assert names() == ["A1-only-nl.nl.gift"]
    assert names("competence=B1") == []
    assert names("competence=B1&state=archived") == ["B1-only-nl.nl.gift"]
