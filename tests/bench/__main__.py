"""`make bench`: builds the demo in a throwaway folder, prints cost and size beside the budgets."""

import os
import subprocess
import sys
import tempfile

BUDGET_BYTES = 60_000
BUDGET_REQUESTS = 6


def prepare(folder: str) -> None:
    """Build the demo in a folder and point Django at it."""
    os.environ.update(
        PEIL_VAR=folder,
        DJANGO_SETTINGS_MODULE="cms.settings.demo",
        ALLOWED_HOSTS="127.0.0.1,localhost,testserver",
    )
    print("Building the demo ...", flush=True)
    subprocess.run(
        [sys.executable, "manage.py", "demo", "--no-serve"], check=True, stdout=subprocess.DEVNULL
    )
    import django  # noqa: PLC0415  after the environment is set

    django.setup()


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        from tests.bench.pages import measured_lines, weigh_lesson  # noqa: PLC0415

        print(f"\n{'page':<34} {'queries':<18} {'CPU, median':<24} {'':<12} {'bytes':>8}")
        lines = []
        for line in measured_lines():
            print(line, flush=True)
            lines.append(line)
        size, requests, foreign = weigh_lesson()
        light = size <= BUDGET_BYTES and requests <= BUDGET_REQUESTS and not foreign
        print(
            f"\nFirst view of a lesson, compressed: {size:,} bytes (at most {BUDGET_BYTES:,}) in "
            f"{requests} requests (at most {BUDGET_REQUESTS}), other hosts: {len(foreign)}"
            f"  {'ok' if light else 'OVER'}"
        )
    return 0 if light and all(line.kept for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
