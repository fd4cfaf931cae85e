"""Doing the exercises of a lesson, with and without scripts, and choosing a country."""

import io

import pytest
from playwright.sync_api import Locator, expect
from pypdf import PdfReader

from tests.browser.conftest import TWO_WAYS
from tests.browser.visitor import PHONE, Visitor

pytestmark = pytest.mark.any_database
LESSONS = """
from training.models import LessonPage
answer = {}
for page in LessonPage.objects.live().select_related("locale"):
    for block in page.body.raw_data:
        known = answer.setdefault(page.locale.language_code, {})
        known.setdefault(block["type"], page.url_path.split("/", 2)[2])
"""
KINDS = ("compute", "judge", "sort", "rewrite", "scan")


@pytest.fixture(scope="module")
def lessons(site) -> dict[str, dict[str, str]]:
    """The address of the first lesson with a kind of block: {language: {kind: address}}."""
    return site.ask(LESSONS)


def go_to(visitor: Visitor, lessons: dict, kind: str) -> Locator:
    visitor.go(f"/{{lang}}/{lessons[visitor.language][kind]}")
    if kind in KINDS:
        return visitor.page.locator(f'[data-exercise="{kind}"]').first
    return visitor.page.locator("[data-for]").first


@pytest.mark.parametrize("way", TWO_WAYS)
def test_every_kind_of_exercise_can_be_done(visit, lessons, way):
    visitor = visit(**way)
    for kind in KINDS:
        exercise = go_to(visitor, lessons, kind)
        asked: list[str] = []
        note = lambda request, asked=asked: asked.append(request.url)  # noqa: E731
        visitor.page.on("request", note)
        {"compute": compute, "sort": sort, "scan": scan}.get(kind, compare)(visitor, exercise)
        visitor.page.remove_listener("request", note)
        assert asked == []
        visitor.look()


def open_answers(exercise: Locator) -> None:
    for summary in exercise.locator("summary").all():
        summary.click()
    expect(exercise.locator(".exercise__model").first).to_be_visible()


def compute(visitor: Visitor, exercise: Locator) -> None:
    if not visitor.javascript:
        return open_answers(exercise)
    verdict = exercise.locator("[data-verdict]")
    answer = exercise.get_attribute("data-answer")
    for text in (answer, answer.replace(".", ","), f"{answer} %"):
        exercise.locator("input").fill(text)
        exercise.locator("input").press("Enter")
        expect(verdict).to_have_text(visitor.says("That is right."))
    exercise.locator("input").fill("1000000")
    expect(verdict).to_have_text("")
    exercise.get_by_role("button").click()
    expect(verdict).to_have_text(visitor.says("Not right yet: the answer is lower."))
    exercise.locator("input").fill("?")
    exercise.get_by_role("button").click()
    expect(verdict).to_have_text(visitor.says("Write a number, such as 4.5 or 4,5."))


def sort(visitor: Visitor, exercise: Locator) -> None:
    if not visitor.javascript:
        return open_answers(exercise)
    items = exercise.locator("[data-item]").all()
    for item in items[:-1]:
        item.locator("select").select_option(item.get_attribute("data-group"))
    exercise.get_by_role("button").click()
    verdicts = [item.locator("[data-verdict]").text_content() for item in items]
    right, none = visitor.says("Right"), visitor.says("Not chosen yet")
    assert verdicts == [right] * (len(items) - 1) + [none]
    total = visitor.says("Right: {right} of {all}.").format(right=len(items) - 1, all=len(items))
    expect(exercise.locator("[data-total]")).to_have_text(total)


def compare(visitor: Visitor, exercise: Locator) -> None:
    exercise.locator("textarea").first.fill("My own words")
    if not visitor.javascript:
        return open_answers(exercise)
    exercise.locator("[data-reveal]").click()
    for answer in exercise.locator(".exercise__model").all():
        expect(answer).to_be_visible()
    expect(exercise.locator("textarea").first).to_have_value("My own words")
    expect(exercise.locator("[data-reveal]")).to_be_hidden()


def scan(visitor: Visitor, exercise: Locator) -> None:
    questions = exercise.locator("[data-question]").all()
    for question in questions:
        expect(question.locator("[data-advice]").first).to_be_hidden()
        question.locator("input").first.check()
        expect(question.locator("[data-advice]").first).to_be_visible()
    if visitor.javascript:
        advice = exercise.locator("[data-advice-list] li")
        expect(advice).to_have_count(len(questions))
        questions[0].locator("input").nth(1).check()
        expect(questions[0].locator("[data-advice]").first).to_be_hidden()
        expect(advice).to_have_count(len(questions))
        words = questions[0].locator("[data-advice]").nth(1).text_content().strip()
        expect(advice.first).to_have_text(words)


@pytest.mark.parametrize("way", TWO_WAYS)
def test_reader_chooses_a_country_and_changes_back(visit, lessons, way):
    visitor = visit(**way)
    go_to(visitor, lessons, "country")
    belgium, netherlands = (
        visitor.page.locator(f'article [data-for="{country}"] > .country-block__open').first
        for country in ("BE", "NL")
    )
    expect(belgium).to_be_visible()
    expect(netherlands).to_be_visible()
    visitor.press(visitor.button("Belgium"))
    expect(belgium).to_be_visible()
    expect(netherlands).to_be_hidden()
    visitor.press(visitor.button("Both countries"))
    expect(netherlands).to_be_visible()


def test_paper_has_questions_and_lines_but_no_answers(visit, lessons):
    visitor = visit("en", size=PHONE)
    exercise = go_to(visitor, lessons, "sort")
    item = exercise.locator("[data-item]").first
    visitor.page.emulate_media(media="print")
    expect(item.locator(".exercise__what")).to_be_visible()
    expect(item.locator(".exercise__lines span").first).to_be_visible()
    for part in ("select", "details"):
        expect(item.locator(part)).to_be_hidden()
    paper = PdfReader(io.BytesIO(visitor.page.pdf(prefer_css_page_size=True)))
    words = " ".join("".join(page.extract_text() for page in paper.pages).split())
    assert " ".join(item.locator(".exercise__what").text_content().split()[:4]) in words
    assert visitor.says("Show the answer") not in words


def test_guest_looks_up_a_work(visit):
    visitor = visit("nl", size=PHONE)
    visitor.go("/{lang}/references/")
    visitor.page.locator(".letters a").last.click()
    expect(visitor.page.locator(".works").last).to_be_in_viewport()
