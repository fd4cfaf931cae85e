"""The pages on enough expertise: who finds what, what they say, and what they never say."""

import re
from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core import mail as outbox

from assessments.domain.sufficiency_notices import alert_items
from assessments.emails import send_digests
from assessments.enums import AlertState
from assessments.models import Alert, AlertAction, SufficiencyRule, SufficiencyStatus
from cms.accounts.models import Team
from tests.factories.people import (
    make_manager,
    make_organisation,
    make_organisation_manager,
    make_team,
    root_of,
)
from tests.factories.reports import NOW, make_advisers, make_framework
from tests.factories.sufficiency import make_sufficiency_rule, take_round

pytestmark = pytest.mark.django_db
LIST = "/en/teams/sufficiency/"


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        yield


@pytest.fixture
def framework():
    return make_framework("A1", "B1", "C1")


@pytest.fixture
def top():
    return root_of(make_organisation())


@pytest.fixture
def lead(client, top):
    user = make_organisation_manager(top.organisation, first_name="Hendrik", last_name="Vos")
    client.force_login(user)
    return user


@pytest.fixture
def rule(framework, top) -> SufficiencyRule:
    """A rule that is insufficient by three of twelve people, with its alert."""
    made = make_sufficiency_rule(top, framework["B1"], people=6)
    people = make_advisers(top, 12)
    levels = {who: 4 if place < 3 else 1 for place, who in enumerate(people)}
    take_round(top, framework["B1"], levels)
    return made


def words(response) -> str:
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join(soup.select_one("main").get_text(" ").split())


def test_an_organisation_without_rules_is_led_to_the_first(client, lead):
    page = client.get(LIST)
    assert "No rule is set here" in words(page)
    assert f'href="{LIST}new/"' in page.content.decode()


def test_a_team_manager_without_rules_hears_who_sets_them(client, top):
    client.force_login(make_manager(make_team(top)))
    assert "The managers of your organisation set rules." in words(client.get(LIST))
    assert client.get(f"{LIST}new/").status_code == 404


def test_the_list_says_the_answer_in_words_and_the_next_step(client, lead, rule):
    text = words(client.get(LIST))
    assert "! Insufficient Alert: Open" in text
    assert "Self-rating: at least 6 people at level 4 (Skilled) or higher" in text
    assert "Say that you have seen it, or plan an action at once." in text


def test_what_is_short_comes_first(client, lead, framework, top, rule):
    make_sufficiency_rule(top, framework["A1"])
    titles = BeautifulSoup(client.get(LIST).content, "html.parser").select(".link-list__title")
    assert [title.get_text(strip=True)[:2] for title in titles] == ["B1", "A1"]


def test_a_rule_is_set_changed_and_ended(client, lead, framework, top):
    values = {"team": top.pk, "competence": framework["B1"].pk, "evidence": "tested",
              "people": 3, "level": 4, "months": 12}  # fmt: skip
    answer = client.post(f"{LIST}new/", values)
    made = SufficiencyRule.objects.get()
    assert answer["Location"] == f"{LIST}{made.pk}/"
    assert (made.team, made.evidence, made.people, made.made_by) == (top, "tested", 3, lead)
    client.post(f"{LIST}{made.pk}/change/", {"people": 5, "level": 3, "months": 6})
    made.refresh_from_db()
    assert (made.people, made.level, made.months) == (5, 3, 6)
    client.post(f"{LIST}{made.pk}/end/")
    assert "This rule ended on" in words(client.get(f"{LIST}{made.pk}/"))
    assert client.get(f"{LIST}{made.pk}/change/").status_code == 404
    assert "No rule is set here" in words(client.get(LIST))
    assert f'href="{LIST}{made.pk}/"' in client.get(LIST).content.decode()


def test_a_part_that_lies_in_another_with_a_rule_is_refused_with_its_name(
    client, lead, framework, top, rule
):
    part = make_team(top)
    values = {"team": part.pk, "competence": framework["B1"].pk, "evidence": "self",
              "people": 3, "level": 4, "months": 12}  # fmt: skip
    text = words(client.post(f"{LIST}new/", values))
    assert f"{top.name} has a rule for this competence and evidence already." in text
    assert SufficiencyRule.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"people": 0}, {"level": 6}, {"months": 13}, {"competence": 0}, {"evidence": "practice"}],
)
def test_what_is_out_of_range_is_refused(client, lead, framework, top, wrong):
    values = {"team": top.pk, "competence": framework["B1"].pk, "evidence": "self",
              "people": 3, "level": 4, "months": 12}  # fmt: skip
    assert "Something needs your attention" in words(client.post(f"{LIST}new/", values | wrong))
    assert SufficiencyRule.objects.count() == 0


def test_a_team_of_another_organisation_cannot_be_chosen(client, lead, framework):
    other = root_of(make_organisation())
    values = {"team": other.pk, "competence": framework["B1"].pk, "evidence": "self",
              "people": 3, "level": 4, "months": 12}  # fmt: skip
    client.post(f"{LIST}new/", values)
    assert SufficiencyRule.objects.count() == 0


def test_an_alert_is_seen_planned_and_done(client, lead, rule):
    page = f"{LIST}{rule.pk}/"
    assert "Alert: Open" in words(client.get(page))
    client.post(f"{page}acknowledge/")
    assert "Alert: Acknowledged" in words(client.get(page))
    values = {
        "what": "Workshop",
        "owner": lead.pk,
        "due": "2026-09-01",
        "hours": 40,
        "money": "950.50",
    }
    client.post(f"{page}plan/", values)
    action = AlertAction.objects.get()
    assert (action.owner, action.hours, str(action.money)) == (lead, 40, "950.50")
    assert "Workshop Hendrik Vos by 1 September 2026 40 hours € 950.5" in words(client.get(page))
    client.post(f"{page}done/")
    text = words(client.get(page))
    assert "Alert: Action done, waits for the next figures" in text
    assert "Action planned, Hendrik Vos" in text
    assert Alert.objects.get().state == AlertState.DONE


@pytest.mark.parametrize(
    "wrong", [{"due": "2026-01-01"}, {"owner": 0}, {"what": ""}, {"hours": -1}, {"money": "-1"}]
)
def test_an_action_that_cannot_be_is_refused(client, lead, rule, wrong):
    values = {"what": "Workshop", "owner": lead.pk, "due": "2026-09-01", "hours": 4, "money": ""}
    page = client.post(f"{LIST}{rule.pk}/plan/", values | wrong)
    assert "Something needs your attention" in words(page)
    assert AlertAction.objects.count() == 0


def test_nothing_planned_cannot_be_done(client, lead, rule):
    text = words(client.post(f"{LIST}{rule.pk}/done/", follow=True))
    assert "Alert: Open" in text
    Alert.objects.all().delete()
    assert client.get(f"{LIST}{rule.pk}/plan/").status_code == 404


def test_what_if_speaks_from_the_step_alone(client, lead, rule):
    page = f"{LIST}{rule.pk}/"
    assert "Sufficient takes 3 to 6 more people at this level." in words(client.get(page))
    for reach, said in (
        (1, "perhaps still insufficient"),
        (4, "at least fragile, perhaps better"),
        (6, "6 more people reach this level: sufficient."),
    ):
        assert said in words(client.get(page, {"reach": reach}))
    assert "Something needs your attention" in words(client.get(page, {"reach": "x"}))


def test_the_same_pages_for_every_count_that_is_told_alike(client, lead, framework):
    """Two organisations alike but for one person at the level: no page differs."""
    texts = []
    for high in (2, 3):
        top = root_of(make_organisation(f"House{high}"))
        made = make_sufficiency_rule(top, framework["B1"], people=6)
        people = make_advisers(top, 12)
        levels = {who: 4 if place < high else 1 for place, who in enumerate(people)}
        take_round(top, framework["B1"], levels)
        client.force_login(make_organisation_manager(top.organisation))
        pages = [
            client.get(LIST),
            *(client.get(f"{LIST}{made.pk}/?reach={n}") for n in range(1, 9)),
        ]
        texts.append([re.sub(rf"House{high}|person\d+", "…", words(page)) for page in pages])
    assert texts[0] == texts[1]


def test_a_manager_finds_the_own_part_alone(client, framework, top):
    part, other = make_team(top), make_team(top)
    mine = make_sufficiency_rule(part, framework["A1"])
    theirs = make_sufficiency_rule(other, framework["A1"])
    client.force_login(make_manager(Team.objects.get(pk=part.pk)))
    assert client.get(f"{LIST}{mine.pk}/").status_code == 200
    for path in (f"{theirs.pk}/", f"{mine.pk}/change/", f"{mine.pk}/plan/"):
        assert client.get(f"{LIST}{path}").status_code == 404
    for path in (f"{mine.pk}/end/", f"{theirs.pk}/acknowledge/", f"{theirs.pk}/done/"):
        assert client.post(f"{LIST}{path}").status_code == 404


def test_report_and_overview_say_where_expertise_is_short(client, lead, top, rule):
    for path in ("", "overview/"):
        text = words(client.get(f"/en/teams/{top.pk}/{path}"))
        assert "Where expertise is short B1" in text
    Alert.objects.all().delete()
    assert "Where expertise is short" not in words(client.get(f"/en/teams/{top.pk}/"))


def test_who_manages_the_part_is_told_once_by_the_daily_mail(top, rule):
    lead = make_organisation_manager(top.organisation, language="en")
    manager = make_manager(top, language="nl")
    make_manager(make_team(top))
    make_organisation_manager(make_organisation())
    for _twice in (1, 2):
        send_digests(NOW + timedelta(days=1))
        send_digests(NOW + timedelta(days=2))
    sent = {message.to[0]: message.body for message in outbox.outbox}
    assert sent.keys() == {lead.email, manager.email}
    assert len(outbox.outbox) == 2
    assert f"{top.name}: expertise in B1 Name B1 en is short." in sent[lead.email]
    assert f"/nl/teams/sufficiency/{rule.pk}/" in sent[manager.email]
    assert "te weinig expertise in B1 Name B1 nl" in sent[manager.email]
    Alert.objects.update(state=AlertState.ACKNOWLEDGED)
    assert list(alert_items(NOW.date())) == []


def test_lists_take_the_same_queries_for_one_rule_and_three(
    client, lead, framework, top, rule, django_assert_num_queries
):
    with django_assert_num_queries(12):
        client.get(LIST)
    for code in ("A1", "C1"):
        made = make_sufficiency_rule(top, framework[code])
        status = SufficiencyStatus.objects.get(rule=rule)
        status.pk, status.rule = None, made
        status.save()
        Alert.objects.create(rule=made, raised_in=status.snapshot, raised_at=NOW)
    with django_assert_num_queries(12):
        assert len(client.get(LIST).context["rows"]) == 3
