"""What readers of group figures do: one team, an earlier round, all teams, the rules."""

import csv
import io

import pytest
from django.utils.text import capfirst
from django.utils.translation import ngettext, override
from openpyxl import load_workbook
from pypdf import PdfReader

from assessments.domain.privacy_sheet_table import ALWAYS, NEVER
from assessments.domain.team_report_words import number_word
from tests.browser.conftest import TWO_WAYS, WAYS
from tests.browser.visitor import Visitor

CODES = ["A1", "A2", "A3", "B1", "B2", "C1", "C2", "C3", "C4", "D1", "D2", "D3"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
K = 5


@pytest.fixture(params=WAYS)
def manager(request, visit) -> Visitor:
    return visit(**request.param)


@pytest.fixture(params=TWO_WAYS)
def lead(request, visit) -> Visitor:
    return visit(**request.param)


def open_report(visitor: Visitor, team: str) -> None:
    visitor.go("/{lang}/teams/")
    visitor.press(visitor.page.locator("main").get_by_role("link", name=team, exact=True))
    assert visitor.heading == f"{visitor.says('Team report')} {team}"


def codes(visitor: Visitor) -> list[str]:
    return [text.split()[0] for text in visitor.texts(".matrix th[scope=row]")]


def below_target(visitor: Visitor) -> str:
    """Return the beginning of the headline that the table calls for."""
    count = visitor.page.locator(".matrix tr > td:nth-of-type(1).is-gap").count()
    with override(visitor.language):
        sentence = ngettext(
            "%(below)s of the %(all)s competences lies below target",
            "%(below)s of the %(all)s competences lie below target",
            count,
        )
        return capfirst(sentence % {"below": number_word(count), "all": number_word(12)})


def participation(visitor: Visitor) -> str:
    """Return the sentence that the number of people in the figures calls for."""
    one = "%(checked_in)d of %(people)d adviser checked in."
    more = "%(checked_in)d of %(people)d advisers checked in."
    cell = visitor.texts(".matrix .cell__note")
    people = next(int(text.split()[0]) for text in cell if text[0].isdigit())
    return visitor.says(one, more, count=7, checked_in=people, people=7)


def test_manager_reads_the_team_of_today_and_of_before(manager):
    manager.sign_in("manager@peil.example")
    manager.go("/{lang}/me/")
    assert manager.texts(".stand__sentence") == [
        manager.says("Your teams’ reports show where training is needed.")
    ]
    manager.press(manager.link("See the reports"))
    assert manager.texts(".link-list a") == ["Gent"]
    open_report(manager, "Gent")
    assert codes(manager) == CODES
    assert manager.texts(".page-header .lead")[0].startswith(below_target(manager))
    latest = [{"nl": "Tweede check-in", "en": "Second check-in"}[manager.language]]
    assert manager.texts(".page-header .meta li:first-child") == latest
    assert manager.texts(".page-header .lead + p") == [participation(manager)]

    manager.page.locator("main .fold summary").first.click()
    manager.press(manager.page.locator("main .fold").first.get_by_role("link"))
    earlier = [{"nl": "Nulmeting", "en": "Baseline"}[manager.language]]
    assert manager.texts(".page-header .meta li:first-child") == earlier
    assert codes(manager) == CODES
    assert manager.texts(".page-header .lead")[0].startswith(below_target(manager))


def test_manager_takes_the_report_along(manager):
    manager.sign_in("manager@peil.example")
    open_report(manager, "Gent")
    links = [manager.link(name) for name in ("Report as PDF", "Rows as XLSX", "Rows as CSV")]
    pdf, xlsx, rows = (manager.download(link) for link in links)
    assert [(file.status, file.content_type) for file in (pdf, xlsx, rows)] == [
        (200, "application/pdf"),
        (200, XLSX),
        (200, "text/csv; charset=utf-8"),
    ]
    stems = {file.name.rpartition(".")[0] for file in (pdf, xlsx, rows)}
    assert len(stems) == 1
    assert [file.name.rpartition(".")[2] for file in (pdf, xlsx, rows)] == ["pdf", "xlsx", "csv"]
    assert pdf.body[:4] == b"%PDF"
    assert len(load_workbook(io.BytesIO(xlsx.body)).worksheets) > 0
    table = list(csv.DictReader(io.StringIO(rows.body.decode())))
    assert [row["competence"] for row in table if row["evidence"] == "self"] == CODES
    assert {row["team"] for row in table} == {"Gent"}


def test_manager_has_the_rows_made_and_finds_the_file(manager):
    # Of two who ask in one language each has a file of their own.
    manager.sign_in(f"{'manager' if manager.javascript else 'lead'}@peil.example")
    open_report(manager, "Gent")
    manager.go(f"{manager.path}workbook/")
    assert manager.heading == manager.says("All rows as a spreadsheet")
    manager.press(manager.button("Have it made"))
    assert manager.texts("main .button") == []
    file = manager.download(manager.page.locator("main .link-list a"))
    assert (file.status, file.content_type) == (200, XLSX)
    sheet = load_workbook(io.BytesIO(file.body)).worksheets[0]
    codes_in_rows = [row[4] for row in sheet.iter_rows(values_only=True) if row[5] == "self"]
    assert codes_in_rows == CODES


def test_lead_sees_all_teams_and_why_one_is_not_shown(lead):
    lead.sign_in("lead@peil.example")
    lead.go("/{lang}/me/")
    lead.press(lead.link("See the reports"))
    assert lead.texts(".link-list a") == [
        "Loopbaanhuis",
        "Vlaanderen",
        "Antwerpen",
        "Gent",
        "Kortrijk",
        "Nederland",
        "Utrecht",
        "Zwolle",
    ]
    open_report(lead, "Kortrijk")
    assert lead.page.locator(".matrix td:not(.withheld)").count() == 0
    reason = lead.says("Not shown: fewer than %(k)d", k=K)
    instead = lead.says("Counts in %(team)s", team="Vlaanderen")
    assert lead.texts(".matrix td.withheld") == [f"{reason} {instead}"] * 24
    few = lead.says("Fewer than %(k)d people have a level here.", k=K)
    where = lead.says("They count in the figures of %(team)s.", team="Vlaanderen")
    nothing = lead.says("No self-rating of this team can be shown.")
    assert lead.texts(".page-header .lead") == [f"{nothing} {few} {where}"]
    assert lead.texts("main .notice p:last-child") == [f"{few} {where}"]

    open_report(lead, "Vlaanderen")
    assert lead.page.locator(".matrix td.withheld").count() == 0


def test_lead_compares_all_teams_in_one_picture(lead):
    lead.sign_in("lead@peil.example")
    open_report(lead, "Loopbaanhuis")
    lead.press(lead.link("All teams against all competences, in one picture"))
    names = ".heat tbody th > a:first-child"
    assert lead.texts(names) == ["Loopbaanhuis", "Vlaanderen", "Nederland"]
    lead.press(".heat__toggle >> nth=0")
    opened = ["Loopbaanhuis", "Vlaanderen", "Antwerpen", "Gent", "Kortrijk", "Nederland"]
    assert lead.texts(names) == opened
    assert lead.page.locator("tr:nth-child(5) td.withheld").count() == len(CODES)
    lead.press(lead.link("Tested knowledge"))
    assert lead.texts(names) == opened
    lead.press(lead.page.locator(".heat").get_by_role("link", name="Gent", exact=True))
    assert lead.heading == f"{lead.says('Team report')} Gent"


def test_lead_reads_what_to_decide_and_how_it_moved(lead):
    lead.sign_in("lead@peil.example")
    open_report(lead, "Loopbaanhuis")
    lead.press(lead.link("Management summary"))
    assert lead.heading == f"{lead.says('Management summary')}: Loopbaanhuis"
    assert lead.page.locator("main ol.steps > li").count() == 3
    summary = lead.download(lead.link("One page as PDF"))
    assert (summary.status, summary.content_type) == (200, "application/pdf")
    assert len(PdfReader(io.BytesIO(summary.body)).pages) == 1

    lead.press(lead.link("To the team report"))
    lead.press(lead.link("Trend"))
    assert codes(lead) == CODES
    rounds = lead.page.locator(".matrix thead th")
    newest = {"nl": "Tweede check-in", "en": "Second check-in"}[lead.language]
    assert rounds.nth(1).inner_text().startswith(newest)
    lead.press(lead.link("Tested knowledge"))
    assert codes(lead) == CODES

    lead.press(f".site-nav a[href='/{lead.language}/teams/']")
    lead.press(lead.link("Texts for job descriptions"))
    assert lead.page.locator("main textarea[readonly]").count() == 10  # five roles, both languages


def test_lead_reads_what_was_done_for_an_audit(lead):
    lead.sign_in("lead@peil.example")
    lead.go("/{lang}/me/")
    lead.press(lead.link("See the reports"))
    lead.press(lead.link("Audit report"))
    assert lead.heading == lead.says("Audit report")
    quarters = lead.page.locator("table", has=lead.page.locator("#audit-quarters"))
    assert quarters.locator("tbody tr").count() == 5  # four, and together
    newest = quarters.locator("tbody th").nth(3).inner_text()
    first = lead.page.locator("select[name=first]")
    first.select_option(index=first.locator("option").count() - 1)
    lead.press(lead.button("Show this period"))
    assert quarters.locator("tbody th").first.inner_text() == newest
    assert quarters.locator("tbody tr").count() == 2
    report = lead.download(lead.link("Download as PDF"))
    assert (report.status, report.content_type) == (200, "application/pdf")


def test_anybody_reads_what_is_kept_and_who_sees_it(manager):
    manager.go("/{lang}/")
    manager.press(".site-footer__links a[href$='/privacy/']")
    assert manager.path == f"/{manager.language}/privacy/"
    assert manager.heading == manager.says("What we keep and who sees it")
    reflection = manager.page.locator("tbody tr").first
    cells = [text.strip() for text in reflection.locator("td").all_inner_texts()]
    with override(manager.language):
        assert cells[:5] == [str(ALWAYS), *[str(NEVER)] * 4]
