"""What an adviser does in a quarter: reads, takes a quiz, checks in, takes the profile along."""

import io
import json
import re
from datetime import date, datetime, timedelta

import pytest
from django.utils.timezone import get_default_timezone, localdate
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.acts import answer, in_words
from tests.browser.conftest import WAYS
from tests.browser.visitor import Visitor
from tests.demo_site import served_copy

ADVISER = "adviser@peil.example"
CODES = ["A1", "A2", "A3", "B1", "B2", "C1", "C2", "C3", "C4", "D1", "D2", "D3"]
ASKED = 12  # in the quiz of the first area: four about each competence
ROUND = {"nl": "Derde check-in", "en": "Third check-in"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module", params=WAYS)
def variant(request) -> dict:
    return request.param


@pytest.fixture(scope="module")
def site(variant, tmp_path_factory):
    """Serve a copy for each variant: an adviser checks in once."""
    yield from served_copy(tmp_path_factory)


@pytest.fixture
def adviser(visit, variant) -> Visitor:
    return visit(**variant)


def built_on(visitor: Visitor) -> date:
    """Return the day on which the demo was made, from which its rounds count."""
    moment = (visitor.site.folder / "ready").stat().st_mtime
    return datetime.fromtimestamp(moment, tz=get_default_timezone()).date()


def closing_day(visitor: Visitor) -> str:
    return in_words(visitor, built_on(visitor) + timedelta(days=19))


def test_adviser_comes_in_by_the_front_door_and_reads_a_lesson(adviser):
    adviser.go("/{lang}/")
    adviser.press(adviser.link("Sign in"))
    adviser.fill_password(ADVISER)
    adviser.press(adviser.button("Sign in"))
    assert adviser.path == f"/{adviser.language}/me/"
    assert adviser.texts(".stand__sentence") == [
        adviser.says(
            "Your check-in “%(name)s” is open until %(day)s: about %(minutes)s minute.",
            "Your check-in “%(name)s” is open until %(day)s: about %(minutes)s minutes.",
            count=8,
            name=ROUND[adviser.language],
            day=closing_day(adviser),
            minutes=8,
        )
    ]
    assert adviser.texts(".button:visible") == [adviser.says("Begin the check-in")]

    adviser.press(f".site-nav a[href='/{adviser.language}/toolkit/']")
    module = adviser.page.locator("main h2 a").nth(1)  # the first one is the orientation
    title = module.inner_text()
    adviser.press(module)
    assert adviser.heading == title
    lesson = adviser.page.locator(".link-list h3 a").nth(1)
    title = lesson.inner_text()
    adviser.press(lesson)
    assert adviser.heading == title
    turn_to_the_last_section(adviser)
    answer_a_check_question(adviser)

    adviser.press(adviser.button("Mark as done"))
    assert adviser.texts(".notice--done p:last-child") == [
        adviser.says("You have finished “%(title)s”.", title=title)
    ]
    done = adviser.says("%(done)s of %(total)s done", done=2, total=3)
    assert adviser.texts(".lesson__foot .progress p") == [done]
    onward = adviser.page.locator(".lesson__foot a[rel=next]")
    title = onward.locator(".lesson__foot-title").text_content().removeprefix(": ")
    adviser.press(onward)
    assert adviser.heading == title


def turn_to_the_last_section(adviser: Visitor) -> None:
    contents = adviser.page.locator(".lesson__contents")
    if not contents.locator("details[open]").count():
        contents.locator("summary").click()
    section = contents.locator("a").last
    name = section.inner_text()
    section.click()
    expect(adviser.page.locator("article h2", has_text=name)).to_be_in_viewport()


def answer_a_check_question(adviser: Visitor) -> None:
    """Answer in place; the lesson comes back with what was answered and how that was."""
    lesson = adviser.path
    form = adviser.page.locator(".check form").first
    given = answer(form)
    adviser.press(form.get_by_role("button", name=adviser.says("Check my answer"), exact=True))
    assert adviser.path == lesson
    outcomes = [adviser.says(word) for word in ("Right", "Partly right", "Not right")]
    assert len([text for text in adviser.texts(".check .tag") if text in outcomes]) == 1
    assert adviser.texts(".check .facts div:first-child dd") == [given]


def test_adviser_takes_a_quiz_with_a_break(adviser):
    adviser.sign_in(ADVISER)
    adviser.go("/{lang}/me/")
    adviser.press(f".site-nav a[href='/{adviser.language}/quizzes/']")
    mode = adviser.page.get_by_role("heading", name=adviser.says("Check: feedback at the end"))
    quiz = adviser.page.locator("main section", has=mode).locator("h3 a").first
    title = quiz.inner_text()
    adviser.press(quiz)
    assert adviser.heading == title
    adviser.press(adviser.button("Start a new attempt"))
    for number in (1, 2):
        give_an_answer(adviser, number)
    adviser.press(adviser.button("I don't know"))

    adviser.page.close()
    adviser.page = adviser.context.new_page()
    adviser.go("/{lang}/quizzes/")
    given = {"given": 3, "asked": ASKED}
    adviser.press(adviser.link("Continue: %(given)s of %(asked)s answered", **given))
    for number in range(4, ASKED + 1):
        give_an_answer(adviser, number)

    assert adviser.heading == adviser.says("Look over your answers")
    assert adviser.texts(".lead") == [adviser.says("Every question has an answer.")]
    stand = [adviser.says("Answered")] * ASKED
    stand[2] = adviser.says("I don't know")
    assert adviser.texts(".meta li:last-child") == stand
    adviser.press(adviser.button("Submit"))
    assert adviser.heading == adviser.says("Result")
    assert [text.split()[0] for text in adviser.texts(".profile-row__name")] == ["A1", "A2", "A3"]
    assert [with_no_number(text) for text in adviser.texts(".profile-row__words:has(strong)")] == [
        indicative(adviser)
    ] * 3


def give_an_answer(adviser: Visitor, number: int) -> None:
    question = adviser.says("Question %(number)s of %(count)s", number=number, count=ASKED)
    assert adviser.heading == question
    answer(adviser.page.locator("main form.narrow"))
    adviser.press(adviser.button("Save and next" if number < ASKED else "Save and to the overview"))


def with_no_number(text: str) -> str:
    """Return a line of the result with its band and its count left out: they depend on chance."""
    return re.sub(r"^[^:]+: (.*?)\d+", r"\1#", text)


def indicative(adviser: Visitor) -> str:
    one, more = "indicative, from %(count)s question", "indicative, from %(count)s questions"
    return re.sub(r"\d+", "#", adviser.says(one, more, count=9)) + "."


def test_adviser_checks_in_and_sees_it_in_the_profile(adviser):
    adviser.sign_in(ADVISER)
    adviser.go("/{lang}/me/")
    adviser.press(adviser.button("Begin the check-in"))
    steps = [text.split(" (")[0] for text in adviser.page.locator(".steps p").all_text_contents()]
    assert len(steps) == 7
    walked, rated = [], []
    while adviser.page.locator("[data-rating]").count():
        walked.append(adviser.heading)
        rated += rate_area(adviser, not_mine="C4")
    assert rated == CODES
    assert [*walked, adviser.heading] == steps[:5]
    reflect(adviser)
    assert adviser.heading == steps[5]
    plan(adviser)

    assert adviser.heading == adviser.says("Review and submit")
    lead = "%(answered)s of %(total)s competences answered. You can submit until %(day)s."
    day = closing_day(adviser)
    assert adviser.texts(".lead") == [adviser.says(lead, answered=12, total=12, day=day)]
    assert adviser.texts("main .unknown") == [adviser.says("Not applicable in my role")]
    adviser.press(adviser.button("Submit"))
    assert adviser.heading == adviser.says("What you gave")
    assert adviser.texts(".notice--done p:last-child") == [adviser.says("Submitted.")]

    adviser.press(adviser.link("To my profile"))
    names = adviser.texts(".profile-row__name")
    assert [name.split()[0] for name in names] == CODES
    first, *_rest = adviser.texts(".profile-row__words p:first-child")
    rating = "Self-rating %(level)d, %(label)s, on %(day)s (%(age)s)."
    expected = adviser.says(
        rating,
        level=3,
        label={"nl": "Zelfstandig", "en": "Independent"}[adviser.language],
        day=in_words(adviser, built_on(adviser)),
        age=adviser.says("today"),
    )
    assert first.startswith(expected)


def rate_area(adviser: Visitor, *, not_mine: str) -> list[str]:
    """Click a sentence for each competence, look at what stands beside it, go on; return codes."""
    codes = []
    for rating in adviser.page.locator("[data-rating]").all():
        code = rating.locator(".rating__code").inner_text()
        if code == not_mine:
            rating.locator(".choices--apart .choice__text").first.click()
        else:
            rating.locator(".choices:not(.choices--apart) .choice__text").nth(3).click()
        codes.append(code)
        onward = adviser.button("Next competence")
        if onward.is_visible():
            onward.click()
            adviser.look()
    adviser.press(adviser.button("Save and go on"))
    assert adviser.page.locator(".beside__answer").count() == len(codes)
    onward = adviser.button("Next competence")
    while onward.is_visible():
        onward.click()
    adviser.press(adviser.button("Save and go on"))
    return codes


def reflect(adviser: Visitor) -> None:
    adviser.page.fill("[name=works]", "Eén vaste plek voor mijn bronnen.")
    adviser.page.fill("[name=does_not_work]", "Cijfers die ik niet nakijk.")
    adviser.page.locator("label.choice", has=adviser.page.locator("[value=time]")).click()
    adviser.page.fill("[name=why]", "Er is weinig tijd.")
    adviser.press(adviser.button("Save and go on"))


def plan(adviser: Visitor) -> None:
    adviser.page.select_option("[name='1-competence_id']", index=1)
    adviser.page.select_option("[name='1-to_level']", value="4")
    adviser.page.fill("[name='1-what']", "Een bron per week nakijken.")
    until = built_on(adviser) + timedelta(days=60)
    adviser.page.fill("[name='1-until']", until.isoformat())
    adviser.press(adviser.button("Save and go on"))


def test_adviser_takes_the_profile_along_and_signs_out(adviser):
    adviser.sign_in(ADVISER)
    adviser.go("/{lang}/me/profile/")
    files = [adviser.download(adviser.link(name)) for name in ("PDF", "Excel (XLSX)", "JSON")]
    stem = f"{adviser.says('peil-profile')}-{localdate():%Y-%m-%d}"
    assert [(file.status, file.content_type, file.name) for file in files] == [
        (200, "application/pdf", f"{stem}.pdf"),
        (200, XLSX, f"{stem}.xlsx"),
        (200, "application/json", f"{stem}.json"),
    ]
    pdf, xlsx, answers = (file.body for file in files)
    assert pdf[:4] == b"%PDF"
    assert len(load_workbook(io.BytesIO(xlsx)).worksheets) > 0
    assert json.loads(answers)["language"] == adviser.language

    adviser.press(adviser.link("Show this as a table"))
    rows = adviser.texts("tbody th[scope=row]:has(+ td.num)")
    assert [row.split()[0] for row in rows] == CODES
    adviser.page.locator(".menu summary").click()
    adviser.press(adviser.page.locator(".menu button"))
    assert adviser.path == f"/{adviser.language}/"
    adviser.go("/{lang}/me/")
    assert adviser.heading == adviser.says("Sign in")
