"""A process of its own that closes rounds in a database of its own, and dies where it is told to.

Django starts once. Each order is carried out by a fork of it, with a connection of its own, so that
dying at another point costs milliseconds. The tests hold the other end: see `closing_desk.py`.
"""

import gc
import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing import get_context
from types import FrameType
from typing import Any

import django

if __name__ == "__main__":
    django.setup()

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.models import Model

from assessments.domain.rounds_due import run_due
from assessments.domain.snapshots import close_campaign, end_campaign, take_snapshot
from assessments.models import (
    Alert,
    Campaign,
    Cell,
    EvidencePolicy,
    NodeCount,
    PlanResult,
    ProfileCell,
    Snapshot,
    SnapshotNode,
    SnapshotPerson,
    SufficiencyEvent,
    SufficiencyStatus,
)
from assessments.models.campaigns import CampaignText
from tests.assessments.closing_ground import lay_ground
from tests.factories.reports import NOW, OPENS
from tests.questions import OURS

# Whose rows are new after a round is closed, and another after it.
NUMBERED = (
    *(Campaign, CampaignText, Campaign.competences.through),
    *(Snapshot, SnapshotNode, Cell, ProfileCell, NodeCount, PlanResult, SnapshotPerson),
    *(SufficiencyStatus, Alert, SufficiencyEvent),
)
AFTER_ALL = 1_000_000


class Clock:
    """Counts statements and calls of Peil's own functions, and kills this process at one of them.

    A generator that is asked for its next row counts as a call: on PostgreSQL rows are streamed in
    the middle of a COPY. A statement is counted when the database has carried it out.
    """

    def __init__(self, statement: int, call: int) -> None:
        self.statement, self.call = statement, call
        self.words: list[str] = []
        self.calls = 0

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count, and die at the end if it was to be after everything."""
        with connection.execute_wrapper(self._carry_out):
            if self.call:
                sys.setprofile(self._called)
            yield
            sys.setprofile(None)
        if self.statement == AFTER_ALL:
            die()

    def _carry_out(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        self.words.append(sql.split(maxsplit=1)[0])
        if len(self.words) == self.statement:
            die()
        return result

    def _called(self, frame: FrameType, event: str, argument: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(OURS):
            self.calls += 1
            if self.calls == self.call:
                die()


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def prepare() -> None:
    """Make the tables and a round that is ready to be closed."""
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    with transaction.atomic():
        lay_ground()


def close(*, statement: int = 0, call: int = 0) -> dict[str, Any]:
    """Close the round; return the first words of the statements, and how many calls there were.

    Args:
        statement: after which to die, from 1; AFTER_ALL: when everything is done.
        call: at which to die; -1 counts the calls and lets it live.
    """
    clock = Clock(statement, call)
    campaign = the_round()
    with clock.running():
        close_campaign(campaign=campaign, now=NOW)
    return {"words": clock.words, "calls": clock.calls}


def end() -> None:
    end_campaign(campaign=the_round(), now=NOW)


def count() -> None:
    take_snapshot(campaign=the_round(), now=NOW)


def want_figures_at_once() -> None:
    """Let the round be counted as soon as it ends, and be followed by another."""
    campaign = the_round()
    EvidencePolicy.objects.create(organisation=campaign.organisation, snapshot_days=0)
    Campaign.objects.filter(pk=campaign.pk).update(repeats="quarterly")


def do_what_is_due(*, days: int = 0, statement: int = 0) -> dict[str, Any]:
    """Run `run_due` so many days after the round ended; die after a statement, as in `close`."""
    clock = Clock(statement, call=0)
    with clock.running():
        did = run_due(NOW + timedelta(days=days))
    return {"words": clock.words, "did": vars(did)}


def dump() -> dict[str, dict[str, list]]:
    """Return all rows of all tables: "exact", and with "places" for the ids of what is new.

    On PostgreSQL ids that a killed process took are not given again.
    """
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    rows = {model: rows_of(model) for model in models}
    places = {model: places_in(rows[model]) for model in NUMBERED}
    return {
        "exact": {model._meta.db_table: told(model, rows[model], {}) for model in models},
        "places": {model._meta.db_table: told(model, rows[model], places) for model in models},
    }


def rows_of(model: type[Model]) -> list[tuple]:
    """Return the rows of a table, their columns in the order of the fields."""
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in model._meta.local_concrete_fields)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {quote(model._meta.db_table)}")  # noqa: S608  our own names
        return cursor.fetchall()


def places_in(rows: list[tuple]) -> dict[int, int]:
    """Return which place each id has among those of its table, from 1."""
    return {pk: place for place, pk in enumerate(sorted(row[0] for row in rows), start=1)}


def told(
    model: type[Model], rows: list[tuple], places: dict[type[Model], dict[int, int]]
) -> list[list[str]]:
    """Return the rows in order, each value as text, with places for the ids of some tables."""
    fields = model._meta.local_concrete_fields
    known = [places.get(model if field.primary_key else field.related_model) for field in fields]
    return sorted(
        [
            repr(value if place is None else place.get(value))
            for value, place in zip(row, known, strict=True)
        ]
        for row in rows
    )


def the_round() -> Campaign:
    return Campaign.objects.get(opens_at=OPENS)


def carry_out(order: dict[str, Any], answers: Any) -> None:
    """Do one thing that is asked for, in a fork."""
    what = {verb.__name__: verb for verb in VERBS}[order.pop("verb")]
    answers.send(what(**order))
    connections.close_all()


VERBS = (prepare, close, end, count, want_figures_at_once, do_what_is_due, dump)


def main() -> None:
    """Read an order per line; write what came of it: the exit code and the answer."""
    forking = get_context("fork")
    gc.freeze()  # or each fork copies what it only looks through
    for line in sys.stdin:
        here, there = forking.Pipe(duplex=False)
        process = forking.Process(target=carry_out, args=(json.loads(line), there))
        process.start()
        there.close()
        try:
            answer = here.recv()
        except EOFError:  # it died
            answer = None
        process.join()
        print(json.dumps({"code": process.exitcode, "answer": answer}), flush=True)


if __name__ == "__main__":
    main()
