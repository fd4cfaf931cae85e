"""The question bank in the administration: listed, archived, tried; by whom it may be."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assessments.enums import QuestionKind, QuestionState
from assessments.models import Answer, Attempt, Question
from tests.assessments.question_desk import LIST, at, dealt, form_of, signed_in, text_of
from tests.factories.questions import (
    RIGHT,
    WRONG,
    form_data,
    make_question,
    make_quiz,
)

DAY = timedelta(days=1)


@pytest.fixture
def editor(client, framework):
    return signed_in(client, "add_question", "change_question", "view_question")


@pytest.fixture
def reviewer(client, framework):
    return signed_in(client, "view_question")


def test_list_shows_every_question(client, editor):
    version = make_question("matching")
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
    client.post(at("edit", version), {**form_of(version), "stem_en": "Nieuw?"})
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
