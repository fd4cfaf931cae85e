"""The steps of the bench of scale, each in a process of its own; the last line is JSON."""
# ruff: noqa: PLC0415  Django is set up first

import json
import os
import resource
import sys
import time
import tracemalloc
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

import django

WORKERS = 2
NIGHT = 250  # teams a worker takes at once


def close() -> dict[str, float]:
    """Close the round that is open, with all that hangs on it."""
    from assessments.domain.snapshots import close_campaign
    from assessments.models import Campaign

    campaign = Campaign.objects.get(state="active", organisation__name="Population")
    begun, cpu = time.perf_counter(), time.process_time()
    close_campaign(campaign=campaign, now=campaign.closes_at)
    return {
        "close_s": time.perf_counter() - begun,
        "close_cpu_s": time.process_time() - cpu,
        "close_mb": _peak_mb(),
    }


def pages() -> dict[str, float]:
    """Read what the organisation's manager reads, as often as the other benches do."""
    from django.core.management import call_command
    from django.test import Client

    from cms.accounts.models import Team, User
    from tests.bench.measure import bare_cost, cost_of

    call_command("collectstatic", verbosity=0, interactive=False)
    teams = Team.objects.filter(organisation__name="Population").select_related("organisation")
    top = teams.get(depth=1)
    middle = teams.filter(depth=2).first() or top
    client = Client(headers={"accept-language": "nl"})
    client.force_login(User.objects.get(email="lead@population.example"))
    report = cost_of(lambda: client.get(f"/nl/teams/{middle.pk}/"))
    bare = bare_cost(client.get(f"/nl/teams/{middle.pk}/").content)
    whole = cost_of(lambda: client.get(f"/nl/teams/{top.pk}/"))
    overview = cost_of(lambda: client.get(f"/nl/teams/{top.pk}/overview/"))
    pdf = cost_of(lambda: client.get(f"/nl/teams/{middle.pk}/report.pdf"))
    summary = cost_of(lambda: client.get(f"/nl/teams/{top.pk}/summary.pdf"))
    return {
        "report_ms": report.cpu_ms,
        "report_queries": report.queries,
        "bare_us": bare * 1000,
        "whole_ms": whole.cpu_ms,
        "overview_ms": overview.cpu_ms,
        "overview_queries": overview.queries,
        "pdf_ms": pdf.cpu_ms,
        "summary_ms": summary.cpu_ms,
    }


def csv() -> dict[str, float]:
    """Let all published rows of the organisation stream, and see how much memory that takes."""
    from django.test import Client

    from cms.accounts.models import Team, User

    top = Team.objects.get(organisation__name="Population", depth=1)
    client = Client()
    client.force_login(User.objects.get(email="lead@population.example"))
    client.get(f"/nl/teams/{top.pk}/")
    tracemalloc.start()
    response = client.get(f"/nl/teams/{top.pk}/report.csv")
    lines = sum(part.count(b"\n") for part in response)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    begun = time.perf_counter()
    size = sum(len(part) for part in client.get(f"/nl/teams/{top.pk}/report.csv"))
    return {
        "csv_s": time.perf_counter() - begun,
        "csv_mb": peak / 1e6,
        "csv_lines": lines,
        "csv_bytes": size,
    }


def night() -> dict[str, float]:
    """Make the PDFs of all teams on two worker processes."""
    from django.db import connections

    from cms.accounts.models import Team

    teams = list(Team.objects.filter(organisation__name="Population").values_list("pk", flat=True))
    connections.close_all()
    begun = time.perf_counter()
    parts = [teams[start : start + NIGHT] for start in range(0, len(teams), NIGHT)]
    alone = get_context("spawn")  # a fork would share the pool of connections to PostgreSQL
    with ProcessPoolExecutor(WORKERS, alone, initializer=django.setup) as pool:
        made = sum(pool.map(partial(_make_pdfs, language="nl"), parts))
    return {"night_s": time.perf_counter() - begun, "night_pdfs": made}


def _make_pdfs(teams: list[int], *, language: str) -> int:
    from assessments.domain.team_report import build_team_report
    from assessments.renderers.team_pdf import build_pdf
    from cms.accounts.models import Team

    made = 0
    for team in Team.objects.filter(pk__in=teams).select_related("organisation"):
        report = build_team_report(team=team, language=language)
        if report.snapshot is not None:
            made += bool(build_pdf(report))
    return made


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.demo")
    django.setup()
    steps = {"close": close, "pages": pages, "csv": csv, "night": night}
    print(json.dumps({key: round(n, 2) for key, n in steps[sys.argv[1]]().items()}))
