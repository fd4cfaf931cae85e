"""From gap to deed: a manager asks the team, an adviser sees who asked and why, it is withdrawn."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browser.conftest import TWO_WAYS
from tests.browser.visitor import Visitor

WHY = {"nl": "Nieuwkomers vragen het elke week", "en": "Newcomers ask it every week"}


@pytest.fixture(params=TWO_WAYS)
def manager(request, visit) -> Visitor:
    return visit(**request.param)


def test_manager_asks_the_team_and_each_adviser_reads_why(manager, visit):
    manager.sign_in("manager@peil.example")
    manager.go("/{lang}/me/")
    manager.press(f".site-nav a[href='/{manager.language}/teams/']")
    manager.press("main a:has-text('Gent')")
    asks = "main a[href*='/plans/new/']"
    gaps = manager.page.locator(asks).count()
    assert gaps > 1
    manager.press(f"{asks} >> nth={gaps - 1}")
    assert manager.heading == manager.says("Ask the team")
    manager.press(manager.button("Ask the team"))
    assert manager.page.locator(".error-summary li").count() == 2
    manager.page.fill("[name=why]", WHY[manager.language])
    manager.page.fill("[name=due]", (timezone.localdate() + timedelta(days=40)).isoformat())
    manager.press(manager.button("Ask the team"))
    assert manager.heading == manager.says("Asked of the team")
    assert WHY[manager.language] in manager.texts("main .link-list li p")

    adviser = visit(manager.language, javascript=manager.javascript)
    adviser.sign_in("adviser@peil.example")
    adviser.go("/{lang}/me/")
    assert WHY[manager.language] in adviser.texts("section[aria-labelledby=asked] p")
    adviser.press("section[aria-labelledby=asked] h3 a >> nth=0")
    assert adviser.heading == adviser.says("Asked of my team")
    assert WHY[manager.language] in adviser.texts("main .link-list li p")

    manager.page.click("main details.fold summary")
    manager.press("main details.fold button")
    assert manager.heading == manager.says("Asked of the team")
    adviser.go(f"/{adviser.language}/me/plans/")
    assert WHY[manager.language] not in adviser.texts("main p")
