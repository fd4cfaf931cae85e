"""Template tags of assessments that pages of training load."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from assessments.domain.lesson_checks import LessonCheck, lesson_checks
from assessments.domain.own_stands import Stand, own_stands
from assessments.forms.quizzes import answer_form
from cms.drawn import drawn
from training.domain.toolkit import Objective

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


@register.simple_tag(takes_context=True)
def with_stands(
    context: template.Context, objectives: Sequence[Objective]
) -> list[tuple[Objective, Stand | None]]:
    """Return the objectives of a lesson with where the reader stands; at most two queries.

    Of several about one competence the first tells it.
    """
    user = context.get("user")
    if user is None or not user.is_authenticated:
        return [(objective, None) for objective in objectives]
    codes = {objective.competence.code for objective in objectives}
    stands = own_stands(user, codes, get_language(), timezone.now())
    return [(objective, stands.pop(objective.competence.code, None)) for objective in objectives]


def _fields(check: LessonCheck) -> SafeString:
    """Return the question with its empty fields; a version never changes, so it is drawn once."""
    question = check.question

    def draw() -> str:
        form = answer_form(question, seed=str(question.version_id))
        context = {"form": form, "question": question}
        return render_to_string("assessments/quizzes/_item.html", context)

    return drawn("check", question.version_id, draw)
