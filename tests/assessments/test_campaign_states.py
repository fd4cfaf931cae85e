"""Draft, active, closed, counted: what each step does, and any sequence of them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assessments.domain.campaign_checklist import CampaignNotReady
from assessments.domain.campaigns import activate_campaign
from assessments.domain.checkin_rounds import rounds_of, standing
from assessments.domain.checkin_rules import AlreadySubmitted, CampaignClosed, NothingRated
from assessments.domain.checkins import (
    reopen_check_in,
    start_check_in,
    submit_check_in,
)
from assessments.domain.rounds_due import run_due
from assessments.domain.snapshots import (
    AlreadyCounted,
    RoundNotBegun,
    StillOpen,
    close_campaign,
    end_campaign,
    reopen_campaign,
    take_snapshot,
)
from assessments.enums import CampaignState, CheckInState, Standing
from assessments.models import Campaign, CheckIn, DraftRating, Rating, Snapshot
from tests.factories import people
from tests.factories.campaigns import levels_of, make_campaign, make_check_in, save_levels
from tests.factories.reports import make_framework
from tests.random_cases import drawn

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Brussels"))
DAY = timedelta(days=1)


@pytest.fixture
def campaign(adviser, team):
    return make_campaign(team, ["A1", "B1"], now=NOW)


def test_ending_takes_no_answers_any_more_and_loses_nothing(campaign, adviser):
    check_in = make_check_in(campaign, adviser, {"A1": 3}, submitted=False, now=NOW)
    end_campaign(campaign=campaign, now=NOW)
    assert (campaign.state, campaign.closed_at) == (CampaignState.CLOSED, NOW)
    assert not Snapshot.objects.exists()
    with pytest.raises(CampaignClosed):
        save_levels(check_in, {"A1": 4}, now=NOW)
    with pytest.raises(CampaignClosed):
        submit_check_in(check_in=check_in, revision=check_in.revision, now=NOW)
    assert levels_of(DraftRating.objects) == {"A1": 3}


def test_ending_twice_keeps_the_first_moment(campaign):
    end_campaign(campaign=campaign, now=NOW)
    end_campaign(campaign=campaign, now=NOW + DAY)
    assert Campaign.objects.get().closed_at == NOW


def test_opened_again_a_submitted_check_in_is_a_draft_with_its_answers(campaign, adviser):
    check_in = make_check_in(campaign, adviser, {"A1": 3, "B1": "na"}, now=NOW)
    end_campaign(campaign=campaign, now=NOW)
    reopen_campaign(campaign=campaign, closes_at=NOW + 9 * DAY, now=NOW + DAY)
    assert (campaign.state, campaign.closed_at, campaign.closes_at) == (
        CampaignState.ACTIVE,
        None,
        NOW + 9 * DAY,
    )
    stored = CheckIn.objects.get()
    assert (stored.state, stored.revision) == (CheckInState.IN_PROGRESS, check_in.revision + 1)
    assert levels_of(DraftRating.objects) == {"A1": 3, "B1": None}
    submission = submit_check_in(check_in=stored, revision=stored.revision, now=NOW + DAY)
    assert submission.ratings == 0  # what did not change is not given twice
    assert Rating.objects.count() == 2


def test_a_counted_round_stays_closed(campaign):
    snapshot = close_campaign(campaign=campaign, now=NOW)
    with pytest.raises(AlreadyCounted):
        reopen_campaign(campaign=campaign, closes_at=NOW + DAY, now=NOW)
    assert take_snapshot(campaign=campaign, now=NOW + DAY) == snapshot
    assert Campaign.objects.get().state == CampaignState.CLOSED


def test_a_round_is_not_opened_again_until_a_moment_that_is_over(campaign):
    end_campaign(campaign=campaign, now=NOW)
    with pytest.raises(CampaignNotReady):
        reopen_campaign(campaign=campaign, closes_at=NOW, now=NOW)
    assert Campaign.objects.get().state == CampaignState.CLOSED


def test_an_open_round_is_not_counted(campaign):
    with pytest.raises(StillOpen):
        take_snapshot(campaign=campaign, now=NOW)
    assert not Snapshot.objects.exists()


@pytest.mark.parametrize(
    ("begun", "submitted", "over", "expected"),
    [
        (False, False, False, Standing.NOT_STARTED),
        (True, False, False, Standing.IN_PROGRESS),
        (True, True, False, Standing.SUBMITTED),
        (True, True, True, Standing.SUBMITTED),
        (True, False, True, Standing.NOT_SUBMITTED),
        (False, False, True, Standing.NOT_SUBMITTED),
    ],
)
def test_standing_of_a_person(begun, submitted, over, expected):
    assert standing(begun, submitted, over) == expected


def test_rounds_of_a_person_say_how_far_they_are(campaign, adviser):
    assert rounds_of(adviser, "nl", NOW).open[0].standing == Standing.NOT_STARTED
    make_check_in(campaign, adviser, {"A1": 1}, submitted=False, now=NOW)
    assert rounds_of(adviser, "nl", NOW).open[0].standing == Standing.IN_PROGRESS
    end_campaign(campaign=campaign, now=NOW)
    assert rounds_of(adviser, "nl", NOW).past[0].standing == Standing.NOT_SUBMITTED


REFUSALS = (
    AlreadyCounted, AlreadySubmitted, CampaignClosed, CampaignNotReady, NothingRated,
    RoundNotBegun, StillOpen,
)  # fmt: skip
steps = st.sampled_from(
    ["activate", "end", "reopen", "count", "close", "save", "submit", "rework", "wait", "due"]
)


@dataclass
class Model:
    """The rules as a plain program; `closes` and `ended` are in days from the start."""

    state: str = "draft"
    counted: bool = False
    day: int = 0
    closes: int = 10
    ended: int = 0
    draft: bool = False
    submitted: bool = False
    given: list = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.state == "active" and self.day < self.closes

    def activate(self) -> type | None:
        if self.state == "active":
            return None
        if self.state == "closed" or self.day >= self.closes:
            return CampaignNotReady
        self.state = "active"
        return None

    def end(self) -> type | None:
        if self.state == "draft":
            return RoundNotBegun
        if self.state == "active":
            self.state, self.ended = "closed", self.day
        return None

    def reopen(self) -> type | None:
        if self.state == "draft":
            return RoundNotBegun
        if self.counted:
            return AlreadyCounted
        if self.state == "closed":
            self.state, self.closes, self.submitted = "active", self.day + 5, False
        return None

    def count(self) -> type | None:
        if self.state != "closed":
            return StillOpen
        self.counted = True
        return None

    def close(self) -> type | None:
        return self.end() or self.count()

    def save(self) -> type | None:
        if not self.is_open:
            return CampaignClosed
        if self.submitted:
            return AlreadySubmitted
        self.draft = True
        return None

    def submit(self) -> type | None:
        if self.submitted:
            return None
        if not self.is_open:
            return CampaignClosed
        if not self.draft:
            return NothingRated
        self.submitted = True
        return None

    def rework(self) -> type | None:
        if not self.is_open:
            return CampaignClosed
        self.submitted = False
        return None

    def wait(self) -> None:
        self.day += 2

    def due(self) -> None:
        if self.state == "active" and self.day >= self.closes:
            self.end()
        if self.state == "closed" and self.day >= self.ended + 2:
            self.counted = True


def take(step: str, campaign: Campaign, check_in: CheckIn, now: datetime, level: int) -> None:
    """Take one step on the real thing."""
    own = {"check_in": check_in, "now": now}
    round_ = {"campaign": campaign, "now": now}
    if step == "save":
        save_levels(check_in, {"A1": level}, now=now)
    elif step == "submit":
        submit_check_in(revision=check_in.revision, **own)
    elif step == "reopen":
        reopen_campaign(closes_at=now + 5 * DAY, **round_)
    elif step == "due":
        assert run_due(now).failed == 0
    elif step != "wait":
        verbs = {"activate": activate_campaign, "end": end_campaign, "count": take_snapshot,
                 "close": close_campaign}  # fmt: skip
        reopen_check_in(**own) if step == "rework" else verbs[step](**round_)


class AnySequence(TestCase):
    @settings(max_examples=drawn(60), deadline=None)
    @given(st.lists(steps, min_size=4, max_size=16))
    def test_any_sequence_follows_the_rules_and_loses_nothing(self, sequence):
        make_framework("A1")
        team = people.root_of(people.make_organisation())
        user = people.make_adviser(team)
        campaign = make_campaign(team, ["A1"], now=NOW, days=10)
        start_check_in(campaign=campaign, user=user, now=NOW)
        Campaign.objects.update(state=CampaignState.DRAFT)
        model, history = Model(), []
        for number, step in enumerate(["activate", *sequence]):
            expected = getattr(model, step)()
            refused, now = None, NOW + model.day * DAY
            try:
                with transaction.atomic():
                    take(step, Campaign.objects.get(), CheckIn.objects.get(), now, number % 6)
            except REFUSALS as refusal:
                refused = type(refusal)
            assert refused == expected, step
            stored, check_in = Campaign.objects.get(), CheckIn.objects.get()
            assert (stored.state, Snapshot.objects.count()) == (model.state, int(model.counted))
            assert (check_in.state == CheckInState.SUBMITTED) == model.submitted
            assert DraftRating.objects.exists() == model.draft
            rows = list(Rating.objects.order_by("pk").values())
            assert rows[: len(history)] == history  # history only grows
            history = rows
