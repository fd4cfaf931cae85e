"""Measuring tools: CPU time and queries per request, and the weight of a first view."""

import gzip
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path

WARM_UP = 5
RUNS = 20
ROUNDS = 5
_body = b""


@dataclass(frozen=True)
class Cost:
    """What one request takes: queries, median CPU in ms, bytes of the answer."""

    queries: int
    cpu_ms: float
    size: int


@dataclass(frozen=True)
class Line:
    """One row of the table: what was measured, its cost and its budget."""

    name: str
    queries: int
    cpu_ms: float
    bare_ms: float
    size: int
    most_queries: int | None = None
    most_ms: float | None = None

    @property
    def kept(self) -> bool:
        few = self.most_queries is None or self.queries <= self.most_queries
        fast = self.most_ms is None or self.cpu_ms <= self.most_ms
        return few and fast

    def __str__(self) -> str:
        most = f" (at most {self.most_queries})" if self.most_queries else ""
        queries = f"{self.queries}{most}"
        cpu = f"{self.cpu_ms:.1f} ms" + (f" (at most {self.most_ms:g})" if self.most_ms else "")
        ratio = f"{self.cpu_ms / self.bare_ms:.0f} x bare" if self.bare_ms else ""
        verdict = "ok" if self.kept else "OVER"
        return f"{self.name:<34} {queries:<18} {cpu:<24} {ratio:<12} {self.size:>8,}  {verdict}"


def bare(request: HttpRequest) -> HttpResponse:
    """Return the same bytes as the page that was measured last."""
    return HttpResponse(_body)


urlpatterns = [path("bare", bare)]


def median_cpu(call: Callable[[], object]) -> float:
    """Return the CPU time of a call in milliseconds, after warming up.

    The median of each round, and of these the lowest: a neighbour on the machine can only add to
    the time of a round, never take from it.
    """
    for _run in range(WARM_UP):
        call()
    return min(statistics.median(_times(call)) for _round in range(ROUNDS))


def _times(call: Callable[[], object]) -> list[float]:
    times = []
    for _run in range(RUNS):
        begun = time.process_time()
        call()
        times.append((time.process_time() - begun) * 1000)
    return times


def cost_of(call: Callable[[], HttpResponse]) -> Cost:
    """Measure one request; the answer must be a success or a redirect.

    Raises:
        RuntimeError: when the page answers anything else.
    """
    call()
    with CaptureQueriesContext(connection) as captured:
        response = call()
        size = len(response.getvalue())
    if response.status_code not in (200, 302):
        raise RuntimeError(f"A measured page answered {response.status_code}.")
    return Cost(len(captured), median_cpu(lambda: call().getvalue()), size)


def bare_cost(body: bytes) -> float:
    """Return the median CPU in ms of a bare Django view that returns these bytes."""
    global _body
    _body = body
    with override_settings(ROOT_URLCONF="tests.bench.measure", MIDDLEWARE=[]):
        client = Client()
        return median_cpu(lambda: client.get("/bare"))


def first_view(client: Client, address: str) -> tuple[int, int, list[str]]:
    """Return (compressed bytes, requests, foreign hosts) of a page and all that it loads."""
    page = client.get(address).content
    text = page.decode()
    parts = set(re.findall(r'<(?:link[^>]+href|script[^>]+src|img[^>]+src)="([^"]+)"', text))
    foreign = sorted(part for part in parts if part.startswith(("http:", "https:", "//")))
    total = len(gzip.compress(page, 6))
    for part in parts - set(foreign):
        if part.startswith("data:"):
            parts = parts - {part}
            continue
        response = client.get(part)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        total += len(gzip.compress(body, 6))
    return total, 1 + len(parts), foreign
