"""Which sources a person sees and changes, what a search finds, and how old a check is."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from cms.accounts.enums import Role
from tests.factories import people
from tests.factories.sources import make_facts, make_own_source, make_source
from training.domain.portfolio import add_to_portfolio, mark_checked, review_source
from training.domain.source_data import SourceSearch, SourceWords
from training.domain.source_editing import add_source, change_source
from training.domain.sources import is_old, labels, source_rows
from training.enums import ClientGroup, Verdict
from training.models import PortfolioItem, Source, SourceReview
from training.permissions import (
    editable_sources,
    get_editable_source_or_404,
    get_source_or_404,
    visible_reviews,
    visible_sources,
)

TODAY = date(2026, 11, 24)
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2060, 12, 31))


def names(user, language="en", **search) -> list[str]:
    rows = source_rows(user, language=language, search=SourceSearch(**search), today=TODAY)
    return [row.text.name for row in rows]


@pytest.fixture
def colleague(team):
    return people.make_adviser(team, email="colleague@test.example")


@pytest.mark.parametrize(
    ("checked_on", "expected"),
    [
        (date(2026, 11, 24), False),
        (date(2025, 11, 24), False),
        (date(2025, 11, 23), True),
        (date(2025, 12, 31), False),
        (date(2023, 12, 31), True),
    ],
)
def test_check_is_old_after_twelve_months(checked_on, expected):
    assert is_old(checked_on, TODAY) is expected


def test_check_of_leap_day_is_old_on_the_first_of_march():
    assert not is_old(date(2024, 2, 29), date(2025, 2, 28))
    assert is_old(date(2024, 2, 29), date(2025, 3, 1))


@given(checked_on=DAYS, today=DAYS)
def test_check_within_a_year_is_never_old(checked_on, today):
    days = (today - checked_on).days
    assert is_old(checked_on, today) or days <= 366
    assert not is_old(checked_on, today) or days >= 366


def test_labels_keep_the_order_of_the_enum_and_drop_the_unknown():
    found = labels(ClientGroup, ["neets", "gone", "pupils"])
    assert found == [ClientGroup.PUPILS.label, ClientGroup.NEETS.label]


def test_person_sees_shipped_sources_and_those_of_the_organisation(
    adviser, colleague, stranger, organisation
):
    make_source("Shipped")
    make_own_source(colleague, organisation, "Of Loopbaanhuis")
    assert names(adviser) == ["Of Loopbaanhuis", "Shipped"]
    assert names(stranger) == ["Shipped"]


def test_stranger_gets_404_for_a_source_of_another_organisation(adviser, stranger, organisation):
    own = make_own_source(adviser, organisation)
    assert get_source_or_404(adviser, own.pk) == own
    with pytest.raises(Http404):
        get_source_or_404(stranger, own.pk)


def test_source_goes_out_of_sight_with_the_membership(adviser, organisation):
    own = make_own_source(adviser, organisation)
    add_to_portfolio(user=adviser, source=own, now="2026-01-01T00:00Z")
    adviser.memberships.update(start=date(2025, 1, 1), until=date(2025, 6, 30))
    assert names(adviser) == []
    assert names(adviser, mine=True) == []


def test_only_who_added_it_or_an_editor_changes_a_source(
    adviser, colleague, stranger, organisation
):
    own = make_own_source(adviser, organisation)
    make_source("Shipped")
    editor = people.make_user()
    people.make_role(editor, Role.EDITOR, organisation=organisation)
    assert list(editable_sources(adviser)) == [own]
    assert list(editable_sources(editor)) == [own]
    for person in (colleague, stranger):
        with pytest.raises(Http404):
            get_editable_source_or_404(person, own.pk)


def test_source_of_somebody_who_left_peil_is_for_colleagues_to_change(
    adviser, colleague, organisation
):
    own = make_own_source(adviser, organisation)
    adviser.delete()
    assert get_editable_source_or_404(colleague, own.pk) == own


def test_search_finds_each_word_in_any_language(adviser):
    source = make_source("Wages", publisher="Statbel")
    source.texts.filter(language="nl").update(name="Lonen in België")
    make_source("Vacancies", publisher="VDAB")
    assert names(adviser, text="lonen statbel") == ["Wages"]
    assert names(adviser, text="lonen vdab") == []


def test_search_filters_by_country_and_dots(adviser):
    make_source("A", country="nl", dots=("decision", "opportunity"))
    make_source("B", country="be", dots=("self",))
    assert names(adviser, country="nl") == ["A"]
    assert names(adviser, dots="decision") == ["A"]
    assert names(adviser, dots="self") == ["B"]
    assert names(adviser, dots="transition") == []


def test_source_for_everyone_fits_every_client_group(adviser):
    make_source("Pupils", client_groups=("pupils",))
    make_source("Everyone")
    assert names(adviser, client_group="pupils") == ["Everyone", "Pupils"]
    assert names(adviser, client_group="neets") == ["Everyone"]


def test_portfolio_is_the_persons_own(adviser, colleague):
    mine, theirs = make_source("Mine"), make_source("Theirs")
    add_to_portfolio(user=adviser, source=mine, now="2026-01-01T00:00Z")
    add_to_portfolio(user=colleague, source=theirs, now="2026-01-01T00:00Z", purpose="Secret")
    assert names(adviser, mine=True) == ["Mine"]
    rows = source_rows(adviser, language="en", search=SourceSearch(), today=TODAY)
    assert [(row.text.name, row.item is not None) for row in rows] == [
        ("Mine", True),
        ("Theirs", False),
    ]


def test_archived_source_shows_in_the_portfolio_alone(adviser):
    kept, gone = make_source("Kept"), make_source("Gone")
    add_to_portfolio(user=adviser, source=kept, now="2026-01-01T00:00Z")
    Source.objects.filter(pk__in=[kept.pk, gone.pk]).update(is_retired=True)
    assert names(adviser) == []
    assert names(adviser, mine=True) == ["Kept"]


def test_last_check_is_the_latest_of_mine_and_the_sources_own(adviser, colleague):
    source = make_source(checked_on=date(2025, 1, 1))
    mark_checked(user=colleague, source=source, today=TODAY, now="2026-01-01T00:00Z")

    def check():
        return source_rows(adviser, language="en", search=SourceSearch(), today=TODAY)[0].last_check

    assert (check().on, check().is_old) == (date(2025, 1, 1), True)
    mark_checked(user=adviser, source=source, today=date(2026, 5, 1), now="2026-01-01T00:00Z")
    assert (check().on, check().is_old) == (date(2026, 5, 1), False)


def test_missing_words_fall_back_to_the_other_language(adviser, organisation):
    make_own_source(adviser, organisation, "English only")
    assert names(adviser, "nl") == ["English only"]


def test_adding_twice_with_one_key_adds_once(adviser, organisation):
    for name in ("First", "Second"):
        add_source(
            user=adviser,
            organisation=organisation,
            key="a-key",
            facts=make_facts(),
            language="en",
            words=SourceWords(name=name, purpose="x"),
            today=TODAY,
        )
    assert names(adviser) == ["First"]


def test_changing_a_source_in_one_language_leaves_the_other(adviser, organisation):
    own = make_own_source(adviser, organisation, "Name")
    change_source(
        source=own,
        facts=make_facts(country="nl"),
        language="nl",
        words=SourceWords(name="Naam", purpose="x"),
        is_retired=False,
    )
    assert (names(adviser, "nl"), names(adviser, "en")) == (["Naam"], ["Name"])
    assert Source.objects.get(pk=own.pk).country == "nl"


def test_portfolio_verbs_repeat_harmlessly(adviser):
    source = make_source()
    first = add_to_portfolio(user=adviser, source=source, now="2026-01-01T00:00Z", purpose="Why")
    again = add_to_portfolio(user=adviser, source=source, now="2026-02-01T00:00Z")
    assert first == again
    assert PortfolioItem.objects.get().purpose == "Why"


def test_review_dates_my_item_and_my_organisations_source(adviser, colleague, organisation):
    own, shipped = make_own_source(adviser, organisation), make_source()
    for source in (own, shipped):
        add_to_portfolio(user=adviser, source=source, now="2026-01-01T00:00Z")
        add_to_portfolio(user=colleague, source=source, now="2026-01-01T00:00Z")
        review_source(user=adviser, source=source, verdict=Verdict.KEEP, today=TODAY)
    found = {source.pk: source.checked_on for source in Source.objects.all()}
    assert found == {own.pk: TODAY, shipped.pk: None}
    assert set(adviser.portfolio.values_list("checked_on", flat=True)) == {TODAY}
    assert set(colleague.portfolio.values_list("checked_on", flat=True)) == {None}


def test_second_review_of_a_day_replaces_the_first(adviser):
    source = make_source()
    review_source(user=adviser, source=source, verdict=Verdict.KEEP, today=TODAY)
    review_source(user=adviser, source=source, verdict=Verdict.ARCHIVE, today=TODAY, note="Old")
    assert list(SourceReview.objects.values_list("verdict", "note")) == [("archive", "Old")]


def test_reviews_are_read_in_the_own_organisation_only(adviser, colleague, stranger):
    source = make_source()
    for person in (adviser, colleague, stranger):
        review_source(user=person, source=source, verdict=Verdict.KEEP, today=TODAY)
    assert {review.user for review in visible_reviews(adviser)} == {adviser, colleague}
    assert {review.user for review in visible_reviews(stranger)} == {stranger}


def test_review_of_a_source_out_of_sight_is_out_of_sight(adviser, stranger, organisation):
    """A person in two organisations reviews a source of one; the other does not read it."""
    own = make_own_source(adviser, organisation)
    elsewhere = stranger.memberships.get()
    people.make_role(adviser, Role.ADVISER, team=elsewhere.team)
    review_source(user=adviser, source=own, verdict=Verdict.IMPROVE, today=TODAY, note="Ours")
    assert list(visible_reviews(stranger)) == []


def test_visitor_sees_nothing(db):
    make_source()
    assert list(visible_sources(AnonymousUser())) == []
