"""Current levels: keeping them gives what rebuilding from history gives."""

from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.domain.levels import keep_self, rebuild_levels
from assessments.enums import Evidence, RatingAnswer
from assessments.models import CurrentLevel, Rating
from tests.factories import people
from tests.factories.campaigns import make_campaign, make_check_in, rating_drafts

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Brussels"))
CODES = ["A1", "B1", "C1"]


def standing(**filters) -> set[tuple]:
    return set(
        CurrentLevel.objects.filter(**filters).values_list(
            "user", "competence", "evidence", "level", "answer", "version", "given_at"
        )
    )


def add_rating(check_in, code: str, level: int | str, given_at: datetime) -> Rating:
    draft = rating_drafts({code: level})[0]
    return Rating.objects.create(
        user=check_in.user,
        check_in=check_in,
        competence_id=draft.competence_id,
        version_id=draft.version_id,
        answer=draft.answer,
        level=draft.level,
        given_at=given_at,
    )


@pytest.fixture
def two_check_ins(adviser, team, profiles):
    colleague = people.make_adviser(team)
    campaign = make_campaign(team, CODES, now=NOW)
    return [
        make_check_in(campaign, user, submitted=False, now=NOW) for user in (adviser, colleague)
    ]


given_ratings = st.lists(
    st.lists(
        st.tuples(
            st.integers(0, 1),
            st.sampled_from(CODES),
            st.one_of(st.integers(0, 5), st.just("na")),
            st.integers(0, 3),
        ),
        min_size=1,
        max_size=4,
    ),
    max_size=6,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(batches=given_ratings)
def test_rebuilding_equals_keeping(two_check_ins, batches):
    """Also when ratings share a moment, or a clock runs behind."""
    with transaction.atomic():
        for batch in batches:
            for person, check_in in enumerate(two_check_ins):
                added = [
                    add_rating(check_in, code, level, NOW + timedelta(minutes=minute))
                    for who, code, level, minute in batch
                    if who == person
                ]
                keep_self(user=check_in.user, ratings=added)
        kept = standing()

        assert rebuild_levels(now=NOW) == len(kept)

        assert standing() == kept
        transaction.set_rollback(True)


def test_not_applicable_is_kept_without_a_level(two_check_ins, framework):
    mine = two_check_ins[0]
    keep_self(user=mine.user, ratings=[add_rating(mine, "A1", 3, NOW)])
    keep_self(user=mine.user, ratings=[add_rating(mine, "A1", "na", NOW + timedelta(1))])

    row = CurrentLevel.objects.get(user=mine.user, competence=framework["A1"])
    assert (row.answer, row.level) == (RatingAnswer.NOT_APPLICABLE, None)


def test_rebuilding_for_one_person_leaves_others_alone(two_check_ins, framework):
    mine, theirs = two_check_ins
    for check_in in two_check_ins:
        keep_self(user=check_in.user, ratings=[add_rating(check_in, "A1", 2, NOW)])
    CurrentLevel.objects.update(level=5)

    assert rebuild_levels(user_ids=[mine.user_id], now=NOW) == 1

    assert CurrentLevel.objects.get(user=mine.user).level == 2
    assert CurrentLevel.objects.get(user=theirs.user).level == 5


def test_rebuilding_removes_what_history_does_not_say(two_check_ins, framework):
    mine = two_check_ins[0]
    for evidence in (Evidence.SELF, Evidence.TESTED):
        CurrentLevel.objects.create(
            user=mine.user, competence=framework["B1"], evidence=evidence, level=5, given_at=NOW
        )

    assert rebuild_levels(now=NOW) == 0

    assert standing() == set()


def test_command_rebuilds_and_says_how_many(two_check_ins, framework):
    mine = two_check_ins[0]
    add_rating(mine, "A1", 2, NOW)
    out = StringIO()

    call_command("rebuild_levels", "--user", str(mine.user_id), stdout=out)

    assert out.getvalue() == "1 current levels\n"
    assert CurrentLevel.objects.get(user=mine.user).level == 2


def test_ratings_are_never_changed(two_check_ins):
    rating = add_rating(two_check_ins[0], "A1", 2, NOW)

    rating.level = 5
    with pytest.raises(TypeError, match="never changed"):
        rating.save()
    with pytest.raises(TypeError, match="never changed"):
        Rating.objects.filter(pk=rating.pk).update(level=5)
    with pytest.raises(TypeError, match="never changed"), transaction.atomic():
        Rating.objects.bulk_update([rating], ["level"])

    assert Rating.objects.get().level == 2


def test_a_person_can_be_deleted_with_everything_they_gave(two_check_ins):
    mine, theirs = two_check_ins
    for check_in in two_check_ins:
        keep_self(user=check_in.user, ratings=[add_rating(check_in, "A1", 2, NOW)])

    mine.user.delete()

    assert list(Rating.objects.values_list("user", flat=True)) == [theirs.user_id]
    assert list(CurrentLevel.objects.values_list("user", flat=True)) == [theirs.user_id]
