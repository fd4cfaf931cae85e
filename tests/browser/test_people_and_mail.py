"""People from a spreadsheet, shown before they are stored; and a report that comes by mail."""

import pytest

from tests.browser.conftest import TWO_WAYS
from tests.browser.visitor import Visitor

LIST = "email,voornaam,achternaam,team\n{who}@lijst.example,An,Peeters,Vlaanderen > Gent\n"


@pytest.fixture(params=TWO_WAYS)
def visitor(request, visit) -> Visitor:
    return visit(**request.param)


def choose(visitor: Visitor, text: str) -> None:
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": text.encode()}
    visitor.page.set_input_files("input[type=file]", [file])
    visitor.press(visitor.button("Show what it would do"))


def test_keeper_brings_in_people_after_seeing_what_it_does(visitor, request):
    visitor.sign_in("people@peil.example")
    visitor.go("/{lang}/people/import/")
    choose(visitor, "email,team\nniemand,Atlantis\n")
    assert len(visitor.texts("section[aria-labelledby=wrong] li")) == 2
    who = request.node.callspec.id
    choose(visitor, LIST.format(who=who))
    assert visitor.texts("dl.facts dd") == ["1", "0", "0"]
    visitor.press(visitor.button("Bring in exactly these people"))
    new = visitor.says("%(count)d person is new.", "%(count)d people are new.", count=1)
    assert any(new in text for text in visitor.texts(".messages li, .message, [role=status]"))
    choose(visitor, LIST.format(who=who))
    assert visitor.texts("dl.facts dd") == ["0", "0", "1"]


def test_manager_lets_the_report_come_by_mail(visitor):
    visitor.sign_in("manager@peil.example")
    visitor.go("/{lang}/teams/")
    visitor.press("main .link-list a")
    visitor.press(visitor.link("By mail"))
    assert visitor.heading == visitor.says("Report by mail")
    visitor.page.locator("label:has([value=monthly])").click()
    visitor.press(visitor.button("Save"))
    visitor.press(visitor.link("By mail"))
    assert visitor.page.locator("[value=monthly]").is_checked()
