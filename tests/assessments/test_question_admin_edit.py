"""Writing questions in the administration: a new version, a new one, a copy."""

import pytest
from django.utils import translation

from assessments.enums import QuestionKind
from assessments.models import Question, QuestionVersion
from tests.assessments.question_desk import LIST, at, dealt, form_of, signed_in, text_of
from tests.factories import people
from tests.factories.questions import (
    make_attempt,
    make_question,
    make_quiz,
)


@pytest.fixture
def editor(client, framework):
    return signed_in(client, "add_question", "change_question", "view_question")


@pytest.mark.parametrize("kind", QuestionKind.values)
def test_saving_makes_a_version_only_when_something_differs(client, editor, kind):
    version = dealt(client, kind)
    url, data = at("edit", version), form_of(version)
    assert client.get(url).status_code == 200
    assert client.post(url, data).status_code == 302
    assert version.question.versions.count() == 1
    assert client.post(url, {**data, "stem_nl": "Anders?"}).status_code == 302
    old, new = version.question.versions.order_by("number")
    assert (old.is_current, new.is_current, new.number) == (False, True, 2)
    assert new.structure == old.structure
    assert new.texts.get(language="nl").texts["stem"] == "Anders?"
    assert old.texts.get(language="nl").texts["stem"] == data["stem_nl"]


@pytest.mark.parametrize(
    ("kind", "change", "words"),
    [
        ("single_choice", {"stem_en": ""}, "The question has no text."),
        ("single_choice", {"rows-1-weight": "50"}, "No answer earns all points"),
        ("single_choice", {"rows-1-weight": "101"}, "A weight lies between -100 and 100"),
        ("single_choice", {"rows-0-text_nl": ""}, "An answer has no text."),
        ("single_choice", {"rows-0-text_nl": "second"}, "Dutch: The answer"),
        ("multiple_response", {"rows-1-weight": "20"}, "equal weights"),
        ("multiple_response", {"rows-0-weight": "", "rows-1-weight": "0"}, "No answer is right"),
        ("matching", {"rows-0-left_en": ""}, "An answer has no text."),
        ("matching", {"rows-1-right_en": ""}, "An answer has no text."),
        ("ordering", {"rows-0-text_nl": "", "rows-0-text_en": "", "rows-1-text_nl": "",
                      "rows-1-text_en": ""}, "fewer than two"),
        ("numeric", {"rows-0-weight": "50"}, "No number earns all points."),
        ("numeric", {"rows-0-value": ""}, "Write the number"),
        ("numeric", {"rows-0-value": "four"}, "Enter a number"),
        ("single_choice", {"source_en": "a\nb"}, "on one line"),
        ("single_choice", {"valid_until": "2027-13-01"}, "Enter a valid date"),
        ("single_choice", {"lesson": "m1/elsewhere"}, "Select a valid choice"),
        ("single_choice", {"rows-TOTAL_FORMS": "x"}, "ManagementForm"),
    ],
)  # fmt: skip
def test_fault_is_told_and_nothing_is_lost_or_stored(client, editor, kind, change, words):
    version = dealt(client, kind)
    data = {**form_of(version), "title_nl": "Blijft staan", **change}
    response = client.post(at("edit", version), data)
    page = text_of(response)
    assert response.status_code == 200
    editor = response.context["editor"]
    forms = [editor.about, *(editor.rows.forms if editor.rows is not None else [])]
    with translation.override("en"):
        told = [*editor.problems, *(str(error) for form in forms for error in form.errors.values())]
    assert any(words in text for text in told), told
    assert "Blijft staan" in page
    assert version.question.versions.count() == 1


def test_rows_are_moved_removed_and_added(client, editor):
    version = dealt(client, "ordering")
    data = form_of(version)
    first, second, third = (data[f"rows-{number}-text_nl"] for number in range(3))
    data |= {"rows-2-ORDER": "1", "rows-1-text_nl": "", "rows-1-text_en": ""}
    data |= {"rows-3-text_nl": "nieuw", "rows-3-text_en": "new"}
    assert client.post(at("edit", version), data).status_code == 302
    new = version.question.versions.get(is_current=True)
    items = new.texts.get(language="nl").texts["items"]
    assert [items[key] for key in new.structure["order"]] == [third, first, "nieuw"]
    assert second not in items.values()


def test_version_of_somebody_else_is_not_overwritten_unseen(client, editor):
    version = dealt(client, "single_choice")
    url, data = at("edit", version), form_of(version)
    client.post(url, {**data, "stem_nl": "Van iemand anders?"})
    page = text_of(client.post(url, {**data, "stem_nl": "Van mij?"}))
    assert "Van mij?" in page
    assert 'name="based_on" value="2"' in page
    assert version.question.versions.count() == 2
    assert client.post(url, {**data, "stem_nl": "Van mij?", "based_on": "2"}).status_code == 302
    assert version.question.versions.count() == 3


def test_page_says_what_uses_the_version_and_names_nobody(client, editor, adviser):
    version = make_question("single_choice", "A1")
    make_question("numeric", "A1")
    quiz = make_quiz("A1")
    make_quiz("A1", is_published=False)
    make_quiz("B1")
    make_attempt(adviser, quiz)
    make_attempt(people.make_user("second@test.example"), quiz, right=2, submit=True)
    response = client.get(at("edit", version))
    usage = response.context["usage"]
    assert usage.quizzes == [quiz.texts.get(language="en").title]
    assert (usage.open_attempts, usage.answered, usage.lessons) == (1, 1, [])
    page = text_of(response)
    assert adviser.email not in page
    assert "second@test.example" not in page


def test_kind_is_chosen_first_and_an_identifier_proposed(client, editor):
    make_question(identifier="A1-9")
    assert "start" in client.get(f"{LIST}new/").context
    assert "start" in client.get(f"{LIST}new/?kind=essay&competence=A1").context
    url = f"{LIST}new/?kind=true_false&competence=A1"
    assert client.get(url).context["naming"]["identifier"].value() == "A1-10"
    data = {"identifier": "A1-10", "stem_nl": "Stelling", "right": "true"}
    assert client.post(url, {**data, "identifier": "A1-9"}).status_code == 200
    assert client.post(url, {**data, "identifier": "B1-9"}).status_code == 200
    assert client.post(url, data).status_code == 302
    version = QuestionVersion.objects.get(question__identifier="A1-10")
    assert version.structure["options"][0] == {"key": "a", "weight": 1.0}
    assert [text.language for text in version.texts.all()] == ["nl"]
    assert Question.objects.count() == 2


def test_copy_is_another_question(client, editor):
    version = dealt(client, "matching")
    url = at("copy", version)
    assert client.get(url).context["naming"]["identifier"].value() == "A1-2"
    data = form_of(version) | {"identifier": "A1-2", "title_nl": "Kopie"}
    assert client.post(url, data).status_code == 302
    copy = QuestionVersion.objects.get(question__identifier="A1-2")
    assert copy.texts.get(language="nl").title == "Kopie"
    assert version.question.versions.count() == 1
