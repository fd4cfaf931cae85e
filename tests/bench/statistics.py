"""Item statistics over a million answers: `python -m tests.bench.statistics` prints the seconds.

Builds a throwaway SQLite database with the shipped bank; the budget is 10 seconds of job, and 50 ms
for the page that reads what the job stored.
"""

import json
import os
import sys
import tempfile
import time
from random import Random

ANSWERS = 1_000_000
PER_ATTEMPT = 20
PEOPLE = 500
BATCH = 5_000
VARIANTS = 60
BUDGET_SECONDS = 10
BUDGET_PAGE_MS = 50


def prepare(folder: str) -> None:
    os.environ.update(
        PEIL_VAR=folder,
        DJANGO_SETTINGS_MODULE="cms.settings.demo",
        ALLOWED_HOSTS="127.0.0.1,localhost,testserver",
    )
    import django  # noqa: PLC0415  after the environment is set

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    print("building ...", flush=True)
    for name in ("migrate", "createcachetable", "import_framework", "load_questions"):
        call_command(name, verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
    call_command("collectstatic", verbosity=0, interactive=False)


def fill(rng: Random) -> None:
    """Write the answers in bulk: attempts of 20 questions of one area."""
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from assessments.models import Attempt, QuestionVersion  # noqa: PLC0415
    from cms.accounts.models import User  # noqa: PLC0415

    now = timezone.now()
    people = User.objects.bulk_create(
        User(email=f"{number}@bench.example", password="!") for number in range(PEOPLE)
    )
    areas: dict[int, list[QuestionVersion]] = {}
    current = QuestionVersion.objects.filter(is_current=True)
    for version in current.select_related("question__competence"):
        areas.setdefault(version.question.competence.area_id, []).append(version)
    pools = [pool for pool in areas.values() if len(pool) >= PER_ATTEMPT]
    lesson = "00000000-0000-4000-8000-000000000001"
    attempts = Attempt.objects.bulk_create(
        (
            Attempt(
                user=rng.choice(people),
                lesson=lesson,
                language=rng.choice(("nl", "en")),
                started_at=now,
                submitted_at=now,
            )
            for _number in range(ANSWERS // PER_ATTEMPT)
        ),
        batch_size=BATCH,
    )
    variants = {version.pk: _variants(version, rng) for pool in pools for version in pool}
    rows = (
        (attempt.pk, position, version.pk, *rng.choice(variants[version.pk]), now)
        for attempt in attempts
        for position, version in enumerate(rng.sample(rng.choice(pools), PER_ATTEMPT), 1)
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO assessments_answer (attempt_id, position, version_id, response,"
            " is_dont_know, score, certainty, answered_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            rows,
        )


def _variants(version, rng):
    """Return columns of answers to choose from: response, "I don't know", points, certainty."""
    from assessments.domain.scoring import score  # noqa: PLC0415
    from assessments.management.demo.answers import response_of  # noqa: PLC0415

    rows = []
    for _number in range(VARIANTS):
        response = response_of(version.kind, version.structure, 0.6, rng)
        points = score(version.kind, version.structure, response) if response else 0
        sure = rng.choice(("", "unsure", "fairly_sure", "certain"))
        stored = None if response is None else json.dumps(response)
        rows.append((stored, response is None, round(float(points), 4), sure))
    return rows


def page_ms() -> float:
    """Return the CPU of the editors' page of one question that has statistics."""
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from assessments.models import Question  # noqa: PLC0415
    from cms.accounts.models import User  # noqa: PLC0415
    from tests.bench.measure import median_cpu  # noqa: PLC0415

    client = Client()
    client.force_login(User.objects.create_superuser(email="editor@bench.example", password=None))
    address = reverse("questions:statistics", args=(Question.objects.order_by("pk")[0].pk,))
    return median_cpu(lambda: client.get(address))


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        from django.utils import timezone  # noqa: PLC0415

        from assessments.domain.item_statistics import compute_statistics  # noqa: PLC0415

        begun = time.perf_counter()
        fill(Random(1))
        print(f"filled in {time.perf_counter() - begun:.1f} s", flush=True)
        begun, cpu = time.perf_counter(), time.process_time()
        made = compute_statistics(now=timezone.now())
        seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
        print(f"{made.answers:,} answers, {made.versions} rows of questions, {made.areas} of areas")
        print(f"job: {seconds:.1f} s ({cpu:.1f} s CPU), at most {BUDGET_SECONDS} s", flush=True)
        page = page_ms()
    print(f"page: {page:.1f} ms CPU, at most {BUDGET_PAGE_MS} ms")
    return 0 if seconds <= BUDGET_SECONDS and page <= BUDGET_PAGE_MS else 1


if __name__ == "__main__":
    sys.exit(main())
