"""The PDFs that Peil makes, as they are listened to: the words of the report, in its order."""

import pytest
from django.utils import translation

from assessments.domain.profile import ProfileReport, build_profile
from assessments.domain.snapshots import close_campaign
from assessments.domain.team_report import TeamReport, build_team_report
from assessments.renderers import profile_pdf, team_pdf
from cms.accounts.models import Team
from tests.assessments.tagged_pdf import TaggedPdf, faults
from tests.assessments.test_pdf_tags import assert_whole
from tests.assessments.test_profile_files import NOW as PROFILE_NOW
from tests.assessments.test_profile_files import person  # noqa: F401  a fixture
from tests.factories.reports import (
    LOOPBAANHUIS,
    NOW,
    check_in,
    give_tested,
    make_advisers,
    make_framework,
    make_loopbaanhuis,
    make_profile,
    make_round,
)

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["nl", "en"])


def heard(words: str) -> str:
    return " ".join(words.split())


def assert_sound(pdf: TaggedPdf, language: str, title: str, folder) -> None:
    assert_whole(pdf)
    assert pdf.root["/Lang"] == language
    assert pdf.reader.metadata.title == title
    assert faults(pdf.body, folder) == []


def team_report(language: str, *codes: str) -> TeamReport:
    """Return the report of a team with three below it, one of them too small to show."""
    competences = make_framework(*codes)
    organisation, teams = make_loopbaanhuis()
    profile = make_profile(organisation, dict.fromkeys(competences.values(), 3))
    people = [p for name, n in LOOPBAANHUIS.items() for p in make_advisers(teams[name], n, profile)]
    campaign = make_round(teams["Loopbaanhuis"], competences)
    first, *others = competences.values()
    rated = [first, *others[:-1]]
    levels = {each: number % 5 + 1 for number, each in enumerate(rated)}
    check_in(campaign, dict.fromkeys(people, levels))
    give_tested({who: {first: 4} for who in people})
    close_campaign(campaign=campaign, now=NOW)
    team = Team.objects.select_related("organisation").get(name="Vlaanderen")
    return build_team_report(team=team, language=language)


@LANGUAGES
def test_team_report_has_its_headings_tables_and_gauges_in_words(language, tmp_path):
    report = team_report(language, "A1", "A2", "B1", "C1")
    words = report.labels

    pdf = TaggedPdf(team_pdf.build_pdf(report))

    assert_sound(pdf, language, f"{words.title} Vlaanderen", tmp_path)
    assert report.counts is not None
    counted = [report.counts.causes_title, report.counts.learned_title]
    parts = [words.levels, words.strengths, *counted, words.teams_below, words.definitions]
    if report.training:
        parts.insert(1, words.what_to_do)
    assert [(node.role, node.all_text) for node in pdf.of("H1", "H2", "H3")] == [
        ("H1", f"{words.title} Vlaanderen"),
        *(("H2", part) for part in parts),
    ]
    columns = [words.competence, words.target, words.self_rating, words.tested]
    names = [
        heard(f"{each.code} {each.name}") for area in report.areas for each in (area, *area.rows)
    ]
    assert [node.all_text for node in pdf.of("TH")] == [heard(each) for each in columns] + names
    assert [node.alt for node in pdf.of("Figure")] == [row.gauge for row in report.rows]
    assert all(row.gauge for row in report.rows)


@LANGUAGES
def test_team_report_is_heard_in_the_order_of_the_page(language):
    report = team_report(language, "A1", "B1")

    pdf = TaggedPdf(team_pdf.build_pdf(report))

    listened = [text for _role, text in pdf.reading]
    first, second = report.rows
    wanted = [
        *(report.headline, report.labels.gauge_key, first.name, first.gauge),
        *(first.self_rating.people, first.tested.people, second.name, second.gauge),
        *(second.self_rating.short_reason, report.withheld_sentence),
        *(report.children[0].headline, report.definitions[0].text),
        *(report.definitions[-1].text, report.purpose),
    ]
    place = 0
    for words in map(heard, wanted):
        places = [n for n, text in enumerate(listened) if n >= place and words in text]
        assert places, words
        place = places[0]
    items = [node.all_text for node in pdf.of("LI")]
    assert [heard(f"{each.term}: {each.text}") for each in report.definitions] == items[
        -len(report.definitions) :
    ]


def test_team_report_of_one_competence_is_whole():
    one = TaggedPdf(team_pdf.build_pdf(team_report("nl", "A1")))
    assert len(one.of("Figure")) == 1
    assert_whole(one)


def test_team_report_with_a_table_over_several_pages_stays_one_table(tmp_path):
    codes = [f"{area}{number}" for area in "ABCD" for number in range(1, 13)]
    pdf = TaggedPdf(team_pdf.build_pdf(team_report("en", *codes)))
    assert len(pdf.of("Table")) == 1
    assert len(pdf.of("TR")) == 1 + 4 + len(codes)
    assert len(pdf.reader.pages) > 3
    assert_sound(pdf, "en", "Team report Vlaanderen", tmp_path)


def profile_report(person, language: str) -> ProfileReport:  # noqa: F811  it is the fixture
    with translation.override(language):
        return build_profile(person, language, PROFILE_NOW)


@LANGUAGES
def test_profile_has_its_headings_tables_and_gauges_in_words(person, language, tmp_path):  # noqa: F811
    report = profile_report(person, language)
    words = report.labels

    pdf = TaggedPdf(profile_pdf.build_pdf(report))

    assert_sound(pdf, language, words.title, tmp_path)
    parts = [words.next_step, words.history] if any(r.next_step for r in report.rows) else []
    assert [(node.role, node.all_text) for node in pdf.of("H1", "H2", "H3")] == [
        ("H1", words.title),
        *(("H2", part) for part in parts or [words.history]),
    ]
    tables = pdf.of("Table")
    assert len(tables) == len(report.areas) + 1
    columns = [words.code, words.competence, words.date, words.self_rating, words.round]
    heads = [[n.all_text for n in table.kids[0].kids] for table in tables]
    assert heads == [*([heard(f"{a.code} {a.name}")] for a in report.areas), columns]
    assert [node.alt for node in pdf.of("Figure")] == [
        says
        for area in report.areas
        for says in [*(row.gauge for row in area.rows), *([area.words] if area.words else [])]
    ]


@LANGUAGES
def test_profile_without_anything_known_is_whole(adviser, language, tmp_path):
    report = profile_report(adviser, language)
    pdf = TaggedPdf(profile_pdf.build_pdf(report))
    assert_sound(pdf, language, report.labels.title, tmp_path)
    unknown = {"nl": "onbekend", "en": "unknown"}[language]
    assert all(node.alt.count(unknown) == 2 for node in pdf.of("Figure"))


@LANGUAGES
def test_words_of_a_gauge_are_of_the_report_whatever_is_active_later(person, language):  # noqa: F811
    report = profile_report(person, language)
    with translation.override("nl" if language == "en" else "en"):
        pdf = TaggedPdf(profile_pdf.build_pdf(report))
    row = next(row for row in report.rows if row.code == "A1")
    start = {"nl": "Eigen inschatting: 2 van 5.", "en": "Self-rating: 2 of 5."}[language]
    assert row.gauge.startswith(start)
    assert row.gauge in [node.alt for node in pdf.of("Figure")]
