"""The two recorded questions of a lesson: which ones, answered in place, kept, refused."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from assessments.domain.lesson_checks import lesson_checks
from assessments.enums import QuestionState
from assessments.models import Answer, Attempt, CurrentLevel, Question
from tests.factories.people import make_user
from tests.factories.questions import KINDS, RIGHT, WRONG, form_data, make_question
from tests.factories.training import lesson, lesson_body, make_module

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def page(framework):
    """A lesson with a place for check questions about A1."""
    make_module("m1", body=lesson_body(check="A1"))
    return lesson("m1/one")


@pytest.fixture
def visitor(client, adviser):
    client.force_login(adviser)
    return client


def checks(user, page, codes=("A1",), today=TODAY):
    return lesson_checks(
        user=user,
        lesson=page.translation_key,
        lesson_key=page.key,
        codes=codes,
        language="en",
        today=today,
    )


def chosen(*args, **kwargs):
    return [check.question.identifier for check in checks(*args, **kwargs)]


def address(page, version):
    return reverse("lesson_check", args=(page.translation_key, version.pk))


def text(response):
    return " ".join(response.content.decode().split())


def test_questions_that_name_the_lesson_come_first(adviser, page):
    for number in range(10):
        make_question(competence="A1", identifier=f"A1-{number}")
    make_question(competence="A1", identifier="A1-here", lesson="m1/one#second")
    make_question(competence="A1", identifier="A1-page", lesson="m1/one")
    make_question(competence="A1", identifier="A1-near", lesson="m1/one-more#second")
    assert set(chosen(adviser, page)) == {"A1-here", "A1-page"}


def test_same_reader_gets_the_same_questions_and_others_get_others(page):
    for _number in range(12):
        make_question(competence="A1")
    people = [make_user() for _number in range(12)]
    shown = [chosen(user, page) for user in people]
    assert shown == [chosen(user, page) for user in people]
    assert {len(set(two)) for two in shown} == {2}
    assert len({tuple(two) for two in shown}) > 3


def test_each_competence_has_its_turn(adviser, page):
    for code in ("A1", "B2"):
        for number in range(5):
            make_question(competence=code, identifier=f"{code}-{number}", lesson="m1/one")
    for _number in range(3):
        make_question(competence="C1", lesson="m1/one")
    assert sorted(name[:2] for name in chosen(adviser, page, ("A1", "B2"))) == ["A1", "B2"]


def test_archived_expired_and_replaced_questions_are_not_asked(adviser, page):
    make_question(competence="A1")
    Question.objects.update(state=QuestionState.ARCHIVED)
    make_question(competence="A1", valid_until=TODAY - timedelta(1))
    make_question(competence="A1", identifier="A1-x", stem="old")
    make_question(competence="A1", identifier="A1-x", stem="new")
    assert [check.question.stem for check in checks(adviser, page)] == ["new"]


def test_looking_writes_nothing(visitor, page):
    make_question(competence="A1")
    visitor.get(page.url)
    assert Attempt.objects.count() == 0


def test_guest_is_asked_to_sign_in_and_comes_back(client, page):
    make_question(competence="A1", identifier="A1-1")
    shown = text(client.get(page.url))
    assert "A1-1 (en)?" not in shown
    assert f'href="{reverse("account_login")}?next={page.url}%23check"' in shown


def test_lesson_without_questions_says_so(visitor, page):
    assert "There are no questions for this lesson yet." in text(visitor.get(page.url))


@pytest.mark.parametrize("kind", KINDS)
def test_answer_is_kept_scored_and_shown_in_the_lesson(visitor, adviser, page, kind):
    version = make_question(kind, "A1", identifier="A1-1", lesson="m1/one#second")
    shown = text(visitor.get(page.url))
    assert "A1-1 (en)?" in shown
    assert "Why A1-1 (en)" not in shown
    response = visitor.post(address(page, version), form_data(kind, WRONG[kind]))
    assert response.url == f"{page.url}#check-{version.question_id}"
    answer = Answer.objects.get()
    assert (answer.response, answer.score, answer.attempt.lesson) == (
        WRONG[kind],
        0,
        page.translation_key,
    )
    assert CurrentLevel.objects.get().items == 1
    shown = text(visitor.get(page.url))
    assert f'id="check-{version.question_id}"' in shown
    assert "Not right" in shown
    assert "Why A1-1 (en)" in shown
    assert 'href="#second"' in shown
    assert "Answer again" in shown


def test_latest_answer_in_this_lesson_is_shown_and_no_other(visitor, adviser, stranger, page):
    version = make_question(competence="A1")
    make_module("m2", body=lesson_body(check="A1"), after="m1")
    for response in (WRONG, RIGHT):
        visitor.post(address(page, version), response["single_choice"])
    visitor.post(address(lesson("m2/one"), version), {"dont_know": "1"})
    visitor.logout()
    visitor.force_login(stranger)
    visitor.post(address(page, version), WRONG["single_choice"])
    assert [check.result.outcome for check in checks(adviser, page)] == ["right"]
    assert [check.result.outcome for check in checks(stranger, page)] == ["wrong"]
    assert [check.result for check in checks(make_user(), page)] == [None]


def test_answer_to_an_old_version_is_not_shown_with_the_new_one(visitor, adviser, page):
    old = make_question(competence="A1", identifier="A1-1", stem="old")
    visitor.post(address(page, old), RIGHT["single_choice"])
    make_question(competence="A1", identifier="A1-1", stem="new")
    assert [check.result for check in checks(adviser, page)] == [None]


def test_answer_that_does_not_fit_gives_the_question_with_the_error_and_a_way_back(visitor, page):
    version = make_question("ordering", "A1")
    response = visitor.post(address(page, version), {"item-a": "1", "item-b": "1", "item-c": "3"})
    assert response.status_code == 200
    form = response.context["form"]
    assert form["item-c"].value() == "3"
    assert set(form.errors) == {"item-a", "item-b"}
    assert f'href="{page.url}#check-{version.question_id}"' in text(response)
    assert Attempt.objects.count() == 0


def test_dont_know_is_an_answer(visitor, adviser, page):
    version = make_question("matching", "A1")
    visitor.post(address(page, version), {"dont_know": "1"})
    assert [check.result.outcome for check in checks(adviser, page)] == ["dont_know"]


def test_double_click_keeps_one_answer(visitor, page):
    version = make_question(competence="A1")
    for _click in range(2):
        visitor.post(address(page, version), RIGHT["single_choice"])
    assert Answer.objects.count() == 1


def test_guest_cannot_answer(client, page):
    version = make_question(competence="A1")
    response = client.post(address(page, version), RIGHT["single_choice"])
    assert response.url.startswith(reverse("account_login"))
    assert Attempt.objects.count() == 0


def test_unknown_lesson_question_or_archived_one_is_not_there(visitor, page):
    version = make_question(competence="A1")
    lost = "00000000-0000-4000-8000-000000000009"
    data = RIGHT["single_choice"]
    assert visitor.post(reverse("lesson_check", args=(lost, version.pk)), data).status_code == 404
    missing = reverse("lesson_check", args=(page.translation_key, version.pk + 1))
    assert visitor.post(missing, data).status_code == 404
    Question.objects.update(state=QuestionState.ARCHIVED)
    assert visitor.post(address(page, version), data).status_code == 404
    assert Attempt.objects.count() == 0


def test_lesson_that_is_not_live_takes_no_answers(visitor, page):
    version = make_question(competence="A1")
    page.unpublish()
    lesson("m1/one", "nl").unpublish()
    assert visitor.post(address(page, version), RIGHT["single_choice"]).status_code == 404


def test_address_without_an_answer_shows_the_question_in_either_language(visitor, page):
    version = make_question(competence="A1", identifier="A1-1")
    path = address(page, version)
    assert "A1-1 (en)?" in text(visitor.get(path))
    assert "A1-1 (nl)?" in text(visitor.get(path.replace("/en/", "/nl/")))
    assert Attempt.objects.count() == 0


def test_tag_takes_three_queries_and_one_more_with_answers(adviser, visitor, page):
    template = Template(
        "{% load assessments_tags %}{% lesson_check codes lesson_key=page.translation_key %}"
    )
    context = {"codes": ["A1"], "page": page, "user": adviser}
    counts = []
    for answered in (False, True):
        for _number in range(2):
            version = make_question("matching", "A1", lesson="m1/one#second")
            if answered:
                visitor.post(address(page, version), form_data("matching", RIGHT["matching"]))
        with CaptureQueriesContext(connection) as captured:
            template.render(Context(context))
        counts.append(len(captured))
    assert counts == [3, 4]


def test_lesson_check_counts_with_quizzes_as_tested_knowledge(visitor, adviser, page):
    for kind in ("single_choice", "true_false", "numeric", "ordering"):
        version = make_question(kind, "A1")
        visitor.post(address(page, version), form_data(kind, RIGHT[kind]))
    kept = CurrentLevel.objects.values_list("user", "competence__code", "level", "points", "items")
    assert list(kept) == [(adviser.pk, "A1", 5, 4, 4)]
    assert Attempt.objects.filter(submitted_at__lte=timezone.now()).count() == 4
