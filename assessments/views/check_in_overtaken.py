"""Tells, after a save, what another device had stored meanwhile, so that nothing of it is lost."""

from collections.abc import Iterable, Mapping

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assessments.domain.checkin_ratings import RatingDraft
from assessments.enums import Frequency, RatingAnswer
from training.domain.framework import CompetenceInfo, level_labels


def tell_overtaken(
    request: HttpRequest, competences: Iterable[CompetenceInfo], overtaken: Iterable[RatingDraft]
) -> None:
    """Say, per competence, what was replaced."""
    overtaken = tuple(overtaken)
    labels = level_labels(get_language()) if overtaken else {}
    names = {c.id: f"{c.code} {c.name}" for c in competences}
    for draft in overtaken:
        text = _(
            "%(name)s was also saved on another device, after you opened this page. What you saved "
            "now counts. There it said: %(earlier)s"
        )
        words = "; ".join(_words(draft, labels))
        messages.warning(request, text % {"name": names[draft.competence_id], "earlier": words})


def _words(draft: RatingDraft, labels: Mapping[int, str]) -> Iterable[str]:
    if draft.level is not None:
        yield labels.get(draft.level, str(draft.level))
    elif draft.answer:
        yield str(RatingAnswer(draft.answer).label)
    else:
        yield _("Not rated")
    if draft.frequency:
        yield str(Frequency(draft.frequency).label)
    if draft.evidence_line:
        yield draft.evidence_line
    if draft.then_level is not None:
        then = labels.get(draft.then_level, "")
        yield _("a year ago: %(level)s") % {"level": then}
