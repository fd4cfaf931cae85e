"""What managers do where expertise is short: plan, ask what if, find why it is unknown."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from assessments.enums import AlertState, SufficiencyState
from tests.browser.conftest import TWO_WAYS
from tests.browser.visitor import Visitor

NAMES = {
    "nl": ["B1 Bronnen valideren", "C1 Selecteren per klantengroep", "C3 Verwijzen"],
    "en": ["B1 Validate sources", "C1 Select for client groups", "C3 Refer"],
}


@pytest.fixture(params=TWO_WAYS)
def manager(request, visit) -> Visitor:
    return visit(**request.param)


def open_rules(visitor: Visitor) -> None:
    visitor.go("/{lang}/teams/")
    visitor.press(visitor.link("Enough expertise?"))
    assert visitor.heading == visitor.says("Enough expertise?")


def test_lead_plans_what_to_do_and_asks_what_if(manager):
    manager.sign_in("lead@peil.example")
    open_rules(manager)
    titles = {text.rpartition(", ")[0] for text in manager.texts(".link-list__title")}
    assert titles >= set(NAMES[manager.language])
    manager.press(".link-list__title a:has-text('C1')")
    assert manager.heading == NAMES[manager.language][1]
    manager.press("main a[href$='/plan/']")
    manager.press(manager.button("Save"))
    assert manager.page.locator(".error-summary li").count() == 4
    manager.page.fill("[name=what]", "Workshop")
    manager.page.select_option("[name=owner]", label="Hendrik Vos")
    manager.page.fill("[name=due]", (timezone.localdate() + timedelta(days=30)).isoformat())
    manager.page.fill("[name=hours]", "40")
    manager.press(manager.button("Save"))
    manager.press(manager.button("The action is done"))
    with override(manager.language):
        state, enough = str(AlertState.DONE.label), str(SufficiencyState.SUFFICIENT.label).lower()
    assert manager.texts("#alert + p strong") == [manager.says("Alert: %(state)s", state=state)]
    manager.page.fill("[name=reach]", "2")
    manager.press(manager.button("See what it would change"))
    one = "If %(reach)d more person reaches this level: %(state)s."
    more = "If %(reach)d more people reach this level: %(state)s."
    said = manager.says(one, more, count=2, reach=2, state=enough)
    assert manager.texts("[role=status] strong") == [said]


def test_lead_sets_a_rule_and_hears_when_a_part_has_one(manager):
    manager.sign_in("lead@peil.example")
    open_rules(manager)
    manager.press(manager.link("Set a rule"))
    team = manager.page.locator("[name=team] option", has_text="Vlaanderen").get_attribute("value")
    manager.page.select_option("[name=team]", team)
    code = manager.page.locator("[name=competence] option", has_text="B1").get_attribute("value")
    manager.page.select_option("[name=competence]", code)
    manager.page.fill("[name=people]", "2")
    manager.page.select_option("[name=level]", "4")
    manager.press(manager.button("Save"))
    taken = manager.says(
        "%(team)s has a rule for this competence and evidence already. Parts that lie in each "
        "other cannot both have one: change that rule, or end it first.",
        team="Loopbaanhuis",
    )
    assert taken in manager.texts(".error-summary li")[0]


def test_manager_of_a_small_team_reads_why_there_is_no_answer(manager):
    manager.sign_in("manager@peil.example")
    open_rules(manager)
    assert len(manager.texts(".link-list__title")) == 1
    manager.press(".link-list__title a")
    few = manager.says("Too few people have a level: an answer needs twice the smallest group.")
    assert few in manager.texts(".page-header p")
    assert manager.page.locator("main form").count() == 0
