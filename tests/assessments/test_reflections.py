"""Reflections: sealed, found and deleted by their owner, and what became of a change."""

from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection

from assessments.domain.checkin_ratings import RatingDraft, save_ratings
from assessments.domain.checkins import start_check_in, submit_check_in
from assessments.domain.reflections import (
    ChangeResult,
    ReflectionText,
    add_reflection,
    delete_reflection,
    delete_reflections,
    find_reflections,
    last_change,
    save_reflection,
)
from assessments.models import DraftRating, Rating, Reflection
from cms.sealed import CannotUnseal
from tests.factories.campaigns import make_campaign, rating_drafts

NOW = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Europe/Brussels"))
WORDS = ReflectionText("de wijnrode fiets", "geen tijd", "waarom", ("time",), "geval", "Proberen")


@pytest.fixture
def check_in(adviser, team):
    campaign = make_campaign(team, ["A1", "B1"], now=NOW)
    return start_check_in(campaign=campaign, user=adviser, now=NOW)


def raw_rows() -> str:
    """Return all that the table holds, as the database itself has it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {Reflection._meta.db_table}")  # noqa: S608 - a name of ours
        return repr(cursor.fetchall())


def test_the_database_does_not_hold_the_words(check_in):
    result = ChangeResult()
    save_reflection(check_in=check_in, text=WORDS, result=result, revision=0, now=NOW)

    raw = raw_rows()

    for word in ("wijnrode", "geen tijd", "waarom", "geval", "Proberen"):
        assert word not in raw
    assert raw.count("sealed:") == 5
    kept = Reflection.objects.get()
    assert (kept.works, kept.change) == ("de wijnrode fiets", "Proberen")


def test_keys_are_rotated_and_the_old_one_taken_away(adviser, settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.PEIL_SEALING_KEYS = [old]
    add_reflection(user=adviser, text=WORDS, now=NOW)
    before = raw_rows()

    settings.PEIL_SEALING_KEYS = [new, old]
    assert Reflection.objects.get().works == "de wijnrode fiets"
    told = StringIO()
    call_command("reseal", stdout=told)
    settings.PEIL_SEALING_KEYS = [new]

    assert "assessments.Reflection: 1" in told.getvalue()
    assert Reflection.objects.get().works == "de wijnrode fiets"
    assert raw_rows() != before
    settings.PEIL_SEALING_KEYS = [old]
    with pytest.raises(CannotUnseal):
        Reflection.objects.get()


def test_the_same_lines_sent_twice_are_added_once(adviser):
    first = add_reflection(user=adviser, text=WORDS, now=NOW)
    again = add_reflection(user=adviser, text=WORDS, now=NOW + timedelta(minutes=1))
    later = add_reflection(user=adviser, text=WORDS, now=NOW + timedelta(days=1))

    assert again == first
    assert later != first
    assert add_reflection(user=adviser, text=ReflectionText(), now=NOW) is None
    assert Reflection.objects.count() == 2


def test_words_are_found_in_all_parts_and_only_in_ones_own(adviser, stranger):
    mine = add_reflection(user=adviser, text=ReflectionText("Één café", change="fiets"), now=NOW)
    add_reflection(user=adviser, text=ReflectionText("thee"), now=NOW)
    add_reflection(user=stranger, text=ReflectionText("een cafe fiets"), now=NOW)

    assert find_reflections(adviser, "CAFE fiets") == [mine]
    assert find_reflections(adviser, "cafe thee") == []
    assert len(find_reflections(adviser, "")) == 2


def test_the_next_check_in_asks_about_the_last_change(check_in, adviser, team, stranger):
    day = timedelta(days=1)
    add_reflection(user=adviser, text=ReflectionText(change="older"), now=NOW - 9 * day)
    asked = add_reflection(user=adviser, text=ReflectionText(change="last"), now=NOW - 2 * day)
    add_reflection(user=adviser, text=ReflectionText("no change"), now=NOW - day)
    add_reflection(user=stranger, text=ReflectionText(change="theirs"), now=NOW - day)
    add_reflection(user=adviser, text=ReflectionText(change="since then"), now=NOW + day)

    assert last_change(check_in) == asked
    save_reflection(
        check_in=check_in,
        text=ReflectionText(),
        result=ChangeResult("partly", "met hulp"),
        revision=0,
        now=NOW,
    )

    asked.refresh_from_db()
    assert (asked.outcome, asked.outcome_note, asked.change) == ("partly", "met hulp", "last")
    assert not Reflection.objects.filter(check_in=check_in).exists()
    assert "met hulp" not in raw_rows()
    assert last_change(check_in) == asked


def test_deleting_a_reflection_leaves_the_ratings(check_in, adviser, stranger):
    named = add_reflection(user=adviser, text=WORDS, now=NOW)
    kept = add_reflection(user=stranger, text=WORDS, now=NOW)
    [draft] = rating_drafts({"A1": 4}, evidence_reflection_id=named.pk)
    assert isinstance(draft, RatingDraft)
    save_ratings(check_in=check_in, drafts=[draft], revision=0, now=NOW)
    submit_check_in(check_in=check_in, revision=1, now=NOW)

    delete_reflection(reflection=named)
    add_reflection(user=adviser, text=WORDS, now=NOW)
    assert delete_reflections(user=adviser) == 1

    assert list(Reflection.objects.all()) == [kept]
    assert (Rating.objects.get().level, Rating.objects.get().evidence_reflection) == (4, None)
    assert DraftRating.objects.get().evidence_reflection is None
