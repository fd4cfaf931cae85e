"""What to do next about a gap: a lesson section not finished yet, else something in practice."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.accounts.models import User
from training.domain.recommend import Suggestion, lesson_suggestions
from training.enums import ActivityKind, ProgressState

# By area, the kinds of activity that suit it best, the first not done yet is proposed: knowing
# sources grows by reading and workshops, judging them by colleagues and employers, guiding clients
# by watching and trying. Design choice, after the ways of learning in domain.md 1.3.
KINDS = {
    "A": (ActivityKind.WORKSHOP, ActivityKind.READING, ActivityKind.NETWORK),
    "B": (ActivityKind.PEER_EXCHANGE, ActivityKind.EMPLOYER_CONTACT, ActivityKind.WORKSHOP),
    "C": (ActivityKind.PEER_EXCHANGE, ActivityKind.COMPANY_VISIT, ActivityKind.WORKSHOP),
    "D": (ActivityKind.NETWORK, ActivityKind.PEER_EXCHANGE, ActivityKind.WORKSHOP),
}


@dataclass(frozen=True)
class NextStep:
    """One small step.

    Attributes:
        title: of the lesson, or the kind of activity.
        heading: of the section; empty when it is no lesson, or has no sections.
        module_title: empty for an activity.
        minutes: of the lesson; None for an activity.
        address: of the lesson's section; empty for an activity, which is written down in the log.
        state: "new", "started" or "done"; of an activity "new".
    """

    title: str
    heading: str
    module_title: str
    minutes: int | None
    address: str
    state: str

    @property
    def is_lesson(self) -> bool:
        return bool(self.address)

    @property
    def length(self) -> str:
        """Return how long the lesson takes, in words; empty for an activity."""
        if self.minutes is None:
            return ""
        words = ngettext("%(minutes)s minute", "%(minutes)s minutes", self.minutes)
        return words % {"minutes": self.minutes}


def next_steps(user: User, language: str, done: Mapping[str, set[str]]) -> dict[str, NextStep]:
    """Return the next step per competence; at most four queries.

    Begun lessons come first, then new ones; where all are read, an activity that was not done yet.

    Args:
        done: by code of the competences wanted, the kinds of activity that were done for it.
    """
    if not done:
        return {}
    found = lesson_suggestions(list(done), language=language, user_id=user.pk)
    return {code: _step(code, found[code], kinds) for code, kinds in done.items()}


def _step(code: str, lessons: list[Suggestion], kinds: set[str]) -> NextStep:
    unread = [lesson for lesson in lessons if lesson.state != ProgressState.DONE]
    if unread:
        return _lesson(unread[0])
    fitting = KINDS.get(code[:1], KINDS["A"])
    kind = next((kind for kind in fitting if kind not in kinds), None)
    if kind is None and lessons:
        return _lesson(lessons[0])
    return NextStep(
        title=_("an activity: %(kind)s") % {"kind": str((kind or fitting[0]).label).lower()},
        heading="",
        module_title="",
        minutes=None,
        address="",
        state="new",
    )


def _lesson(lesson: Suggestion) -> NextStep:
    return NextStep(
        title=lesson.title,
        heading=lesson.heading,
        module_title=lesson.module_title,
        minutes=lesson.minutes,
        address=lesson.address,
        state=lesson.state,
    )
