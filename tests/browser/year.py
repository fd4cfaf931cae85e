"""What an adviser writes and does in a year; the tests of it say what must then be seen."""

import io
from datetime import date, timedelta
from zipfile import ZipFile

from django.utils.timezone import localdate
from icalendar import Calendar
from playwright.sync_api import Locator

from tests.browser.acts import (
    DECLINED,
    LABELS,
    answer,
    choose_option,
    confirm_that_it_is_me,
    folded,
    tick,
)
from tests.browser.conftest import TWO_WAYS, WAYS
from tests.browser.visitor import PASSWORD, Visitor

ADVISER, MANAGER = "adviser@peil.example", "manager@peil.example"
YEAR = [WAYS[0], TWO_WAYS[1]]
LEVELS = dict.fromkeys(("A1", "A2", "A3", "C1", "C2", "C3", "C4", "D1", "D2", "D3"), 3)
LEVELS |= {"B1": 2, "B2": DECLINED}
ROUNDS = {
    "nl": ["Nulmeting", "Tweede check-in", "Derde check-in", "Kwartaalronde"],
    "en": ["Baseline", "Second check-in", "Third check-in", "Quarterly round"],
}
WORKS = "Vacatures en lonen naast elkaar leggen, met de klant erbij."
TRY = "Elke week een bron met acht vragen nakijken."
LEARNT = "Acht vragen zijn er vijf te veel."
QUICK = "Zonnebloem: een klant vond zelf de cijfers."
SECRETS = [WORKS, TRY, LEARNT, QUICK]
PLAN = "Met een collega twee bronnen doornemen."
SUPPORT = "Een uur per maand zonder afspraken."
OLD_PLAN = "Ik doe de broncheck met acht vragen bij elke nieuwe bron."
SHOWN = "Een lijst met tien nagekeken bronnen."
QUARTER = """
from cms.accounts.models import Team
from tests.factories.campaigns import make_campaign
from tests.time_travel import do_what_time_asks, let_days_pass
let_days_pass(90)
names = {"nl": "Kwartaalronde", "en": "Quarterly round"}
root = Team.objects.get(name="Loopbaanhuis")
make_campaign(root, days=5, names=names, focus_size=3, asks_then=True)
do_what_time_asks()
answer = None
"""
EIGHT_DAYS = "from tests.time_travel import let_days_pass; answer = let_days_pass(8)"
READS = """
from cms.accounts.models import User
User.objects.filter(email="{email}").update(language="{language}")
from training.domain.framework import competences_in
answer = {{row.code: f"{{row.code}} {{row.name}}" for row in competences_in("{language}")}}
"""
PARTS = ".page-header, main .wrap > section"


def signed_in(email: str, visit, variant) -> Visitor:
    """Return somebody who begins at the page of what stands open."""
    visitor = visit(**variant)
    visitor.sign_in(email)
    visitor.go("/{lang}/me/")
    return visitor


def label(visitor: Visitor, level: int) -> str:
    return LABELS[visitor.language][level]


def reflect(adviser: Visitor, **texts: str) -> None:
    assert adviser.heading == adviser.says("Reflection")
    for name, text in texts.items():
        adviser.page.fill(f"[name={name}]", text)
    adviser.press(adviser.button("Save and go on"))


def plan(adviser: Visitor) -> None:
    """Plan an action, and tick that the manager may read what it takes."""
    choose_option(adviser, "1-competence_id", "B1")
    adviser.page.select_option("[name='1-to_level']", value="3")
    adviser.page.fill("[name='1-what']", PLAN)
    adviser.page.fill("[name='1-until']", (localdate() + timedelta(days=200)).isoformat())
    adviser.page.locator(".action-row summary").first.click()
    adviser.page.fill("[name='1-support']", SUPPORT)
    adviser.page.locator("label:has([name='1-support_shared'])").click()
    adviser.press(adviser.button("Save and go on"))


def answer_three(adviser: Visitor) -> None:
    """Answer the questions of a re-check, up to the overview."""
    for number in (1, 2, 3):
        place = adviser.says("Question %(number)s of %(count)s", number=number, count=3)
        assert adviser.heading == place
        answer(adviser.page.locator("main form.narrow"))
        adviser.press(adviser.button("Save and next" if number < 3 else "Save and to the overview"))


def rounds_of(adviser: Visitor, code: str) -> list[str]:
    """Return the rounds in which the history says that a competence was rated, the latest first."""
    row = adviser.page.locator(f"#{code}")
    adviser.press(row.locator(f"a[href='?competence={code}#{code}']"))
    lines = [[folded(cell) for cell in line.locator("td").all()] for line in lines_of(row)]
    rated = adviser.says("Self-rating")
    return [source.split(",")[0] for _day, kind, _value, source in lines if kind == rated]


def lines_of(row: Locator) -> list[Locator]:
    return row.locator("tbody tr").all()


def compared(adviser: Visitor, code: str) -> list[str]:
    """Return what the comparison of two days says first in each cell of a competence."""
    heading = adviser.page.locator(f"th a[href='#{code}']")
    cells = adviser.page.locator("tr", has=heading).locator("td").all()
    return [folded(cell.locator("p").first) for cell in cells]


def preview_share(adviser: Visitor, *, manager: str, codes: list[str], action: str) -> None:
    """Choose a manager, competences and an action, up to the look at what will be seen."""
    adviser.press(adviser.link("Share something"))
    tick(adviser, "manager", manager)
    adviser.press(adviser.button("Next"))
    for code in codes:
        tick(adviser, "competences", code)
    tick(adviser, "actions", action)
    adviser.press(adviser.button("Next"))


def parts_of(visitor: Visitor) -> list[str]:
    """Return the page's own parts as they are drawn, without what is put around them."""
    return [part.inner_html() for part in visitor.page.locator(PARTS).all()]


def take_data(adviser: Visitor) -> ZipFile:
    """Ask for the file with everything, say who it is, and return the file."""
    adviser.go("/{lang}/me/data/")
    adviser.press(adviser.button("Make my file"))
    confirm_that_it_is_me(adviser, PASSWORD)
    assert adviser.texts(".notice--done p:last-child") == [adviser.says("Your file is ready.")]
    file = adviser.download(adviser.page.locator(".link-list a").first)
    assert (file.status, file.content_type) == (200, "application/zip")
    return ZipFile(io.BytesIO(file.body))


def calendar(adviser: Visitor) -> dict[str, date]:
    """Return {what: day} of the calendar that the person's own address gives."""
    file = adviser.download(adviser.page.locator("[aria-labelledby=calendar] a"))
    assert (file.status, file.content_type) == (200, "text/calendar; charset=utf-8")
    events = Calendar.from_ical(file.body).walk("VEVENT")
    return {str(event["summary"]): event.decoded("dtstart") for event in events}
