"""Which deeds are found for a record store: what a person let go, from then on, and only once."""

import json
from datetime import timedelta

import pytest

from assessments.domain.checkins import reopen_check_in, submit_check_in
from assessments.domain.record_collecting import collect_deeds
from assessments.domain.record_stores import set_record_store
from assessments.models import RecordStatement, Reflection
from assessments.record_enums import RecordKind
from tests.factories import people
from tests.factories.campaigns import make_campaign, make_check_in, save_levels
from tests.factories.evidence import give_answers
from tests.factories.questions import make_attempt, make_question, make_quiz
from tests.factories.records import NOW, agree, make_store, store_settings
from tests.factories.training import lesson, lesson_data, load, module_data
from training.domain.progress import finish_lesson, reopen_lesson

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def store(organisation):
    return make_store(organisation)


@pytest.fixture
def quiz(framework):
    for _number in range(4):
        make_question(competence="A1")
    return make_quiz("A1", per_competence=2, slug="cijfers")


@pytest.fixture
def lessons(framework):
    load(module_data("m1", [lesson_data("m1/one"), lesson_data("m1/two")]))
    return {key: lesson(f"m1/{key}").translation_key for key in ("one", "two")}


def found(kind: str = "") -> list[RecordStatement]:
    rows = RecordStatement.objects.order_by("happened_at", "pk")
    return list(rows.filter(kind=kind) if kind else rows)


def do_everything(user, team, quiz, lessons, now=NOW) -> None:
    """Finish a lesson, take a quiz, answer a lesson's check, rate oneself with all around it."""
    finish_lesson(user=user, lesson=lessons["one"], now=now)
    make_attempt(user, quiz, right=1, wrong=1, submit=True, now=now + timedelta(minutes=1))
    give_answers(user, "A1", [1, 0], now)
    campaign = make_campaign(team, ["A1", "B1"], now=now)
    check_in = make_check_in(
        campaign,
        user,
        {"A1": 4, "B1": "na"},
        now=now + timedelta(minutes=2),
        evidence_line="zeepaardje",
        frequency="weekly",
    )
    Reflection.objects.create(user=user, check_in=check_in, works="zeepaardje", written_at=now)


def test_without_a_yes_nothing_is_found(store, adviser, team, quiz, lessons):
    do_everything(adviser, team, quiz, lessons)
    assert collect_deeds(store=store, now=NOW + HOUR) == 0
    assert found() == []


def test_everything_that_was_let_go_is_found_and_nothing_more(store, adviser, team, quiz, lessons):
    consent = agree(adviser, store)
    do_everything(adviser, team, quiz, lessons)
    assert collect_deeds(store=store, now=NOW + HOUR) == 4
    assert [(row.kind, row.facts["thing"]["path"]) for row in found()] == [
        ("completed", "/nl/toolkit/m1-nl/one-nl/"),
        ("attempted", "/nl/quizzes/cijfers/"),
        ("scored", "/nl/quizzes/cijfers/"),
        ("self_evaluated", f"/ims/case/v1p1/CFItems/{found()[3].rating.competence.identifier}"),
    ]
    assert found()[0].facts["thing"]["names"] == {"nl": "One nl", "en": "One en"}
    assert found()[0].facts["above"]["path"] == "/nl/toolkit/m1-nl/"
    assert (found()[2].facts["points"], found()[2].facts["items"]) == ("1.0000", 2)
    assert {row.consent for row in found()} == {consent}


def test_facts_hold_nothing_private(store, adviser, team, quiz, lessons):
    adviser.first_name, adviser.last_name = "Annemie", "Zegers"
    adviser.save()
    agree(adviser, store, with_levels=True)
    do_everything(adviser, team, quiz, lessons)
    collect_deeds(store=store, now=NOW + HOUR)
    text = json.dumps([row.facts for row in found()])
    for private in ("Annemie", "Zegers", adviser.email, "zeepaardje", "weekly", "level", team.name):
        assert private not in text


def test_paths_of_things_open(store, adviser, team, quiz, lessons, client):
    agree(adviser, store)
    do_everything(adviser, team, quiz, lessons)
    collect_deeds(store=store, now=NOW + HOUR)
    client.force_login(adviser)
    paths = {row.facts["thing"]["path"] for row in found()}
    paths |= {row.facts["above"]["path"] for row in found() if row.facts["above"]}
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)


def test_looking_again_adds_nothing(store, adviser, team, quiz, lessons):
    agree(adviser, store)
    do_everything(adviser, team, quiz, lessons)
    for minutes in (60, 61, 600):
        collect_deeds(store=store, now=NOW + timedelta(minutes=minutes))
        assert len(found()) == 4


def test_deed_that_is_stored_late_is_found_all_the_same(store, adviser, lessons):
    agree(adviser, store)
    collect_deeds(store=store, now=NOW)
    finish_lesson(user=adviser, lesson=lessons["one"], now=NOW - 23 * HOUR)
    assert collect_deeds(store=store, now=NOW + HOUR) == 1


def test_what_was_done_before_the_yes_is_never_told(store, adviser, team, quiz, lessons):
    do_everything(adviser, team, quiz, lessons)
    agree(adviser, store, now=NOW + HOUR)
    assert collect_deeds(store=store, now=NOW + 2 * HOUR) == 0


def test_attempt_begun_before_the_yes_tells_its_score_alone(store, adviser, quiz):
    attempt = make_attempt(adviser, quiz, right=2, submit=True, now=NOW)
    attempt.started_at = NOW - DAY
    attempt.save()
    agree(adviser, store, now=NOW - HOUR)
    collect_deeds(store=store, now=NOW + HOUR)
    assert [row.kind for row in found()] == ["scored"]


def test_open_attempt_is_not_told(store, adviser, quiz):
    agree(adviser, store)
    make_attempt(adviser, quiz, right=1, now=NOW)
    assert collect_deeds(store=store, now=NOW + HOUR) == 0


@pytest.mark.parametrize("kind", RecordKind.values)
def test_only_the_kinds_that_were_ticked(store, adviser, team, quiz, lessons, kind):
    agree(adviser, store, kinds=[kind])
    do_everything(adviser, team, quiz, lessons)
    collect_deeds(store=store, now=NOW + HOUR)
    assert {row.kind for row in found()} == {kind}


def test_kind_that_the_store_does_not_take_any_more_is_not_told(
    store, adviser, team, organisation, quiz, lessons
):
    agree(adviser, store)
    do_everything(adviser, team, quiz, lessons)
    settings = store_settings(secret="", kinds=["completed"])
    store = set_record_store(organisation=organisation, settings=settings, now=NOW)
    collect_deeds(store=store, now=NOW + HOUR)
    assert {row.kind for row in found()} == {"completed"}


def test_kind_that_is_added_to_the_store_has_nobodys_yes(
    organisation, adviser, team, quiz, lessons
):
    store = make_store(organisation, kinds=["completed"])
    agree(adviser, store, kinds=["completed"])
    store = set_record_store(
        organisation=organisation, settings=store_settings(secret=""), now=NOW - HOUR
    )
    do_everything(adviser, team, quiz, lessons)
    collect_deeds(store=store, now=NOW + HOUR)
    assert {row.kind for row in found()} == {"completed"}


def test_lesson_done_twice_is_told_twice_and_lost_page_not_at_all(store, adviser, lessons):
    agree(adviser, store)
    finish_lesson(user=adviser, lesson=lessons["one"], now=NOW)
    collect_deeds(store=store, now=NOW + HOUR)
    reopen_lesson(user=adviser, lesson=lessons["one"], now=NOW + 2 * HOUR)
    finish_lesson(user=adviser, lesson=lessons["one"], now=NOW + 3 * HOUR)
    for page in (lesson("m1/two", "nl"), lesson("m1/two", "en")):
        page.unpublish()
    finish_lesson(user=adviser, lesson=lessons["two"], now=NOW + 3 * HOUR)
    collect_deeds(store=store, now=NOW + 4 * HOUR)
    assert [row.happened_at for row in found()] == [NOW, NOW + 3 * HOUR]


def test_rating_that_is_changed_is_told_again_and_the_same_is_not(store, adviser, team, framework):
    agree(adviser, store)
    campaign = make_campaign(team, ["A1", "B1"], now=NOW)
    check_in = make_check_in(campaign, adviser, {"A1": 2, "B1": 3}, now=NOW)
    check_in = reopen_check_in(check_in=check_in, now=NOW + HOUR)
    save_levels(check_in, {"A1": 4}, now=NOW + HOUR)
    check_in.refresh_from_db()
    submit_check_in(check_in=check_in, revision=check_in.revision, now=NOW + 2 * HOUR)
    collect_deeds(store=store, now=NOW + 3 * HOUR)
    assert [row.rating.competence.code for row in found()] == ["A1", "B1", "A1"]


def test_self_rating_for_another_organisation_is_not_told_here(store, adviser, framework):
    elsewhere = people.root_of(people.make_organisation("Werkpunt"))
    people.make_role(adviser, "adviser", team=elsewhere)
    agree(adviser, store)
    make_check_in(make_campaign(elsewhere, ["A1"], now=NOW), adviser, {"A1": 2}, now=NOW)
    assert collect_deeds(store=store, now=NOW + HOUR) == 0


def test_two_stores_know_one_person_by_two_names(store, adviser, lessons):
    other = people.make_organisation("Werkpunt")
    people.make_role(adviser, "adviser", team=people.root_of(other))
    second = make_store(other)
    accounts = {agree(adviser, store).account, agree(adviser, second).account}
    finish_lesson(user=adviser, lesson=lessons["one"], now=NOW)
    for each in (store, second):
        collect_deeds(store=each, now=NOW + HOUR)
    assert len(accounts) == 2
    assert len({row.identifier for row in found()}) == 2


def test_store_that_is_off_finds_nothing_and_never_makes_up_for_it(
    store, organisation, adviser, lessons
):
    agree(adviser, store)
    off = store_settings(secret="", is_active=False)
    store = set_record_store(organisation=organisation, settings=off, now=NOW - HOUR)
    finish_lesson(user=adviser, lesson=lessons["one"], now=NOW)
    assert collect_deeds(store=store, now=NOW + HOUR) == 0
    on = store_settings(secret="")
    store = set_record_store(organisation=organisation, settings=on, now=NOW + 2 * HOUR)
    assert collect_deeds(store=store, now=NOW + 3 * HOUR) == 0


@pytest.mark.parametrize("number", [1, 3])
def test_looking_takes_the_same_queries(
    store, team, quiz, lessons, number, drawn_once, django_assert_num_queries
):
    for _number in range(number):
        user = people.make_adviser(team)
        agree(user, store)
        do_everything(user, team, quiz, lessons)
    collect_deeds(store=store, now=NOW + HOUR)
    RecordStatement.objects.all().delete()
    with django_assert_num_queries(18):
        collect_deeds(store=store, now=NOW + 2 * HOUR)
    assert len(found()) == 4 * number
