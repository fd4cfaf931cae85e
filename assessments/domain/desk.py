"""What the groups of the editor's desk may do beyond pages: the questions of the bank."""

from django.contrib.auth.models import Group

from cms.editorial import EDITORS, REVIEWERS, TRANSLATORS, ensure_desk

DEEDS = ("add", "change", "view")
# Questions are never deleted: answers point to them.
MORE = {
    EDITORS: [f"assessments.{deed}_question" for deed in DEEDS],
    REVIEWERS: ["assessments.view_question"],
    TRANSLATORS: ["assessments.view_question"],
}


def ensure_editorial_groups() -> list[Group]:
    """Return the groups of editors, reviewers and translators; safe to repeat."""
    return ensure_desk(MORE)
