"""What Peil adds to Wagtail's administration keeps to WCAG 2.2 AA, inside Wagtail's own frame."""

import pytest

from tests.browser.axe import violations
from tests.browser.test_admin import enter_administration

CODE = """
from assessments.models import Question
from training.models import LessonPage
answer = [
    Question.objects.get(identifier="A1-1").pk,
    LessonPage.objects.get(key="m4-quality/2-eight-questions", locale__language_code="nl").pk,
]
"""
SCREENS = [
    "review/",
    "reports/content/",
    "questions/",
    "questions/new/",
    "questions/import/",
    "questions/edit/{question}/",
    "questions/history/{question}/",
    "questions/try/{question}/",
    "languages/{lesson}/",
    "competences/",
    "glossary/",
]


@pytest.mark.any_database
def test_own_screens_have_no_violation(visit, site):
    """In one language: axe reads of words only whether they are there."""
    question, lesson = site.ask(CODE)
    editor = visit("nl")
    enter_administration(editor, "editor@peil.example")
    found = {}
    for screen in SCREENS:
        path = f"/admin/{screen.format(question=question, lesson=lesson)}"
        answer = editor.page.goto(f"{editor.site.url}{path}")
        assert (path, answer.status) == (path, 200)
        editor.page.wait_for_load_state("networkidle")
        found[path] = violations(editor.page, context="main")
    assert {path: rules for path, rules in found.items() if rules} == {}
    assert editor.foreign == []
