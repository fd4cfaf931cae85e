"""Which form a step of a check-in has, with what it needs."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from assessments.domain.actions import levels_before
from assessments.domain.checkin_evidence import own_evidence
from assessments.domain.checkin_focus import focus_offer
from assessments.domain.checkin_overview import FOCUS, REFLECTION, reflection_of
from assessments.domain.checkin_steps import StepReading, read_ratings
from assessments.domain.reflections import last_change
from assessments.forms.check_in_actions import ActionsForm
from assessments.forms.check_in_focus import FocusForm
from assessments.forms.check_in_ratings import RatingAsked, RatingForm
from assessments.forms.check_in_reflections import ReflectionForm
from assessments.forms.check_ins import StepForm
from assessments.models import CheckIn, DraftRating
from training.domain.framework import CompetenceInfo, level_labels
from training.exchange.frequency_yaml import frequency_questions

Data = Mapping[str, Any] | None


def form_for(check_in: CheckIn, reading: StepReading, data: Data) -> StepForm:
    """Return the form of a step, filled in with `data` or with what is stored."""
    if reading.area:
        return rating_form(check_in, reading.area.competences, reading.drafts, data)
    if reading.step.key == FOCUS:
        return FocusForm(data, offer=focus_offer(check_in, get_language()))
    if reading.step.key == REFLECTION:
        return ReflectionForm(
            data, reflection=reflection_of(check_in), earlier=last_change(check_in)
        )
    return ActionsForm(
        data,
        competences=reading.competences,
        levels=levels_before(check_in, reading.drafts.values()),
        labels=level_labels(get_language()),
        actions=reading.actions,
        today=timezone.localdate(),
    )


def rating_form(
    check_in: CheckIn,
    competences: tuple[CompetenceInfo, ...],
    drafts: dict[int, DraftRating],
    data: Data,
) -> RatingForm:
    """Return the form of these competences."""
    language = get_language()
    reading = read_ratings(check_in, competences, drafts, language, timezone.now())
    return RatingForm(
        data,
        competences=reading.competences,
        drafts=drafts,
        answers=reading.answers,
        asked=RatingAsked(
            questions=frequency_questions(language),
            evidence=own_evidence(check_in.user, language),
            asks_then=check_in.campaign.asks_then,
            labels=reading.labels,
        ),
    )
