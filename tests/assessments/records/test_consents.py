"""Who lets what go to a record store, until when, and what a change of the store ends."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import translation

from assessments.domain.deletion import delete_account
from assessments.domain.record_collecting import collect_deeds
from assessments.domain.record_consents import NotOffered, choose, store_choices, withdraw
from assessments.domain.record_stores import SecretNeeded, set_record_store
from assessments.models import RecordConsent, RecordStatement, RecordStore
from assessments.record_enums import RecordKind, StatementState
from tests.factories import people
from tests.factories.questions import make_attempt, make_question, make_quiz
from tests.factories.records import NOW, agree, make_statements, make_store, store_settings
from tests.factories.training import lesson, lesson_data, load, module_data
from training.domain.progress import finish_lesson

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def store(organisation):
    """A store that nobody can reach."""
    return make_store(organisation)


def kinds_found() -> list[str]:
    return list(RecordStatement.objects.order_by("happened_at").values_list("kind", flat=True))


def test_whoever_leaves_takes_the_yes_along(store, adviser):
    make_statements(agree(adviser, store), 2)
    adviser.memberships.update(until=NOW.date() - DAY)
    collect_deeds(store=store, now=NOW)
    assert not RecordConsent.objects.exists()
    assert kinds_found() == []


def test_withdrawing_takes_everything_that_waits(store, adviser):
    consent = agree(adviser, store)
    make_statements(consent, 2)
    assert withdraw(user=adviser, store=store) == consent.account
    assert kinds_found() == []
    assert withdraw(user=adviser, store=store) is None
    assert agree(adviser, store, now=NOW).account != consent.account


def test_another_choice_finds_the_old_one_first_and_drops_the_rest(store, adviser):
    load(module_data("m1", [lesson_data("m1/one")]))
    make_question(competence="A1")
    consent = agree(adviser, store, kinds=["completed", "attempted"])
    key = lesson("m1/one").translation_key
    finish_lesson(user=adviser, lesson=key, now=NOW - HOUR)
    make_attempt(adviser, make_quiz("A1"), right=1, submit=True, now=NOW - HOUR)
    choose(user=adviser, store=store, kinds=["completed", "scored"], now=NOW)
    collect_deeds(store=store, now=NOW + HOUR)
    assert kinds_found() == ["completed"]
    assert RecordConsent.objects.get().account == consent.account


def test_same_choice_again_changes_nothing(store, adviser):
    before = agree(adviser, store)
    after = choose(user=adviser, store=store, kinds=list(before.kinds), now=NOW)
    assert after.given_at == before.given_at


def test_what_is_not_offered_is_refused(store, organisation, adviser, stranger):
    for user, kinds in ((stranger, ["completed"]), (adviser, ["everything"]), (adviser, [])):
        with pytest.raises(NotOffered):
            choose(user=user, store=store, kinds=kinds, now=NOW)
    off = store_settings(secret="", is_active=False)
    set_record_store(organisation=organisation, settings=off, now=NOW)
    with pytest.raises(NotOffered):
        agree(adviser, store)
    assert not RecordConsent.objects.exists()


def test_another_host_ends_every_yes_and_asks_for_the_secret(store, organisation, adviser):
    make_statements(agree(adviser, store), 1)
    same = store_settings(secret="", endpoint="https://lrs.example/other/")
    assert set_record_store(organisation=organisation, settings=same, now=NOW).consents.count() == 1
    for elsewhere in ("https://lrs.example:8443/xapi/", "https://evil.example/xapi/"):
        settings = store_settings(secret="", endpoint=elsewhere)
        with pytest.raises(SecretNeeded):
            set_record_store(organisation=organisation, settings=settings, now=NOW)
    assert RecordConsent.objects.count() == 1
    settings = store_settings(endpoint="https://new.example/xapi/")
    set_record_store(organisation=organisation, settings=settings, now=NOW)
    assert not RecordConsent.objects.exists()


def test_secret_is_sealed_and_not_read_with_its_row(store, django_assert_num_queries):
    row = RecordStore.objects.get()
    with django_assert_num_queries(1):
        assert row.secret == store_settings().secret
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM assessments_recordstore")
        assert cursor.fetchone()[0].startswith("sealed:")
    call_command("reseal", verbosity=0)
    assert RecordStore.objects.get().secret == store_settings().secret


def test_deleting_a_person_takes_all_of_it(store, adviser):
    make_statements(agree(adviser, store), 2)
    delete_account(user=adviser)
    assert kinds_found() == []
    assert RecordStore.objects.count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_choices_take_the_same_queries(adviser, number, django_assert_num_queries):
    for place in range(number):
        organisation = people.make_organisation(f"Centre {place}")
        people.make_role(adviser, "editor", organisation=organisation)
        make_statements(agree(adviser, make_store(organisation)), place + 1)
    with translation.override("nl"), django_assert_num_queries(3):
        choices = store_choices(adviser, NOW)
    assert [(row.organisation, row.waiting, row.sent, row.is_on) for row in choices] == [
        (f"Centre {place}", place + 1, 0, True) for place in range(number)
    ]


def test_choices_of_who_has_no_store(adviser, stranger, store):
    assert store_choices(stranger, NOW) == []
    (choice,) = store_choices(adviser, NOW)
    assert (choice.host, choice.is_on, choice.chosen) == ("lrs.example", False, ())
    assert choice.offered == tuple(RecordKind.values)


def test_sent_rows_count_for_the_person(store, adviser):
    rows = make_statements(agree(adviser, store), 3)
    RecordStatement.objects.filter(pk=rows[0].pk).update(state=StatementState.SENT, settled_at=NOW)
    (choice,) = store_choices(adviser, NOW)
    assert (choice.waiting, choice.sent) == (2, 1)
