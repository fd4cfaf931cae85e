"""The bank in files: read as one, told what is wrong, exported as the same bank."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from assessments.domain.question_bank import stored_questions
from assessments.enums import QuestionState
from assessments.models import Question, QuestionText, QuestionVersion, Quiz, QuizText
from tests.factories.questions import make_question
from training.models import Competence

NL = """$CATEGORY: A1

// [id:A1-1] [tag:level-2] [tag:valid-2027-12-31] [tag:lesson-m1/2#scope]
// [tag:source-Cedefop (nl)]
::Begrip::Wat is het?{
\t=juist#Goed.
\t~fout
\t####Daarom.
}

// [id:A1-2]
Hoeveel?{#
\t=4.0:0.05
\t~#Reken na.
}
"""
EN = (
    NL.replace("(nl)", "(en)")
    .replace("Begrip", "Concept")
    .replace("Wat is het?", "What is it?")
    .replace("juist", "right")
    .replace("fout", "wrong")
    .replace("Goed", "Good")
    .replace("Daarom", "Because")
    .replace("Hoeveel?", "How much?")
    .replace("Reken na", "Count again")
)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def folder(tmp_path, framework):
    write(tmp_path, nl=NL, en=EN)
    return tmp_path


def write(folder, name="A1", **texts):
    for language, text in texts.items():
        (folder / f"{name}.{language}.gift").write_text(text, encoding="utf-8")


def load(*paths):
    out = StringIO()
    call_command("load_questions", *map(str, paths), stdout=out)
    return out.getvalue().strip()


def problems(*paths):
    """What is said about files that are refused, as lines."""
    err = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("load_questions", *map(str, paths), stdout=StringIO(), stderr=err)
    lines = err.getvalue().strip().splitlines()
    assert str(refused.value) == f"Nothing was imported; problems: {len(lines)}."
    return lines


def versions():
    fields = ("question__identifier", "number", "is_current")
    return list(
        QuestionVersion.objects.order_by("question__identifier", "number").values_list(*fields)
    )


def bank():
    return {row.identifier: row for row in stored_questions()}


def test_both_languages_become_one_question(folder):
    assert load(folder) == "Questions: 2 new, 0 revised, 0 unchanged."
    version = QuestionVersion.objects.get(question__identifier="A1-1")
    assert version.question.competence.code == "A1"
    assert (version.kind, version.level_hint, version.lesson) == (
        "single_choice",
        2,
        "m1/2#scope",
    )
    assert (str(version.valid_until), version.source) == ("2027-12-31", "Cedefop (nl)")
    texts = {row.language: row.texts for row in version.texts.all()}
    assert {language: row["stem"] for language, row in texts.items()} == {
        "nl": "Wat is het?",
        "en": "What is it?",
    }
    assert texts["en"]["source"] == "Cedefop (en)"
    assert version.texts.get(language="en").title == "Concept"


def test_loading_twice_changes_nothing(folder):
    load(folder)
    assert load(folder) == "Questions: 0 new, 0 revised, 2 unchanged."
    assert versions() == [("A1-1", 1, True), ("A1-2", 1, True)]
    assert QuestionText.objects.count() == 4


def test_changed_word_makes_a_new_version_and_leaves_the_old_one(folder):
    load(folder)
    old = QuestionVersion.objects.get(question__identifier="A1-1")
    before = list(old.texts.order_by("language").values("language", "title", "texts"))
    write(folder, en=EN.replace("Because", "That is why"))
    assert load(folder) == "Questions: 0 new, 1 revised, 1 unchanged."
    assert versions() == [("A1-1", 1, False), ("A1-1", 2, True), ("A1-2", 1, True)]
    assert list(old.texts.order_by("language").values("language", "title", "texts")) == before
    assert bank()["A1-1"].texts["en"]["feedback"] == "That is why."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("level-2", "level-3"),
        ("2027-12-31", "2028-12-31"),
        ("m1/2#scope", "m1/2#other"),
        ("Cedefop (nl)", "VDAB (nl)"),
    ],
)
def test_changed_metadata_makes_a_new_version(folder, before, after):
    load(folder)
    write(folder, nl=NL.replace(before, after), en=EN.replace(before, after))
    assert load(folder) == "Questions: 0 new, 1 revised, 1 unchanged."


def test_question_that_left_the_file_stays_and_an_archived_one_stays_archived(folder):
    load(folder)
    Question.objects.filter(identifier="A1-1").update(state=QuestionState.ARCHIVED)
    write(folder, nl=NL.partition("// [id:A1-2]")[0], en=EN.partition("// [id:A1-2]")[0])
    load(folder)
    assert versions() == [("A1-1", 1, True), ("A1-2", 1, True)]
    assert Question.objects.get(identifier="A1-1").state == QuestionState.ARCHIVED


def test_one_file_is_read_with_its_other_language(folder):
    load(folder / "A1.en.gift")
    assert {row.language for row in QuestionText.objects.all()} == {"nl", "en"}


def test_one_language_alone_is_enough(folder):
    (folder / "A1.en.gift").unlink()
    load(folder)
    assert set(bank()["A1-1"].texts) == {"nl"}


def test_all_problems_are_told_at_once_and_nothing_is_imported(folder):
    write(folder, nl=NL.replace("=juist", "~juist"), en=EN)
    write(folder, "Z9", nl=NL.replace("A1", "Z9"), en=EN.replace("A1", "Z9"))
    write(folder, "B1", nl="// [id:B1-1]\nStelling{TRUE}\n")
    write(folder, "copy", nl="// [id:B1-1]\nStelling{TRUE}\n")
    (folder / "B2.fr.gift").write_text("x")
    told = [line.replace(f"{folder}/", "") for line in problems(folder)]
    assert told == [
        "B2.fr.gift: A file of questions is called <name>.nl.gift or <name>.en.gift.",
        told[1],
        "Z9.nl.gift:5: The identifier Z9-1 begins with no competence of the framework.",
        "Z9.nl.gift:12: The identifier Z9-2 begins with no competence of the framework.",
        "Z9.en.gift:5: The identifier Z9-1 begins with no competence of the framework.",
        "Z9.en.gift:12: The identifier Z9-2 begins with no competence of the framework.",
        "copy.nl.gift:2: The identifier B1-1 is taken by the question at B1.nl.gift:2.",
    ]
    assert told[1].startswith("A1.nl.gift:6: ")
    assert Question.objects.count() == 0


def test_differences_between_languages_are_told_in_the_file_of_the_second(folder):
    write(folder, en=EN.replace("\t~wrong\n", "\t~wrong\n\t~odd\n"))
    told = problems(folder)
    assert len(told) == 1
    assert told[0].startswith(f"{folder}/A1.en.gift:5: A1-1: ")


def test_question_in_the_category_of_another_competence_is_told(folder):
    write(folder, nl=NL.replace("Y: A1", "Y: B1"), en=EN.replace("Y: A1", "Y: B1"))
    place = f"{folder}/A1.nl.gift"
    message = "The identifier {} does not belong in the category B1."
    assert problems(folder)[:2] == [
        f"{place}:5: {message.format('A1-1')}",
        f"{place}:12: {message.format('A1-2')}",
    ]


def test_missing_file_and_bad_bytes_are_told(folder):
    (folder / "A1.nl.gift").write_bytes(b"\xff\xfe\x00")
    told = problems(folder, folder / "B1.nl.gift")
    assert [line.partition(": ")[0] for line in told] == [
        f"{folder}/A1.nl.gift",
        f"{folder}/B1.nl.gift",
    ]


def test_without_a_framework_the_command_says_what_to_run(db):
    with pytest.raises(CommandError, match="import_framework"):
        call_command("load_questions")


def test_exported_bank_imports_as_the_same_bank(folder, tmp_path_factory):
    load(folder)
    for number, kind in enumerate(["matching", "ordering", "multiple_response", "situational"]):
        make_question(kind, "B1", identifier=f"B1-{number}")
    make_question("true_false", "B1", identifier="B1-9", languages=("nl",))
    before = bank()
    out = tmp_path_factory.mktemp("out")
    call_command("export_questions", str(out), stdout=StringIO())
    assert {path.name for path in out.iterdir()} == {
        "A1.nl.gift",
        "A1.en.gift",
        "B1.nl.gift",
        "B1.en.gift",
        "B1-only-nl.nl.gift",
    }
    for table in (QuestionText, QuestionVersion, Question):
        table.objects.all().delete()
    assert load(out) == "Questions: 7 new, 0 revised, 0 unchanged."
    after = bank()
    assert after.keys() == before.keys()
    for identifier in ("A1-1", "A1-2"):
        assert after[identifier] == before[identifier]
    for row in after.values():
        assert (row.kind, row.lesson, set(row.texts)) == (
            before[row.identifier].kind,
            before[row.identifier].lesson,
            set(before[row.identifier].texts),
        )


def test_export_leaves_archived_questions_out(folder, tmp_path_factory):
    load(folder)
    Question.objects.filter(identifier="A1-1").update(state=QuestionState.ARCHIVED)
    out = tmp_path_factory.mktemp("out")
    call_command("export_questions", str(out), stdout=StringIO())
    assert "A1-1" not in (out / "A1.nl.gift").read_text()
    assert "A1-2" in (out / "A1.nl.gift").read_text()


def test_shipped_bank_loads_and_comes_back_from_its_export_unchanged(framework, tmp_path):
    load()
    before = bank()
    call_command("export_questions", str(tmp_path), stdout=StringIO())
    assert load(tmp_path) == f"Questions: 0 new, 0 revised, {len(before)} unchanged."
    asked_about = {row.competence for row in before.values()}
    assert asked_about == set(Competence.objects.values_list("code", flat=True))
    assert {frozenset(row.texts) for row in before.values()} == {frozenset({"nl", "en"})}


def test_shipped_checks_cover_the_competences_once(framework):
    for _time in range(2):
        call_command("load_quizzes", stdout=StringIO())
    quizzes = {quiz.slug: quiz for quiz in Quiz.objects.filter(mode="check")}
    assert {
        slug: [competence.code for competence in quiz.competences.all()]
        for slug, quiz in quizzes.items()
    } == {
        "know-and-locate": ["A1", "A2", "A3"],
        "quality-and-interpretation": ["B1", "B2"],
        "integrate-in-guidance": ["C1", "C2", "C3", "C4"],
        "open-up-and-share": ["D1", "D2", "D3"],
        "feedback-and-practice": ["D4", "D5"],
    }
    assert {quiz.per_competence for quiz in quizzes.values()} == {4}


def test_shipped_quizzes_have_every_mode_per_area_and_words_in_both_languages(framework):
    call_command("load_quizzes", stdout=StringIO())
    modes = Counter(Quiz.objects.values_list("mode", flat=True))
    assert modes == {"check": 5, "practice": 4, "area_test": 4, "adaptive": 4}
    tests = Quiz.objects.filter(mode="area_test").values_list("slug", "items")
    assert dict(tests) == {
        "area-test-a": 18,
        "area-test-b": 16,
        "area-test-c": 24,
        "area-test-d": 18,
    }
    assert QuizText.objects.exclude(title="").exclude(introduction="").count() == 34


def test_quizzes_without_a_framework_are_refused(db):
    with pytest.raises(CommandError, match="50"):
        call_command("load_quizzes", stderr=StringIO())
    assert Quiz.objects.count() == 0
