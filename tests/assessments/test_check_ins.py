"""Check-ins: starting and saving, and what is refused there."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assessments.domain.checkin_ratings import RatingDraft, mark_of, save_ratings
from assessments.domain.checkin_rules import (
    CampaignClosed,
    NotAsked,
    NotInCampaign,
    StaleForm,
)
from assessments.domain.checkins import (
    reopen_check_in,
    save_actions,
    start_check_in,
    submit_check_in,
)
from assessments.domain.reflections import ReflectionText, save_reflection
from assessments.enums import RatingAnswer
from assessments.models import CheckIn, DraftRating, Rating, Reflection
from tests.factories.campaigns import (
    end_campaign,
    levels_of,
    make_campaign,
    rating_drafts,
    save_levels,
)
from training.models import CompetenceVersion

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Brussels"))
LATER = NOW + timedelta(hours=1)
CODES = ["A1", "A2", "B1", "C1"]


@pytest.fixture
def campaign(adviser, team):
    return make_campaign(team, CODES, now=NOW)


@pytest.fixture
def check_in(campaign, adviser):
    return start_check_in(campaign=campaign, user=adviser, now=NOW)


def save(check_in, levels, *, now=NOW, **fields):
    return save_levels(check_in, levels, now=now, **fields)


def test_starting_twice_gives_the_same_check_in(campaign, adviser):
    first = start_check_in(campaign=campaign, user=adviser, now=NOW)

    assert start_check_in(campaign=campaign, user=adviser, now=LATER) == first
    assert CheckIn.objects.get().started_at == NOW


def test_starting_is_for_those_who_are_asked(campaign, stranger, manager):
    for user in (stranger, manager):
        with pytest.raises(NotAsked):
            start_check_in(campaign=campaign, user=user, now=NOW)
    assert not CheckIn.objects.exists()


def test_starting_needs_an_open_round(campaign, adviser):
    with pytest.raises(CampaignClosed):
        start_check_in(campaign=campaign, user=adviser, now=campaign.closes_at)
    with pytest.raises(CampaignClosed):
        start_check_in(
            campaign=campaign, user=adviser, now=campaign.opens_at - timedelta(seconds=1)
        )


def test_saving_replaces_what_was_there_and_keeps_the_rest(check_in):
    save(check_in, {"A1": 2, "A2": "na"}, evidence_line="intake")
    save(check_in, {"A1": 4})

    assert levels_of(DraftRating.objects) == {"A1": 4, "A2": None}
    assert DraftRating.objects.get(competence__code="A2").answer == RatingAnswer.NOT_APPLICABLE
    assert DraftRating.objects.get(competence__code="A1").evidence_line == ""
    assert CheckIn.objects.get().revision == 2
    assert not Rating.objects.exists()


def test_a_blank_answer_takes_the_answer_away_and_keeps_the_first(check_in):
    save(check_in, {"A1": 2, "A2": 3})
    save(check_in, {"A1": "", "A2": 3})
    save(check_in, {"B1": ""}, evidence_line="x")
    save(check_in, {"B1": ""})

    assert levels_of(DraftRating.objects.exclude(answer="")) == {"A2": 3}
    left = DraftRating.objects.get(answer="")
    assert (left.competence.code, left.level, left.first_level) == ("A1", None, 2)


def test_a_line_without_an_answer_is_kept_but_is_no_rating(check_in):
    save(check_in, {"A1": ""}, evidence_line="still thinking")
    save(check_in, {"B1": 1})
    submit_check_in(check_in=check_in, revision=check_in.revision, now=NOW)

    assert DraftRating.objects.get(competence__code="A1").evidence_line == "still thinking"
    assert levels_of(Rating.objects) == {"B1": 1}


def test_a_competence_changed_on_two_sides_keeps_the_later_save_and_tells(check_in, framework):
    save(check_in, {"A1": 2}, evidence_line="from the phone")

    saved = save_ratings(check_in=check_in, drafts=rating_drafts({"A1": 5}), revision=0, now=LATER)

    assert levels_of(DraftRating.objects) == {"A1": 5}
    [earlier] = saved.overtaken
    assert (earlier.competence_id, earlier.level, earlier.evidence_line) == (
        framework["A1"].pk, 2, "from the phone",
    )  # fmt: skip


def test_what_a_stale_form_did_not_touch_is_left_alone(check_in, framework):
    save(check_in, {"A1": 1, "A2": 1, "B1": 1})
    opened = {row.competence_id: mark_of(row) for row in check_in.drafts.all()}
    save(check_in, {"A1": 4, "B1": 2})

    drafts = [
        replace(draft, seen=opened[draft.competence_id])
        for draft in rating_drafts({"A1": 1, "A2": 3, "B1": 5})
    ]
    saved = save_ratings(check_in=check_in, drafts=drafts, revision=1, now=LATER)

    assert levels_of(DraftRating.objects) == {"A1": 4, "A2": 3, "B1": 5}
    assert [earlier.level for earlier in saved.overtaken] == [2]


def test_an_empty_stale_form_takes_nothing_away(check_in):
    save(check_in, {"A1": 2})

    saved = save_ratings(
        check_in=check_in, drafts=rating_drafts({"A1": "", "A2": ""}), revision=0, now=LATER
    )

    assert levels_of(DraftRating.objects) == {"A1": 2}
    assert saved.overtaken == ()


def test_saving_the_same_twice_is_harmless(check_in):
    save(check_in, {"A1": 2}, revision=0)
    save(check_in, {"A1": 2}, revision=0)

    assert CheckIn.objects.get().revision == 1


def test_saving_outside_the_round_is_refused(check_in, framework):
    with pytest.raises(NotInCampaign):
        save(check_in, {"D3": 2})
    other_version = CompetenceVersion.objects.get(competence=framework["B1"])
    with pytest.raises(NotInCampaign):
        save_ratings(
            check_in=check_in,
            drafts=[RatingDraft(framework["A1"].pk, other_version.pk, RatingAnswer.LEVEL, 2)],
            revision=0,
            now=NOW,
        )
    assert not DraftRating.objects.exists()


def test_nothing_is_saved_after_the_round_and_the_draft_stays(check_in, campaign, framework):
    save(check_in, {"A1": 2})
    over = campaign.closes_at
    attempts = [
        lambda: save(check_in, {"A1": 3}, now=over),
        lambda: save_reflection(
            check_in=check_in, text=ReflectionText("x"), revision=check_in.revision, now=over
        ),
        lambda: save_actions(
            check_in=check_in, actions=[], revision=check_in.revision, now=over
        ),
        lambda: submit_check_in(check_in=check_in, revision=check_in.revision, now=over),
        lambda: reopen_check_in(check_in=check_in, now=over),
    ]  # fmt: skip

    for attempt in attempts:
        with pytest.raises(CampaignClosed):
            attempt()

    assert levels_of(DraftRating.objects) == {"A1": 2}
    assert not Rating.objects.exists()


def test_a_round_closed_early_takes_nothing_either(check_in, campaign):
    end_campaign(campaign, at=NOW)

    with pytest.raises(CampaignClosed):
        save(CheckIn.objects.get(), {"A1": 3})


def test_reflection_is_stored_once_and_a_stale_one_refused(check_in):
    text = ReflectionText("a", "b", "c", ("time", "client"), "d", "e")
    save_reflection(check_in=check_in, text=text, revision=0, now=NOW)
    save_reflection(check_in=check_in, text=text, revision=0, now=NOW)

    with pytest.raises(StaleForm):
        save_reflection(check_in=check_in, text=replace(text, works="z"), revision=0, now=NOW)

    kept = Reflection.objects.get()
    assert (kept.works, kept.causes, kept.example, kept.change) == (
        "a",
        ["client", "time"],
        "d",
        "e",
    )
    assert CheckIn.objects.get().revision == 1
