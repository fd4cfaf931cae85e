"""The question bank in the administration: listed, written, archived, tried; by whom it may be."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from assessments.domain.question_bank import bank_question
from assessments.enums import QuestionKind, QuestionState
from assessments.forms.questions import QuestionEditor
from assessments.models import Answer, Attempt, Question, QuestionVersion
from tests.assessments.test_question_form import posted
from tests.factories import people
from tests.factories.questions import (
    RIGHT,
    WRONG,
    form_data,
    make_attempt,
    make_question,
    make_quiz,
)

LIST = "/admin/questions/"
DAY = timedelta(days=1)


def page_of(kind: str) -> QuestionVersion:
    return make_question(kind, "A1")


@pytest.fixture
def editor(client, framework):
    return signed_in(client, "add_question", "change_question", "view_question")


@pytest.fixture
def reviewer(client, framework):
    return signed_in(client, "view_question")


def signed_in(client, *deeds: str):
    user = people.make_user("editor@test.example")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *deeds]))
    UserProfile.objects.create(user=user, preferred_language="en")
    client.force_login(user)
    return user


def text_of(response) -> str:
    return response.content.decode()


def at(name: str, version: QuestionVersion) -> str:
    return f"{LIST}{name}/{version.question_id}/"


def form_of(version: QuestionVersion) -> dict[str, str]:
    """Return what the browser of an editor sends back untouched."""
    question = bank_question(version)
    with translation.override("en"):
        sent = posted(QuestionEditor(kind=version.kind, sections=[], question=question))
    return {**sent, "based_on": str(version.number)}


def test_list_shows_every_question(client, editor):
    version = page_of("matching")
    page = text_of(client.get(LIST))
    assert f"/admin/questions/edit/{version.question_id}/" in page


def rows_of(client, query: str = "") -> list[str]:
    """Return the identifiers on the list."""
    response = client.get(f"{LIST}?{query}")
    return [row.identifier for row in response.context["page_obj"].object_list]


def test_list_says_in_words_what_expires_and_what_is_missing(client, editor):
    today = timezone.localdate()
    make_question("ordering", "A1", valid_until=today - DAY, languages=("en",))
    make_question("ordering", "A1", valid_until=today + 60 * DAY)
    make_question("ordering", "A1", valid_until=today + 61 * DAY)
    page = text_of(client.get(LIST))
    assert (page.count("(expired)"), page.count("(soon)")) == (1, 1)
    assert page.count("nl missing") == 1


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["A1-1", "A1-2", "B1-1", "B1-2"]),
        ("competence=B1", ["B1-1", "B1-2"]),
        ("kind=numeric", ["A1-2"]),
        ("missing=nl", ["B1-1"]),
        ("missing=en", []),
        ("state=archived", ["B1-2"]),
        ("expiry=expired", ["A1-1"]),
        ("expiry=soon", ["A1-2"]),
        ("expiry=later", ["B1-1"]),
        ("expiry=never", ["B1-2"]),
        ("q=b1-", ["B1-1", "B1-2"]),
        ("q=hoe+zeker", ["B1-2"]),
        ("q=hoe+zeker&competence=A1", []),
        ("ordering=-identifier", ["B1-2", "B1-1", "A1-2", "A1-1"]),
    ],
)
def test_list_is_filtered_and_searched(client, editor, query, found):
    today = timezone.localdate()
    make_question(identifier="A1-1", valid_until=today - DAY)
    make_question("numeric", identifier="A1-2", valid_until=today)
    make_question(identifier="B1-1", valid_until=today + 61 * DAY, languages=("en",))
    make_question(identifier="B1-2", stem="Hoe zeker ben je?")
    Question.objects.filter(identifier="B1-2").update(state=QuestionState.ARCHIVED)
    assert rows_of(client, query) == found


def test_list_takes_the_same_queries_for_one_and_three(client, editor):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return len(captured)

    make_question()
    queries()
    one = queries()
    make_question("matching")
    make_question("numeric", "B1")
    assert queries() == one


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


def dealt(client, kind: str) -> QuestionVersion:
    """Return a question as the form stores it: its keys are those that files would get."""
    version = make_question(kind, "A1", identifier="A1-1")
    client.post(at("edit", version), form_of(version))
    question = version.question
    question.versions.exclude(number=question.versions.count()).delete()
    question.versions.update(number=1)
    return question.versions.get()


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


def test_archiving_says_what_is_left_and_where_it_is_too_few(client, editor):
    versions = [make_question("numeric", "A1") for _number in range(3)]
    make_quiz("A1", per_competence=3)
    make_quiz("A1", per_competence=2)
    impact = client.get(at("archive", versions[0])).context["impact"]
    assert (impact.code, impact.before, impact.after) == ("A1", 3, 2)
    assert [(row.wanted, row.left, row.falls_short) for row in impact.quizzes] == [
        (3, 2, True),
        (2, 2, False),
    ]
    assert client.post(at("archive", versions[0])).status_code == 302
    assert Question.objects.drawable().count() == 2
    assert client.get(at("archive", versions[0])).status_code == 302
    impact = client.get(at("restore", versions[0])).context["impact"]
    assert (impact.before, impact.after) == (2, 3)
    assert client.post(at("restore", versions[0])).status_code == 302
    assert Question.objects.drawable().count() == 3


def test_restoring_what_has_expired_adds_nothing_to_draw(client, editor):
    version = make_question(valid_until=timezone.localdate() - DAY)
    Question.objects.update(state=QuestionState.ARCHIVED)
    impact = client.get(at("restore", version)).context["impact"]
    assert (impact.before, impact.after) == (0, 0)


def test_history_says_what_each_version_changed(client, editor):
    version = dealt(client, "single_choice")
    data = form_of(version)
    client.post(at("edit", version), {**data, "rows-0-feedback_en": "Why", "level": "2"})
    rows = client.get(at("history", version)).context["rows"]
    assert [(row["version"].number, row["changes"]) for row in rows] == [
        (2, ["level", "en: feedback"]),
        (1, []),
    ]


@pytest.mark.parametrize("kind", QuestionKind.values)
@pytest.mark.parametrize(("answers", "points"), [(RIGHT, "100%"), (WRONG, "0%")])
def test_trying_scores_and_stores_nothing(client, reviewer, kind, answers, points):
    version = make_question(kind, "A1")
    for language in ("nl", "en"):
        url = f"{at('try', version)}?language={language}"
        page = text_of(client.get(url))
        assert f"({language})?" in page
        assert f'<html lang="{language}"' in page
        page = text_of(client.post(url, form_data(kind, answers[kind])))
        assert f"{points} " in page
        assert "dont_know" in text_of(client.post(url, {}))
        assert client.post(url, {"dont_know": "1"}).context["result"].outcome == "dont_know"
    assert (Attempt.objects.count(), Answer.objects.count()) == (0, 0)


def test_older_version_is_tried_and_an_unknown_one_not_found(client, editor):
    version = dealt(client, "single_choice")
    client.post(at("edit", version), {**form_of(version), "stem_nl": "Nieuw?"})
    assert "Nieuw?" in text_of(client.get(at("try", version)))
    assert "Nieuw?" not in text_of(client.get(f"{at('try', version)}?version=1"))
    for number in ("3", "x", "9" * 30):
        url = f"{at('try', version)}?version={number}"
        assert client.get(url, follow=True).status_code == 404


def test_reviewer_reads_and_tries_and_changes_nothing(client, reviewer):
    version = make_question()
    for name in ("try", "history"):
        assert client.get(at(name, version)).status_code == 200
    page = text_of(client.get(LIST))
    assert at("try", version) in page
    assert at("edit", version) not in page
    for url in (
        *(at(name, version) for name in ("edit", "copy", "archive", "restore")),
        f"{LIST}new/",
        f"{LIST}import/",
    ):
        assert (client.get(url).status_code, client.post(url).status_code) == (302, 302)
    question = Question.objects.get()
    assert (question.state, question.versions.count()) == (QuestionState.ACTIVE, 1)


def test_adviser_stays_outside(client, adviser):
    version = make_question()
    client.force_login(adviser)
    for url in (LIST, at("try", version), at("edit", version), f"{LIST}export/", f"{LIST}import/"):
        assert client.get(url).status_code == 302


def test_question_that_is_not_there_is_not_found(client, editor):
    for name in ("edit", "copy", "archive", "restore", "history", "try"):
        assert client.get(f"{LIST}{name}/999/", follow=True).status_code == 404
