"""How cost grows with people and teams: `make bench-scale` prints three sizes and the exponent.

On SQLite, or on the PostgreSQL that PEIL_TEST_DATABASE_URL names: an organisation of each size is
made in bulk in a database of its own, the open round is closed, and the pages that managers read
are measured. Each step is a process of its own, so that its memory is its own.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from math import log
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

SIZES = ((1_000, 50), (10_000, 500), (100_000, 5_000))
SERVER = os.environ.get("PEIL_TEST_DATABASE_URL", "")
BASE = "peil_scale_base"
SET_UP = ("migrate", "createcachetable", "import_framework")


@dataclass(frozen=True)
class Measure:
    """What is measured, in which unit, and the most that it may be at the largest size.

    `grows` says whether it may grow with people and teams, and then no faster than they do.
    """

    key: str
    name: str
    unit: str
    most: float | None = None
    grows: bool = False


MEASURES = (
    Measure("close_s", "closing a round: seconds", "s", 60, grows=True),
    Measure("close_cpu_s", "closing a round: CPU", "s", grows=True),
    Measure("close_mb", "closing a round: memory", "MB", 500),
    Measure("report_ms", "team report page: CPU", "ms", 60),
    Measure("report_queries", "team report page: queries", "", 20),
    Measure("bare_us", "the same bytes from a bare view: CPU", "µs"),
    Measure("whole_ms", "report of the whole: CPU", "ms", 60),
    Measure("overview_ms", "overview, two levels: CPU", "ms", 150),
    Measure("overview_queries", "overview: queries", "", 20),
    Measure("pdf_ms", "team PDF: CPU", "ms", 150),
    Measure("summary_ms", "summary PDF of the whole: CPU", "ms", 200),
    Measure("csv_s", "CSV of everything: seconds", "s", grows=True),
    Measure("csv_mb", "CSV of everything: memory on top", "MB", 20),
    Measure("night_s", "PDFs of all teams, two processes", "s", 300, grows=True),
)


def main() -> int:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--sizes", nargs="+", default=[f"{a}:{t}" for a, t in SIZES])
    sizes = [tuple(map(int, size.split(":"))) for size in arguments.parse_args().sizes]
    results = []
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "base"
        base.mkdir()
        _create(BASE)
        for command in SET_UP:
            _manage(base, BASE, command)
        for advisers, teams in sizes:
            results.append(_measured(Path(folder), base, advisers, teams))
    _print(sizes, results)
    return 0 if all(_is_kept(measure, sizes, results) for measure in MEASURES) else 1


def _measured(folder: Path, base: Path, advisers: int, teams: int) -> dict[str, float]:
    here, name = folder / f"{advisers}", f"peil_scale_{advisers}"
    shutil.copytree(base, here)
    _create(name, template=BASE)
    print(f"\n{advisers:,} advisers in {teams:,} teams", flush=True)
    _manage(here, name, "make_population", f"--advisers={advisers}", f"--teams={teams}")
    found: dict[str, float] = {}
    for step in ("close", "pages", "csv", "night"):
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.scale_steps", step],
            env=_environment(here, name),
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        found |= json.loads(done.stdout.splitlines()[-1])
        print(f"  {step}: {done.stdout.splitlines()[-1]}", flush=True)
    shutil.rmtree(here)
    return found


def _print(sizes: list, results: list[dict[str, float]]) -> None:
    database = "PostgreSQL" if SERVER else "SQLite"
    heads = " | ".join(f"{advisers:,} in {teams:,}" for advisers, teams in sizes)
    print(f"\n| {database} | {heads} | exponent | at most |\n|---|{'---|' * (len(sizes) + 2)}")
    for measure in MEASURES:
        values = " | ".join(
            f"{result[measure.key]:.1f} {measure.unit}".strip() for result in results
        )
        grown = f"{_exponent(measure, sizes, results):.2f}" if measure.grows else ""
        most = f"{measure.most:g} {measure.unit}".strip() if measure.most else ""
        verdict = "" if _is_kept(measure, sizes, results) else " OVER"
        print(f"| {measure.name} | {values} | {grown} | {most}{verdict} |")


def _exponent(measure: Measure, sizes: list, results: list[dict[str, float]]) -> float:
    """Return p where cost grows as size to the power of p, from the second size to the last.

    The smallest size holds what every closing costs, whatever its size.
    """
    if len(sizes) < 2:
        return 0
    grown = results[-1][measure.key] / max(results[-2][measure.key], 1e-9)
    return log(max(grown, 1e-9)) / log(sizes[-1][0] / sizes[-2][0])


def _is_kept(measure: Measure, sizes: list, results: list[dict[str, float]]) -> bool:
    few = measure.most is None or results[-1][measure.key] <= measure.most
    return few and (not measure.grows or _exponent(measure, sizes, results) <= 1.1)


def _environment(folder: Path, name: str) -> dict[str, str]:
    address = urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}")) if SERVER else ""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.demo",
        "PEIL_VAR": str(folder),
        "DATABASE_URL": address,
        "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
    }


def _manage(folder: Path, name: str, *words: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *words], env=_environment(folder, name), check=True
    )


def _create(name: str, template: str = "template0") -> None:
    if not SERVER:
        return
    import psycopg  # noqa: PLC0415  only on PostgreSQL

    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE {template}')


if __name__ == "__main__":
    sys.exit(main())
