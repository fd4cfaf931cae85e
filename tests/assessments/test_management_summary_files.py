"""The management summary as one page A4, as a page on screen, and who gets which."""

import json
from dataclasses import replace
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from pypdf import PdfReader

from assessments.domain.client_consequences import SHIPPED, Consequence, consequences
from assessments.domain.management_summary import build_management_summary
from assessments.domain.management_summary_decisions import Decision
from assessments.domain.snapshots import close_campaign
from assessments.renderers.summary_pdf import build_pdf
from cms.accounts.models import Team
from tests.assessments.tagged_pdf import TaggedPdf, faults
from tests.assessments.test_pdf_tags import assert_whole
from tests.factories.people import (
    make_manager,
    make_organisation,
    make_organisation_manager,
    root_of,
)
from tests.factories.reports import (
    NOW,
    check_in,
    close_a_round,
    give_tested,
    make_advisers,
    make_framework,
    make_loopbaanhuis,
    make_profile,
    make_round,
)
from tests.factories.training import make_module
from tests.made_once import made_once
from training.domain.references import load_references

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["nl", "en"])
ADDRESS = "https://peil.example/nl/teams/12345/?snapshot=12345"
BIBLIOGRAPHY = settings.BASE_DIR / "training" / "toolkit" / "bibliography.json"


@pytest.fixture
def team():
    """Gent with three gaps, tested knowledge, and modules for one of them."""
    made_once("summary", _close_a_round_of_gent)
    return Team.objects.select_related("organisation").get(name="Gent")


def _close_a_round_of_gent() -> None:
    competences = make_framework("A1", "B1", "C1", "D1")
    organisation, teams = make_loopbaanhuis()
    profile = make_profile(organisation, dict.fromkeys(competences.values(), 4))
    people = make_advisers(teams["Gent"], 12, profile)
    make_module("m1", lessons=3)
    load_references(entries=json.loads(BIBLIOGRAPHY.read_text(encoding="utf-8")))
    campaign = make_round(teams["Loopbaanhuis"], competences)
    check_in(
        campaign,
        {who: dict.fromkeys(competences.values(), 1 + n % 3) for n, who in enumerate(people)},
    )
    give_tested({who: {competences["A1"]: 4} for who in people})
    close_campaign(campaign=campaign, now=NOW)


def pages(body: bytes) -> list:
    return list(PdfReader(BytesIO(body)).pages)


@LANGUAGES
def test_pdf_is_one_page_and_says_what_the_summary_says(team, language):
    summary = build_management_summary(team=team, language=language, now=NOW)
    (page,) = pages(build_pdf(summary, report_address=ADDRESS))
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    text = " ".join(page.extract_text().split())
    assert len(summary.needs) == 3
    for words in (
        *(summary.headline, summary.participation.sentence, summary.withheld, summary.purpose),
        *(need.sentence for need in summary.needs),
        *(need.consequence.text for need in summary.needs),
        *(summary.cost, *summary.since),
        *(f"{each.what} {each.why}" for each in summary.decisions),
        *(ADDRESS, summary.snapshot.taken_on),
    ):
        assert " ".join(words.split()) in text


@LANGUAGES
def test_pdf_of_long_words_stays_one_page(team, language):
    summary = build_management_summary(team=team, language=language, now=NOW)
    long = "Loopbaanbegeleiding en arbeidsmarktinformatie voor iedereen in onze regio en erbuiten "
    needs = tuple(
        replace(
            need,
            sentence=need.sentence * 2,
            consequence=Consequence(need.consequence.text * 2, long),
            modules=need.modules * 3,
        )
        for need in summary.needs
    )
    longest = replace(
        summary,
        team=(long * 2)[:120],
        needs=needs,
        withheld=long * 6,
        since=(long * 3,) * 4,
        decisions=(Decision(long * 2, long * 2),) * 3,
    )
    pdf = TaggedPdf(build_pdf(longest, report_address=ADDRESS))
    assert len(pdf.reader.pages) == 1
    assert_whole(pdf)


@LANGUAGES
def test_pdf_is_heard_in_its_order(team, language, tmp_path):
    summary = build_management_summary(team=team, language=language, now=NOW)
    pdf = TaggedPdf(build_pdf(summary, report_address=ADDRESS))
    words = summary.labels
    assert_whole(pdf)
    assert faults(pdf.body, tmp_path) == []
    assert pdf.root["/Lang"] == language
    assert pdf.reader.metadata.title == f"{words.title}: Gent"
    assert [(node.role, node.all_text) for node in pdf.of("H1", "H2", "H3")] == [
        ("H1", f"{words.title}: Gent"),
        *(("H2", part) for part in (words.needed, words.since, words.decide)),
    ]
    heads = [node.all_text for node in pdf.of("TH")]
    assert heads[:3] == [words.need, words.clients, words.cost]
    assert [need.row.code in head for need, head in zip(summary.needs, heads[3:], strict=True)] == [
        True
    ] * 3
    assert [node.alt for node in pdf.of("Figure")] == [need.row.gauge for need in summary.needs]
    assert [node.all_text for node in pdf.of("LI")] == [
        f"{n}. {each.what} {each.why}" for n, each in enumerate(summary.decisions, 1)
    ]


def test_pdf_without_needs_says_why(team):
    summary = build_management_summary(team=team, language="en", now=NOW)
    bare = replace(summary, needs=(), no_needs="Nothing lies below target.", cost="")
    (page,) = pages(build_pdf(bare, report_address=ADDRESS))
    assert "Nothing lies below target." in page.extract_text()


@LANGUAGES
def test_every_text_for_clients_is_short_and_its_source_is_known(team, language):
    shipped = json.loads(SHIPPED.read_text(encoding="utf-8"))
    with override(language):
        found = consequences(list(shipped), language)
    assert found.keys() == shipped.keys()
    for code, each in found.items():
        assert 1 <= each.text.count(".") <= 2
        assert len(each.text) < 200
        assert bool(each.source) == bool(shipped[code]["source"])


# The page


def address(name: str, *args, language: str = "en") -> str:
    with override(language):
        return reverse(name, args=args)


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


@LANGUAGES
def test_page_says_what_the_pdf_says(client, team, language):
    client.force_login(make_manager(team))
    summary = build_management_summary(team=team, language=language, now=NOW)
    response = client.get(address("summary", team.pk, language=language))
    assert response.context["summary"] == summary
    page = text_of(response)
    for words in (
        *(summary.headline, summary.participation.sentence, summary.withheld, summary.purpose),
        *(need.sentence for need in summary.needs),
        *(need.consequence.text for need in summary.needs),
        *(summary.cost, *summary.since),
        *(each.what for each in summary.decisions),
        *(each.why for each in summary.decisions),
    ):
        assert " ".join(words.split()) in page


def test_file_is_named_after_team_and_day_and_is_not_kept(client, team):
    client.force_login(make_manager(team))
    response = client.get(address("summary_pdf", team.pk))
    assert response["Content-Disposition"] == ('attachment; filename="gent-2026-03-31.summary.pdf"')
    assert "no-store" in response["Cache-Control"]
    assert f"/en/teams/{team.pk}/?snapshot=" in pages(response.content)[0].extract_text()


def test_report_and_overview_lead_to_the_summary(client, team):
    client.force_login(make_manager(team))
    for name in ("team", "team_overview"):
        page = client.get(address(name, team.pk)).content.decode()
        assert f'href="{address("summary", team.pk)}?snapshot=' in page


def test_a_team_without_figures_has_a_next_step_and_no_file(client):
    root = root_of(make_organisation())
    client.force_login(make_manager(root))
    for name in ("team", "summary", "team_overview"):
        page = BeautifulSoup(client.get(address(name, root.pk)).content, "html.parser")
        what, why, action = page.select(".empty p")
        assert what.get_text() == "There are no figures of this team yet."
        assert (
            why.get_text() == "A team gets figures when a check-in round that asks it has closed."
        )
        assert [link["href"] for link in action.select("a")] == [address("teams")]
    assert client.get(address("summary_pdf", root.pk)).status_code == 404


def test_a_manager_finds_no_other_team(client):
    teams = close_a_round(make_framework("A1", "B1"))
    client.force_login(make_manager(teams["Gent"]))
    for name in ("summary", "summary_pdf"):
        assert client.get(address(name, teams["Utrecht"].pk)).status_code == 404
        assert client.get(address(name, teams["Gent"].pk), {"snapshot": "x"}).status_code == 404


def test_the_way_to_the_whole_is_for_who_manages_it(client, team):
    top = team.get_root()
    client.force_login(make_organisation_manager(team.organisation))
    for name, target in (("organisation", "team_overview"), ("organisation_pdf", "summary_pdf")):
        assert client.get(address(name))["Location"] == address(target, top.pk)
    client.force_login(make_manager(team))
    assert client.get(address("organisation")).status_code == 404
