"""Template tags of assessments that pages of training load."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from assessments.domain.lesson_checks import LessonCheck, lesson_checks
from assessments.forms.quizzes import answer_form
from cms.drawn import drawn

register = template.Library()


@register.inclusion_tag("assessments/quizzes/_lesson_check.html", takes_context=True)
def lesson_check(
    context: template.Context, competences: Collection[str], lesson_key: UUID
) -> dict[str, Any]:
    """Show the check questions of a lesson with the reader's latest answers; at most four queries.

    Args:
        context: of the lesson; its `page` says how questions name it.
        competences: the codes to ask about.
        lesson_key: the translation key of the lesson.
    """
    request, user = context.get("request"), context.get("user")
    shared = {
        "csrf_token": context.get("csrf_token"),
        "lesson_key": lesson_key,
        "is_preview": getattr(request, "is_preview", False),
    }
    if user is None or not user.is_authenticated:
        return {**shared, "next": request.path if request else ""}
    checks = lesson_checks(
        user=user,
        lesson=lesson_key,
        lesson_key=getattr(context.get("page"), "key", ""),
        codes=competences,
        language=get_language(),
        today=timezone.localdate(),
    )
    return {**shared, "user": user, "checks": [(check, _fields(check)) for check in checks]}


def _fields(check: LessonCheck) -> SafeString:
    """Return the question with its empty fields; a version never changes, so it is drawn once."""
    question = check.question

    def draw() -> str:
        form = answer_form(question, seed=str(question.version_id))
        context = {"form": form, "question": question}
        return render_to_string("assessments/quizzes/_item.html", context)

    return drawn("check", question.version_id, draw)
