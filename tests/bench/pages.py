"""Which pages are measured, as whom, against which budget."""

from collections.abc import Iterator
from itertools import count

from django.test import Client
from django.utils import timezone

from assessments.domain.audience import open_campaigns_for
from assessments.domain.checkins import start_check_in
from cms.accounts.models import Team, User
from tests.bench.long_history import add_long_history
from tests.bench.measure import Line, bare_cost, cost_of, first_view
from training.models import LessonPage


def signed_in(email: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(email=email), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def longest_lesson() -> str:
    """Return the path of the Dutch lesson with the most words."""
    lessons = LessonPage.objects.live().filter(locale__language_code="nl")
    longest = max(lessons, key=lambda page: len(str(page.body.raw_data)))
    return longest.get_url_parts()[2]


def page_line(client: Client, name: str, path: str, queries: int | None, ms: float | None) -> Line:
    cost = cost_of(lambda: client.get(path))
    body = client.get(path).getvalue()
    return Line(name, cost.queries, cost.cpu_ms, bare_cost(body), cost.size, queries, ms)


def measured_lines() -> Iterator[Line]:
    adviser = signed_in("adviser@peil.example")
    manager = signed_in("manager@peil.example")
    gent = Team.objects.get(name="Gent")
    yield page_line(adviser, "lesson, signed in", longest_lesson(), 14, 12)
    yield page_line(adviser, "toolkit", "/nl/toolkit/", None, None)
    yield page_line(adviser, "search", "/nl/search/?q=krapte+arbeidsmarkt", None, 50)
    yield page_line(adviser, "glossary", "/nl/glossary/", None, None)
    yield page_line(adviser, "dashboard", "/nl/me/", 20, None)
    yield page_line(adviser, "profile", "/nl/me/profile/", 20, None)
    yield page_line(adviser, "profile, PDF", "/nl/me/profile.pdf", None, None)
    yield page_line(adviser, "quizzes", "/nl/quizzes/", None, None)
    yield from check_in_lines(adviser)
    yield page_line(manager, "team report", f"/nl/teams/{gent.pk}/", 20, None)
    yield page_line(manager, "team report, PDF", f"/nl/teams/{gent.pk}/report.pdf", None, 150)
    yield page_line(manager, "team report, XLSX", f"/nl/teams/{gent.pk}/report.xlsx", None, None)
    yield page_line(manager, "team report, CSV", f"/nl/teams/{gent.pk}/report.csv", None, None)
    yield from long_history_lines()


def long_history_lines() -> Iterator[Line]:
    """Measure the adviser's own pages after eight years of quarterly rounds."""
    user = User.objects.get(email="adviser@peil.example")
    add_long_history(user, Team.objects.get(name="Gent"), timezone.now())
    adviser = signed_in(user.email)
    yield page_line(adviser, "dashboard, 8 years", "/nl/me/", 20, 25)
    yield page_line(adviser, "profile, 8 years", "/nl/me/profile/", 20, 25)
    yield page_line(adviser, "history, 8 years", "/nl/me/profile/history/", 20, None)


def check_in_lines(client: Client) -> Iterator[Line]:
    """Measure the check-in: a page of the form, and saving it with other answers each time."""
    user = User.objects.get(email="adviser@peil.example")
    campaign = open_campaigns_for(user, timezone.now()).get()
    check_in = start_check_in(campaign=campaign, user=user, now=timezone.now())
    path = f"/nl/me/check-ins/{check_in.pk}/?step=A"
    yield page_line(client, "check-in, area A", path, 15, None)
    revisions = count(check_in.revision)

    def save():
        revision = next(revisions)
        answers = {f"{code}-answer": str(revision % 6) for code in ("A1", "A2", "A3")}
        return client.post(path, {"revision": revision, **answers})

    cost = cost_of(save)
    yield Line("check-in, area A saved", cost.queries, cost.cpu_ms, bare_cost(b""), cost.size, 20)


def weigh_lesson() -> tuple[int, int, list[str]]:
    return first_view(signed_in("adviser@peil.example"), longest_lesson())
