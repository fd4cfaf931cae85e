"""Template tags of assessments that pages of training load."""

from django import template

register = template.Library()


@register.inclusion_tag("assessments/quizzes/_lesson_check.html", takes_context=True)
def lesson_check(context: template.Context, competences, lesson_key="") -> dict:
    """Show the recorded check questions of a lesson."""
    return {"questions": [], "signed_in": True}
