"""Quizzes as an adviser meets them: list, questions of every kind, overview, result."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from assessments.domain.attempts import submit_attempt
from assessments.models import Attempt
from assessments.views import attempts as views
from tests.factories.questions import make_attempt, make_question, make_quiz

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def visitor(client, adviser):
    client.force_login(adviser)
    return client


@pytest.fixture
def quiz(framework):
    """Two questions each about A1 and B1."""
    for code in ("A1", "B1"):
        for _number in range(2):
            make_question(competence=code)
    return make_quiz("A1", "B1")


def page_of(attempt, q=None):
    address = reverse("attempt", args=(attempt.pk,))
    return f"{address}?q={q}" if q else address


def text(response):
    return " ".join(response.content.decode().split())


def open_attempt(user, quiz, **done):
    return make_attempt(user, quiz, now=timezone.now(), **done)


def addresses(quiz, attempt):
    """Every address of the slice that needs a person, with how it is asked for."""
    return [
        ("get", reverse("quizzes")),
        ("get", reverse("quiz", args=(quiz.slug,))),
        ("post", reverse("quiz_start", args=(quiz.slug,))),
        ("get", page_of(attempt)),
        ("get", page_of(attempt, 1)),
        ("post", page_of(attempt, 1)),
        ("get", reverse("attempt_review", args=(attempt.pk,))),
        ("post", reverse("attempt_submit", args=(attempt.pk,))),
    ]


def test_guest_is_sent_to_sign_in_everywhere(client, adviser, quiz):
    attempt = open_attempt(adviser, quiz, right=1)
    for method, address in addresses(quiz, attempt):
        response = getattr(client, method)(address)
        assert response.status_code == 302, address
        assert response.url.startswith(reverse("account_login")), address
    assert Attempt.objects.get().submitted_at is None


@pytest.mark.parametrize("who", ["stranger", "manager"])
@pytest.mark.parametrize("submitted", [False, True])
def test_another_persons_attempt_is_not_there(client, request, adviser, quiz, who, submitted):
    attempt = open_attempt(adviser, quiz, right=4, submit=submitted)
    before = list(attempt.answers.values())
    client.force_login(request.getfixturevalue(who))
    for method, address in addresses(quiz, attempt)[3:]:
        assert getattr(client, method)(address, {"choice": "a"}).status_code == 404, address
    assert list(attempt.answers.values()) == before
    assert Attempt.objects.get().is_submitted == submitted


@pytest.mark.parametrize("pk", [0, 999, 10**30])
def test_attempt_that_does_not_exist_is_not_there(visitor, pk):
    assert visitor.get(f"/en/quizzes/attempts/{pk}/").status_code == 404


def test_list_says_when_there_are_no_quizzes(visitor):
    make_quiz(is_published=False, slug="hidden")
    page = text(visitor.get(reverse("quizzes")))
    assert "There are no quizzes yet." in page
    assert reverse("quiz", args=("hidden",)) not in page


def test_list_shows_each_quiz_with_its_open_attempt_and_last_result(visitor, adviser, quiz):
    other = make_quiz("B1", slug="other")
    old = make_attempt(adviser, quiz, right=4, submit=True, now=timezone.now() - DAY)
    last = open_attempt(adviser, quiz, right=4, submit=True)
    running = open_attempt(adviser, quiz, right=1)
    page = text(visitor.get(reverse("quizzes")))
    assert "Continue: 1 of 4 answered" in page
    assert [page_of(a) in page for a in (running, last, old)] == [True, True, False]
    assert page.count("Not done yet") == 1
    assert reverse("quiz", args=(other.slug,)) in page


def test_list_says_nothing_of_other_peoples_attempts(visitor, stranger, quiz):
    theirs = open_attempt(stranger, quiz, right=4, submit=True)
    page = text(visitor.get(reverse("quizzes")))
    assert page_of(theirs) not in page
    assert "Not done yet" in page


def test_quiz_says_what_is_kept_and_starts_an_attempt(visitor, adviser, quiz):
    page = text(visitor.get(reverse("quiz", args=(quiz.slug,))))
    assert "4 questions about A1, B1" in page
    assert "Who sees it" in page
    response = visitor.post(reverse("quiz_start", args=(quiz.slug,)))
    attempt = Attempt.objects.get()
    assert attempt.user == adviser
    assert response.url == page_of(attempt)


def test_starting_twice_goes_on_with_the_same_attempt(visitor, quiz):
    first = visitor.post(reverse("quiz_start", args=(quiz.slug,))).url
    assert visitor.post(reverse("quiz_start", args=(quiz.slug,))).url == first
    assert Attempt.objects.count() == 1


def test_quiz_without_questions_cannot_be_started(visitor, framework):
    empty = make_quiz("C1")
    page = text(visitor.get(reverse("quiz", args=(empty.slug,))))
    assert "There are no questions for this quiz yet." in page
    response = visitor.post(reverse("quiz_start", args=(empty.slug,)), follow=True)
    assert "There are no questions for this quiz yet." in text(response)
    assert Attempt.objects.count() == 0


def test_unpublished_and_unknown_quizzes_are_not_there(visitor, framework):
    hidden = make_quiz("A1", is_published=False)
    for slug in (hidden.slug, "no-such-quiz"):
        assert visitor.get(reverse("quiz", args=(slug,))).status_code == 404
        assert visitor.post(reverse("quiz_start", args=(slug,))).status_code == 404


def test_no_get_changes_anything(visitor, adviser, quiz):
    attempt = open_attempt(adviser, quiz, right=4)
    for address in (
        reverse("quiz_start", args=(quiz.slug,)),
        reverse("attempt_submit", args=(attempt.pk,)),
    ):
        assert visitor.get(address).status_code == 405
    assert Attempt.objects.get().submitted_at is None


def test_saving_goes_to_the_next_question_and_then_to_the_overview(visitor, adviser, quiz):
    attempt = open_attempt(adviser, quiz)
    for position in (1, 2, 3):
        answer = {"choice": "b"}
        assert visitor.post(page_of(attempt, position), answer).url == page_of(
            attempt, position + 1
        )
    review = reverse("attempt_review", args=(attempt.pk,))
    assert visitor.post(page_of(attempt, 4), {"choice": "b"}).url == review
    assert visitor.get(page_of(attempt)).url == review


def test_attempt_opens_at_the_first_open_question(visitor, adviser, quiz):
    attempt = open_attempt(adviser, quiz, right=2)
    page = text(visitor.get(page_of(attempt)))
    assert "Question 3 of 4" in page
    assert "2 of 4 answered" in page


@pytest.mark.parametrize("q", ["0", "5", "x", "-1", "1 or 1=1", "1" * 5000])
def test_question_that_the_attempt_has_not_is_not_there(visitor, adviser, quiz, q):
    assert visitor.get(page_of(open_attempt(adviser, quiz), q)).status_code == 404


def test_overview_lists_what_is_open_and_submits(visitor, adviser, quiz):
    attempt = open_attempt(adviser, quiz, right=3)
    response = visitor.get(reverse("attempt_review", args=(attempt.pk,)))
    assert "1 question is still open. What you leave open does not count." in text(response)
    states = [row["answer"].is_answered for row in response.context["rows"]]
    assert states == [True, True, True, False]
    submit = reverse("attempt_submit", args=(attempt.pk,))
    assert visitor.post(submit).url == page_of(attempt)
    first = Attempt.objects.get().submitted_at
    assert visitor.post(submit).url == page_of(attempt)
    assert Attempt.objects.get().submitted_at == first


def test_nothing_answered_cannot_be_submitted(visitor, adviser, quiz):
    attempt = open_attempt(adviser, quiz)
    submit = reverse("attempt_submit", args=(attempt.pk,))
    assert submit not in text(visitor.get(reverse("attempt_review", args=(attempt.pk,))))
    assert "Answer at least one question first." in text(visitor.post(submit, follow=True))
    assert Attempt.objects.get().submitted_at is None


def test_late_answer_is_refused_and_said(visitor, adviser, quiz):
    attempt = open_attempt(adviser, quiz, wrong=4, submit=True)
    before = list(attempt.answers.values())
    response = visitor.post(page_of(attempt, 1), {"choice": "b"}, follow=True)
    assert "the answer you just sent was not kept" in text(response)
    assert list(attempt.answers.values()) == before


def test_answer_that_loses_the_race_with_submitting_is_refused(visitor, adviser, quiz, monkeypatch):
    """The other tab submits after this one has been found open."""
    attempt = open_attempt(adviser, quiz, wrong=4)
    before = list(attempt.answers.values_list("response", flat=True))

    def form_after_submission(*args):
        form = made(*args)
        submit_attempt(attempt=attempt, now=timezone.now())
        return form

    made = views._form
    monkeypatch.setattr(views, "_form", form_after_submission)
    response = visitor.post(page_of(attempt, 1), {"choice": "b"})
    assert response.url == page_of(attempt)
    assert list(attempt.answers.values_list("response", flat=True)) == before


def test_overview_of_a_submitted_attempt_leads_to_its_result(visitor, adviser, quiz):
    attempt = open_attempt(adviser, quiz, right=1, submit=True)
    assert visitor.get(reverse("attempt_review", args=(attempt.pk,))).url == page_of(attempt)
