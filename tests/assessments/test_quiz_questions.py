"""The seven kinds of questions: shown, answered, kept, refused; without any script."""

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from assessments.domain.attempts import submit_attempt
from tests.factories.questions import (
    KINDS,
    RIGHT,
    form_data,
    make_attempt,
    make_question,
    make_quiz,
)

NOT_OFFERED = "Choose one of the answers that are offered."
NO_ANSWER = "Give an answer, or choose “I don't know”."
NO_NUMBER = "Write a number in digits, such as 4,5 or 4.5."


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def visitor(client, adviser):
    client.force_login(adviser)
    return client


def page_of(attempt, q):
    return f"{reverse('attempt', args=(attempt.pk,))}?q={q}"


def text(response):
    return " ".join(response.content.decode().split())


def open_attempt(user, quiz, **done):
    return make_attempt(user, quiz, now=timezone.now(), **done)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_answered_kept_and_shown_again(visitor, adviser, framework, kind):
    make_question(kind, "A1")
    attempt = open_attempt(adviser, make_quiz("A1"))
    data = {**form_data(kind, RIGHT[kind]), "certainty": "fairly_sure"}
    response = visitor.post(page_of(attempt, 1), data)
    assert response.url == reverse("attempt_review", args=(attempt.pk,))
    answer = attempt.answers.get()
    assert (answer.response, answer.certainty) == (RIGHT[kind], "fairly_sure")
    again = visitor.get(page_of(attempt, 1)).context["form"]
    shown = {name: again[name].value() for name in again.fields}
    assert shown == {name: str(v) if isinstance(v, int) else v for name, v in data.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_be_answered_with_dont_know(visitor, adviser, framework, kind):
    make_question(kind, "A1")
    attempt = open_attempt(adviser, make_quiz("A1"))
    visitor.post(page_of(attempt, 1), {"dont_know": "1", "choice": "nonsense", "value": "x"})
    answer = attempt.answers.get()
    assert (answer.is_dont_know, answer.response) == (True, None)
    assert "I don't know. You can still change it." in text(visitor.get(page_of(attempt, 1)))


@pytest.mark.parametrize("kind", KINDS)
def test_empty_answer_is_an_error_beside_the_field_and_on_top(visitor, adviser, framework, kind):
    make_question(kind, "A1")
    attempt = open_attempt(adviser, make_quiz("A1"))
    response = visitor.post(page_of(attempt, 1), {"certainty": "certain"})
    form, page = response.context["form"], text(response)
    fields = [field.name for field in form.answer_fields]
    assert sorted(form.errors) == sorted(fields)
    assert page.count("Give an answer, or choose “I don&#x27;t know”.") == 2 * len(fields)
    assert "error-summary" in page
    assert form["certainty"].value() == "certain"
    assert not attempt.answers.get().is_answered


@pytest.mark.parametrize(
    ("kind", "data", "errors"),
    [
        ("single_choice", {"choice": "z"}, {"choice": [NOT_OFFERED]}),
        ("multiple_response", {"choices": ["a", "z"]}, {"choices": [NOT_OFFERED]}),
        ("matching", {"left-1": "b"}, {"left-2": [NO_ANSWER]}),
        (
            "ordering",
            {"item-a": "1", "item-b": "1", "item-c": "2"},
            {
                "item-a": ["Place 1 is chosen more than once."],
                "item-b": ["Place 1 is chosen more than once."],
            },
        ),
        ("numeric", {"value": "four"}, {"value": [NO_NUMBER]}),
    ],
)
def test_answer_that_does_not_fit_is_told_and_the_rest_is_kept(
    visitor, adviser, framework, kind, data, errors
):
    make_question(kind, "A1")
    attempt = open_attempt(adviser, make_quiz("A1"))
    form = visitor.post(page_of(attempt, 1), data).context["form"]
    assert form.errors == errors
    assert {name: form[name].value() for name in data} == data
    assert not attempt.answers.get().is_answered


@pytest.mark.parametrize("kind", KINDS)
def test_a_megabyte_of_text_is_refused_in_a_short_sentence(visitor, adviser, framework, kind):
    make_question(kind, "A1")
    attempt = open_attempt(adviser, make_quiz("A1"))
    names = [field.name for field in visitor.get(page_of(attempt, 1)).context["form"]]
    response = visitor.post(page_of(attempt, 1), {names[0]: "9" * 1_000_000})
    assert response.status_code == 200
    messages = [message for found in response.context["form"].errors.values() for message in found]
    assert messages
    assert max(map(len, messages)) < 80
    assert not attempt.answers.get().is_answered


@pytest.mark.parametrize("written", ["4,0", "4.0", " 4 ", "4,02"])
def test_number_takes_a_comma_or_a_point(visitor, adviser, framework, written):
    make_question("numeric", "A1")
    attempt = open_attempt(adviser, make_quiz("A1"))
    visitor.post(page_of(attempt, 1), {"value": written})
    assert submit_attempt(attempt=attempt, now=timezone.now()).answers.get().score == 1


@pytest.mark.parametrize("kind", ["matching", "ordering"])
def test_shuffled_kinds_never_show_the_solution_and_stay_as_they_are(
    visitor, adviser, framework, kind
):
    for _number in range(20):
        make_question(kind, "A1")
    attempt = open_attempt(adviser, make_quiz("A1", per_competence=20))
    orders = set()
    for position in range(1, 21):
        form = visitor.get(page_of(attempt, position)).context["form"]
        order = shown_order(form, kind)
        assert order == shown_order(visitor.get(page_of(attempt, position)).context["form"], kind)
        matched = [key for key in order if kind == "ordering" or key != "c"]
        assert matched != (["b", "c", "a"] if kind == "ordering" else ["b", "a"])
        orders.add(tuple(order))
    assert len(orders) > 1


def shown_order(form, kind):
    if kind == "ordering":
        return [field.name.removeprefix("item-") for field in form.answer_fields]
    return [key for key, _text in form.fields["left-1"].choices if key]


def test_choice_options_stand_in_the_order_of_the_file(visitor, adviser, framework):
    make_question("single_choice", "A1")
    attempt = open_attempt(adviser, make_quiz("A1"))
    form = visitor.get(page_of(attempt, 1)).context["form"]
    assert [key for key, _text in form.fields["choice"].choices] == ["a", "b", "c"]


def test_question_is_asked_in_the_language_of_the_page_or_in_the_other(visitor, adviser, framework):
    make_question("single_choice", "A1", identifier="A1-1")
    make_question("single_choice", "A1", identifier="A1-2", languages=("nl",))
    attempt = open_attempt(adviser, make_quiz("A1"))
    review = f"/quizzes/attempts/{attempt.pk}/review/"
    words = {}
    for language in ("nl", "en"):
        rows = visitor.get(f"/{language}{review}").context["rows"]
        words[language] = sorted(row["question"].stem for row in rows)
    assert words["en"] == ["A1-1 (en)?", "A1-2 (nl)?"]
    assert words["nl"] == ["A1-1 (nl)?", "A1-2 (nl)?"]


def test_words_of_a_question_are_never_markup(visitor, adviser, framework):
    make_question("single_choice", "A1", stem="<script>alert(1)</script>\nSecond line")
    attempt = open_attempt(adviser, make_quiz("A1"), right=1)
    for address in (page_of(attempt, 1), reverse("attempt_review", args=(attempt.pk,))):
        assert "<script>alert" not in text(visitor.get(address))
    submit_attempt(attempt=attempt, now=timezone.now())
    page = text(visitor.get(reverse("attempt", args=(attempt.pk,))))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>Second line" in page


def test_words_in_the_other_language_say_which_they_are(visitor, adviser, framework):
    make_question("single_choice", "A1", languages=("nl",))
    attempt = open_attempt(adviser, make_quiz("A1"))
    assert '<div lang="nl">' in text(visitor.get(page_of(attempt, 1)))
    translated = page_of(attempt, 1).replace("/en/", "/nl/")
    assert '<div lang="nl">' not in text(visitor.get(translated))
