"""Rounds of a large organisation: a baseline of everything, then a few competences a quarter."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from assessments.enums import (
    CampaignKind,
    CampaignState,
    Cause,
    CheckInState,
    Evidence,
    Purpose,
    RatingAnswer,
)
from assessments.management.population.people import Person
from assessments.models import (
    Campaign,
    CampaignText,
    CheckIn,
    CurrentLevel,
    Rating,
    Reflection,
)
from cms.accounts.models import Team
from cms.bulk_rows import insert, moment, next_id
from training.enums import ActivityKind, ActivitySetting
from training.models import Activity, CompetenceVersion

QUARTER = timedelta(days=91)
OPEN_FOR = timedelta(days=21)
FOCUS = 4  # competences in a round that is not a baseline
TAKE_PART = 0.8
NOT_MINE = 0.04
TESTED = 0.3  # have answered enough questions about a competence
LEARN = 0.5  # wrote in their learning log this quarter
REFLECTED = ("works", "does_not_work", "why", "example", "change", "outcome", "outcome_note")
NAMES = {"nl": "Ronde {number}", "en": "Round {number}"}


@dataclass(frozen=True)
class Round:
    """A round and what it asks: the current words of each competence, by competence."""

    campaign: Campaign
    versions: dict[int, int]


def add_rounds(*, top: Team, number: int, now: datetime) -> list[Round]:
    """Return rounds a quarter apart, the last of which is open now; the first asks everything.

    Args:
        top: the team that is asked, with all below it.
        number: how many; at least 1.
    """
    current = CompetenceVersion.objects.filter(is_current=True, competence__is_extension=False)
    versions = dict(current.order_by("competence__order").values_list("competence_id", "pk"))
    rounds = []
    for back in reversed(range(number)):
        opens = now - OPEN_FOR / 2 - back * QUARTER
        first = back == number - 1
        asked = [*versions] if first or back == 0 else _focus([*versions], back)
        campaign = Campaign.objects.create(
            organisation_id=top.organisation_id,
            team=top,
            kind=CampaignKind.BASELINE if first else CampaignKind.QUARTERLY,
            purpose=Purpose.TEAM_PLANNING,
            opens_at=opens,
            closes_at=opens + OPEN_FOR,
            closed_at=opens + OPEN_FOR if back else None,
            state=CampaignState.CLOSED if back else CampaignState.ACTIVE,
            works_council_noted=True,
            reminds=False,
        )
        campaign.competences.set(asked)
        CampaignText.objects.bulk_create(
            CampaignText(
                campaign=campaign, language=language, name=name.format(number=number - back)
            )
            for language, name in NAMES.items()
        )
        rounds.append(Round(campaign, {competence: versions[competence] for competence in asked}))
    return rounds


def add_check_ins(*, rounds: Sequence[Round], people: Sequence[Person], rng: Random) -> None:
    """Store who checked in, with ratings that grow a little from round to round."""
    for step, each in enumerate(rounds):
        here = [person for person in people if rng.random() < TAKE_PART]
        first = next_id(CheckIn)
        at = moment(each.campaign.opens_at + OPEN_FOR / 3)
        insert(
            CheckIn,
            ("id", "campaign_id", "user_id", "state", "revision", "started_at", "submitted_at"),
            (
                (first + n, each.campaign.pk, person.user, CheckInState.SUBMITTED.value, 1, at, at)
                for n, person in enumerate(here)
            ),
        )
        insert(
            Rating,
            ("check_in_id", "user_id", "competence_id", "version_id", "answer", "level", "given_at",
             "first_answer", "frequency", "evidence_line"),
            _ratings(each, here, first, step / len(rounds), at, rng),
        )  # fmt: skip
        insert(
            Reflection,
            ("check_in_id", "user_id", "causes", "written_at", *REFLECTED),
            (
                (first + n, person.user, _some_causes(rng), at, *[""] * len(REFLECTED))
                for n, person in enumerate(here)
            ),
        )


def add_learning(*, people: Sequence[Person], now: datetime, rng: Random) -> None:
    """Store what people wrote in their learning log in the last quarter."""
    insert(
        Activity,
        ("user_id", "token", "kind", "title", "provider", "provider_type", "setting", "hours",
         "date", "note"),
        (
            (person.user, UUID(int=rng.getrandbits(128)).hex, ActivityKind.WORKSHOP.value,
             "Workshop", "", "", ActivitySetting.INTERNAL.value, str(rng.randint(1, 8)),
             timezone.localdate(now - rng.random() * QUARTER).isoformat(), "")
            for person in people
            if rng.random() < LEARN
        ),
    )  # fmt: skip


def add_tested(*, people: Sequence[Person], rounds: Sequence[Round], rng: Random) -> None:
    """Store tested knowledge as it is summarised; the answers behind it are not made."""
    at = moment(rounds[-1].campaign.opens_at)
    competences = rounds[0].versions
    insert(
        CurrentLevel,
        ("user_id", "competence_id", "evidence", "level", "answer", "points", "items", "given_at"),
        (
            (person.user, competence, Evidence.TESTED.value, level, RatingAnswer.LEVEL.value,
             level * 2 - 1, 10, at)
            for person in people
            for competence in competences
            if rng.random() < TESTED
            for level in (min(5, max(1, round(3.2 + 2 * person.ability + rng.gauss(0, 0.7)))),)
        ),
    )  # fmt: skip


def _some_causes(rng: Random) -> str:
    return json.dumps(sorted(rng.sample(Cause.values, rng.randint(0, 2))))


def _focus(competences: list[int], back: int) -> list[int]:
    """Return a few competences, others each quarter, in turn."""
    start = back * FOCUS % len(competences)
    return (competences * 2)[start : start + FOCUS]


def _ratings(
    each: Round, people: Sequence[Person], first: int, grown: float, at: object, rng: Random
) -> Iterator[tuple]:
    for n, person in enumerate(people):
        for competence, version in each.versions.items():
            wanted = person.targets.get(competence, 3)
            level = min(5, max(0, round(wanted - 0.8 + grown + person.ability + rng.gauss(0, 0.8))))
            mine = rng.random() >= NOT_MINE
            answer = RatingAnswer.LEVEL if mine else RatingAnswer.NOT_APPLICABLE
            yield (first + n, person.user, competence, version, answer.value,
                   level if mine else None, at, "", "", "")  # fmt: skip
