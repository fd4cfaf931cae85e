"""Links to other sites: found where they stand, asked in turn, told after two days."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.visiting import Answer
from tests.factories import people
from tests.factories.sources import make_source
from tests.factories.training import lesson_body, make_lesson, make_module
from tests.web_pages import served
from training.domain.links import Pace, check_links, found_links
from training.domain.review_queue import QueueFilter, check_today, queue
from training.models import ExternalLink, Reference, Source

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
THERE, GONE = Answer(200), Answer(404, "answer")


def text(html: str) -> dict:
    return {"type": "text", "value": f"<p>{html}</p>"}


def run(answers: dict[str, Answer], *, now: datetime = NOW, limit: int = 50) -> list[str]:
    """Check links against these answers; return which were asked, in order."""
    asked: list[str] = []

    def look(url: str) -> Answer:
        asked.append(url)
        return answers.get(url, THERE)

    check_links(look=look, now=now, limit=limit)
    return asked


def waiting(today=NOW) -> list[str]:
    found = queue(today=today.date(), wanted=QueueFilter(kind="link"))
    return [entry.note for entry in found]


def test_links_are_found_where_editors_write_them(framework):
    body = [
        *lesson_body(("first",)),
        text('<a href="https://a.example/x?a=1&amp;b=2#part">A</a> <a href="/nl/">home</a>'),
        {"type": "keyfacts", "value": {"items": ['<a href="https://b.example/">B</a>']}},
        {
            "type": "try_now",
            "value": {"source": "C", "address": "http://c.example/", "text": "<p>Look.</p>"},
        },
        text('<a href="mailto:a@b.example">mail</a> <a href="#first">up</a>'),
    ]
    page = make_lesson(body=body)
    page.get_translations().get().unpublish()
    source = make_source("Statbel", address="https://d.example/")
    Source.objects.filter(pk=make_source(address="https://old.example/").pk).update(is_retired=True)
    Reference.objects.create(key="work", data={"title": "A work", "URL": "https://e.example/"})
    found = {url: [place.title for place in places] for url, places in found_links().items()}
    assert found == {
        "https://a.example/x?a=1&b=2": [page.title],
        "https://b.example/": [page.title],
        "http://c.example/": [page.title],
        source.address: ["Statbel"],
        "https://e.example/": ["A work"],
    }


def test_link_waits_after_failing_on_two_days_in_a_row(framework):
    url = make_source("Statbel", address="https://a.example/").address
    run({url: GONE})
    assert run({url: GONE}, now=NOW + timedelta(hours=3)) == []
    assert waiting() == []
    run({url: GONE}, now=NOW + DAY)
    assert waiting(NOW + DAY) == [f"{url}: De pagina is er niet (404)"]


def test_answer_begins_anew(framework):
    url = make_source(address="https://a.example/").address
    run({url: GONE})
    run({}, now=NOW + DAY)
    link = ExternalLink.objects.get()
    assert (link.failures, link.failed_on, link.status, link.problem) == (0, None, 200, "")
    run({url: Answer(None, "slow")}, now=NOW + 9 * DAY)
    assert waiting(NOW + 9 * DAY) == []
    run({url: Answer(None, "slow")}, now=NOW + 10 * DAY)
    assert waiting(NOW + 10 * DAY) == [f"{url}: Geen antwoord op tijd"]


def test_good_link_rests_a_week_and_lost_one_is_forgotten(framework):
    source = make_source(address="https://a.example/")
    assert run({}) == [source.address]
    assert run({}, now=NOW + 6 * DAY) == []
    assert run({}, now=NOW + 7 * DAY) == [source.address]
    Source.objects.update(is_retired=True)
    assert run({}, now=NOW + 30 * DAY) == []
    assert not ExternalLink.objects.exists()


def test_limit_and_turns(framework):
    for path in ("a.example/1", "a.example/2", "a.example/3", "b.example/1"):
        make_source(address=f"https://{path}")
    first = run({}, limit=3)
    second = run({}, limit=3)
    assert len(first) == 3
    assert sorted(first + second) == sorted(found_links())
    assert run({}, now=NOW + 8 * DAY)[:2] == ["https://a.example/1", "https://b.example/1"]


def test_link_on_several_pages_waits_once(framework):
    make_lesson(body=[*lesson_body(("first",)), text('<a href="https://a.example/">A</a>')])
    for days in (0, 1):
        run({"https://a.example/": GONE}, now=NOW + days * DAY)
    (note,) = waiting(NOW + DAY)
    assert note.endswith("(404), en nog 1 plaats")


def test_editor_who_opened_it_begins_the_count_anew(framework):
    url = make_source(address="https://a.example/").address
    for days in (0, 1):
        run({url: GONE}, now=NOW + days * DAY)
    key = f"link:{ExternalLink.objects.get().pk}"
    line = check_today(key=key, user=people.make_user(), now=NOW + DAY)
    assert line.next_date is None
    assert waiting(NOW + DAY) == []
    run({url: GONE}, now=NOW + 9 * DAY)
    assert waiting(NOW + 9 * DAY) == []


def test_pace_waits_for_the_same_host_only():
    clock, waits = [100.0], []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        clock[0] += seconds

    pace = Pace(1.0, clock=lambda: clock[0], sleep=sleep)
    pace("a")
    pace("b")
    clock[0] += 0.25
    pace("a")
    assert waits == [0.75]
    clock[0] += 5
    pace("a")
    assert waits == [0.75]


def test_command_asks_a_real_server_as_this_installation(framework, settings):
    settings.PEIL_LINKS_MAY_BE_PRIVATE = True
    told = StringIO()
    with served() as pages:
        make_source(address=pages.address("/gone"))
        pages.answers["/gone"] = 404
        call_command("check_links", limit=5, stdout=told)
        assert pages.agents == {f"Peil link check ({settings.WAGTAILADMIN_BASE_URL})"}
    assert told.getvalue() == "Links: 1; bekeken: 1; mislukt: 1.\n"
    link = ExternalLink.objects.get()
    assert (link.status, link.problem, link.failures) == (404, "answer", 1)


def test_inner_network_is_left_alone(framework):
    with served() as pages:
        make_source(address=pages.address())
        call_command("check_links", stdout=StringIO())
        assert pages.asked == []
    assert ExternalLink.objects.get().problem == "private"


@pytest.mark.parametrize(("allowed", "asked"), [(True, 1), (False, 0)])
def test_due_jobs_ask_other_sites_only_when_told_to(framework, settings, allowed, asked):
    settings.PEIL_CHECK_LINKS = allowed
    settings.PEIL_LINKS_MAY_BE_PRIVATE = True
    with served() as pages:
        make_source(address=pages.address())
        call_command("run_due", stdout=StringIO())
        assert len(pages.asked) == asked


def test_nobody_is_asked_by_default(settings):
    assert settings.PEIL_CHECK_LINKS is False
    assert settings.PEIL_LINKS_MAY_BE_PRIVATE is False


def test_finding_costs_the_same_for_one_and_for_many(framework):
    make_source()
    make_module("m1")
    with CaptureQueriesContext(connection) as first:
        found_links()
    make_source()
    make_module("m2", lessons=3, after="m1")
    with CaptureQueriesContext(connection) as second:
        found_links()
    assert len(second) == len(first)
