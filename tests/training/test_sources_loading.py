"""The catalogue of sources as a file: what is wrong is all said, and repeating changes nothing."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.forms.models import model_to_dict
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories.sources import make_own_source
from training.domain.problems import ProblemsFound
from training.domain.source_data import ShippedSource, SourceFacts, SourceWords
from training.domain.source_editing import load_catalogue
from training.enums import ClientGroup, Country, Dots
from training.exchange.source_csv import COLUMNS, read_sources
from training.management.commands.load_sources import SHIPPED
from training.models import Source, SourceText

ROW = {
    "key": "statbel",
    "publisher": "Statbel",
    "address": "https://statbel.fgov.be/",
    "country": "be",
    "dots": "opportunity",
    "name_nl": "Statbel",
    "purpose_nl": "Cijfers",
    "name_en": "Statbel",
    "purpose_en": "Figures",
}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def file_of(*rows: dict) -> str:
    target = StringIO()
    writer = csv.DictWriter(target, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue()


def problems_in(*rows: dict) -> list[str]:
    with pytest.raises(ProblemsFound) as found:
        read_sources(file_of(*rows))
    return [str(problem) for problem in found.value.problems]


def everything() -> list[dict]:
    return [
        model_to_dict(row) for model in (Source, SourceText) for row in model.objects.order_by("pk")
    ]


def test_shipped_catalogue_loads_and_repeats(db):
    output = StringIO()
    call_command("load_sources", stdout=output)
    before = everything()
    call_command("load_sources", stdout=output)
    assert everything() == before
    assert output.getvalue().splitlines() == [
        f"Sources: {len(before) // 3} new, 0 changed, 0 unchanged.",
        f"Sources: 0 new, 0 changed, {len(before) // 3} unchanged.",
    ]


def test_shipped_catalogue_covers_both_countries_and_all_of_dots():
    sources = read_sources(SHIPPED.read_text(encoding="utf-8"))
    assert len(sources) >= 15
    assert {source.facts.country for source in sources} == set(Country.values)
    assert {value for source in sources for value in source.facts.dots} == set(Dots.values)


def test_every_problem_of_every_row_is_named(db):
    wrong = {
        **ROW,
        "country": "moon",
        "address": "javascript:alert(1)",
        "client_groups": "pupils cats",
        "checked_on": "soon",
        "retired": "maybe",
        "name_nl": "x" * 121,
        "purpose_en": "",
    }
    found = problems_in(ROW, wrong)
    places = sorted(problem.split(":")[0] for problem in found)
    assert places == [
        "line 3, address",
        "line 3, checked_on",
        "line 3, client_groups",
        "line 3, country",
        "line 3, key",
        "line 3, name_nl",
        "line 3, purpose_en",
        "line 3, retired",
    ]


def test_columns_are_named_when_missing_or_unknown():
    with pytest.raises(ProblemsFound) as found:
        read_sources("key,colour\nstatbel,blue\n")
    messages = [str(problem) for problem in found.value.problems]
    assert "line 1: The column colour is not known." in messages
    assert "line 1: The column address is missing." in messages


def test_line_with_too_few_values_is_refused():
    with pytest.raises(ProblemsFound):
        read_sources(file_of(ROW) + "short,row\n")


def test_nothing_is_imported_when_one_row_is_wrong(db, tmp_path):
    path = tmp_path / "sources.csv"
    path.write_text(file_of(ROW, {**ROW, "key": "cbs", "country": "moon"}), encoding="utf-8")
    errors = StringIO()
    with pytest.raises(CommandError, match=r"Nothing was imported; problems: 1\."):
        call_command("load_sources", path, stderr=errors)
    assert errors.getvalue().startswith("line 3, country: Not known: moon.")
    assert not Source.objects.exists()


def test_file_that_cannot_be_read_is_said_so(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_sources", tmp_path / "none.csv")


def test_changed_row_is_changed_and_a_later_check_stays(db):
    load_catalogue(sources=read_sources(file_of(ROW)))
    Source.objects.update(checked_on=date(2026, 5, 1))
    changed = {**ROW, "name_en": "Belgian statistics", "checked_on": "2025-01-01"}
    loaded = load_catalogue(sources=read_sources(file_of(changed)))
    assert loaded.changed == ("statbel",)
    source = Source.objects.get()
    assert source.checked_on == date(2026, 5, 1)
    assert source.texts.get(language="en").name == "Belgian statistics"


def test_sources_not_in_the_file_stay(db, adviser, organisation):
    own = make_own_source(adviser, organisation)
    load_catalogue(sources=read_sources(file_of(ROW)))
    loaded = load_catalogue(sources=read_sources(file_of({**ROW, "key": "cbs"})))
    assert (loaded.added, loaded.absent) == (("cbs",), ("statbel",))
    assert set(Source.objects.values_list("key", flat=True)) == {"cbs", "statbel", own.key}


words = st.builds(SourceWords, *[st.text("ab é", min_size=1, max_size=9)] * 4)
catalogues = st.lists(
    st.builds(
        ShippedSource,
        key=st.text("abc", min_size=1, max_size=3),
        facts=st.builds(
            SourceFacts,
            publisher=st.text("pq", min_size=1),
            address=st.just("https://example.org/"),
            country=st.sampled_from(Country.values),
            dots=st.sets(st.sampled_from(Dots.values), min_size=1).map(tuple),
            client_groups=st.sets(st.sampled_from(ClientGroup.values)).map(tuple),
        ),
        texts=st.fixed_dictionaries({"nl": words, "en": words}),
        checked_on=st.none() | st.dates(date(2020, 1, 1), date(2026, 1, 1)),
        is_retired=st.booleans(),
    ),
    unique_by=lambda source: source.key,
    max_size=4,
)


class TestLoading(TestCase):
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(first=catalogues, second=catalogues)
    def test_repeating_any_catalogue_changes_nothing(self, first, second):
        load_catalogue(sources=first)
        load_catalogue(sources=second)
        before = everything()
        loaded = load_catalogue(sources=second)
        assert (loaded.added, loaded.changed) == ((), ())
        assert everything() == before
