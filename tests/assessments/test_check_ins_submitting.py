"""Check-ins: submitting and reopening; history only grows."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assessments.domain.checkin_rules import (
    AlreadySubmitted,
    NothingRated,
    StaleForm,
)
from assessments.domain.checkins import (
    Submission,
    reopen_check_in,
    start_check_in,
    submit_check_in,
)
from assessments.enums import CheckInState, Frequency
from assessments.models import CheckIn, CurrentLevel, DraftRating, Rating
from tests.factories import people
from tests.factories.campaigns import levels_of, make_campaign, make_check_in, save_levels
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


def test_submitting_adds_ratings_and_keeps_the_levels(check_in, adviser, framework):
    save(
        check_in,
        {"A1": 2, "A2": "na"},
        evidence_line="intake 12 Nov",
        frequency=Frequency.WEEKLY,
    )

    done = submit_check_in(check_in=check_in, revision=check_in.revision, now=LATER)

    assert done == Submission(ratings=2, actions_opened=0, actions_kept=0)
    rating = Rating.objects.get(competence=framework["A1"])
    assert (rating.level, rating.evidence_line, rating.frequency, rating.given_at) == (
        2, "intake 12 Nov", Frequency.WEEKLY, LATER,
    )  # fmt: skip
    assert levels_of(CurrentLevel.objects.filter(user=adviser)) == {"A1": 2, "A2": None}
    assert CheckIn.objects.get().state == CheckInState.SUBMITTED
    assert CheckIn.objects.get().submitted_at == LATER


def test_submitting_twice_is_harmless(check_in):
    save(check_in, {"A1": 2})
    revision = check_in.revision

    submit_check_in(check_in=check_in, revision=revision, now=NOW)
    again = submit_check_in(check_in=check_in, revision=revision, now=LATER)

    assert again == Submission(0, 0, 0)
    assert Rating.objects.count() == 1
    assert CheckIn.objects.get().submitted_at == NOW


def test_submitting_what_was_not_seen_is_refused(check_in):
    save(check_in, {"A1": 2})
    save(check_in, {"A1": 3})

    with pytest.raises(StaleForm):
        submit_check_in(check_in=check_in, revision=1, now=NOW)

    assert not Rating.objects.exists()


def test_submitting_without_any_rating_is_refused(check_in):
    with pytest.raises(NothingRated):
        submit_check_in(check_in=check_in, revision=0, now=NOW)

    assert CheckIn.objects.get().state == CheckInState.IN_PROGRESS


def test_a_submitted_check_in_is_not_changed(check_in):
    save(check_in, {"A1": 2})
    submit_check_in(check_in=check_in, revision=1, now=NOW)

    with pytest.raises(AlreadySubmitted):
        save(check_in, {"A1": 5})


def test_reopening_adds_only_what_changed(check_in, adviser):
    save(check_in, {"A1": 2, "A2": 3})
    submit_check_in(check_in=check_in, revision=check_in.revision, now=NOW)

    reopen_check_in(check_in=check_in, now=LATER)
    reopen_check_in(check_in=check_in, now=LATER)
    assert levels_of(DraftRating.objects) == {"A1": 2, "A2": 3}
    save(check_in, {"A1": 4, "B1": 1}, now=LATER)
    done = submit_check_in(check_in=check_in, revision=check_in.revision, now=LATER)

    assert done.ratings == 2
    history = Rating.objects.values_list("competence__code", "level", "given_at")
    assert list(history) == [
        ("A1", 2, NOW),
        ("A2", 3, NOW),
        ("A1", 4, LATER),
        ("B1", 1, LATER),
    ]
    assert levels_of(CurrentLevel.objects.filter(user=adviser)) == {"A1": 4, "A2": 3, "B1": 1}


def test_an_answer_taken_back_after_submitting_leaves_history_as_it_is(check_in):
    save(check_in, {"A1": 2})
    submit_check_in(check_in=check_in, revision=check_in.revision, now=NOW)
    reopen_check_in(check_in=check_in, now=LATER)
    save(check_in, {"A1": ""})

    done = submit_check_in(check_in=check_in, revision=check_in.revision, now=LATER)

    assert done.ratings == 0
    assert levels_of(Rating.objects) == {"A1": 2}
    assert levels_of(CurrentLevel.objects) == {"A1": 2}


def test_the_same_level_in_the_next_round_is_a_new_rating(check_in, campaign, adviser, team):
    save(check_in, {"A1": 2})
    submit_check_in(check_in=check_in, revision=check_in.revision, now=NOW)
    following = make_campaign(team, CODES, now=NOW + timedelta(days=90))

    make_check_in(following, adviser, {"A1": 2}, now=NOW + timedelta(days=90))

    assert Rating.objects.filter(level=2).count() == 2


def test_a_rating_keeps_the_version_whose_sentences_were_read(check_in, framework):
    old = CompetenceVersion.objects.get(competence=framework["A1"], is_current=True)
    save(check_in, {"A1": 2})
    CompetenceVersion.objects.filter(pk=old.pk).update(is_current=False)
    CompetenceVersion.objects.create(competence=framework["A1"], number=2)

    submit_check_in(check_in=check_in, revision=check_in.revision, now=NOW)

    assert Rating.objects.get().version == old
    assert CurrentLevel.objects.get().version == old


def test_no_one_else_is_touched(check_in, campaign, team):
    colleague = people.make_adviser(team)
    theirs = make_check_in(campaign, colleague, {"A1": 5}, submitted=False, now=NOW)

    save(check_in, {"A1": 1})
    submit_check_in(check_in=check_in, revision=1, now=NOW)

    theirs.refresh_from_db()
    assert (theirs.state, theirs.revision) == (CheckInState.IN_PROGRESS, 1)
    assert levels_of(theirs.drafts) == {"A1": 5}
