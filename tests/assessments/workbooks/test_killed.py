"""A job that makes a workbook beside others who write, and one that is killed in the middle."""

import os
import signal
import tempfile
from collections.abc import Callable
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from assessments.domain.kept_files import BEING_MADE, remove_expired_files
from assessments.domain.report_exports import NOTED_EVERY, noting_progress
from assessments.domain.team_report_rows import report_rows
from assessments.export_tasks import make_report_export
from assessments.models import ReportExport
from cms.accounts.models import User
from tests.factories.workbooks import ask, kept_files

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_folder")]


def kill_at(last_word: str, export: ReportExport, scratch: Path) -> None:
    """Run the job until its database is asked for something; what it leaves beside goes too."""
    connections.close_all()  # a fork opens its own
    job = get_context("fork").Process(target=make_until, args=(last_word, export.pk, scratch))
    job.start()
    job.join()
    assert job.exitcode == -signal.SIGKILL


def make_until(last_word: str, pk: int, scratch: Path) -> None:
    """Do the job in a process of its own, and kill it when a certain column is written."""

    def watch(execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        if sql.startswith("UPDATE") and f'"{last_word}" = ' in sql:
            if last_word == "rows_done":
                execute(sql, params, many, context)
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    tempfile.tempdir = str(scratch)
    with connection.execute_wrapper(watch):
        make_report_export.call(pk)


@pytest.mark.parametrize(
    ("last_word", "rows_done", "left"),
    [("rows_done", NOTED_EVERY, ".part"), ("ready_at", 5064, ".xlsx")],
    ids=["among the rows", "before it is said to be ready"],
)
def test_what_is_left_cannot_be_opened_and_a_second_run_makes_it(
    long, client, mailoutbox, tmp_path, last_word, rows_done, left
):
    export = ask(long, timezone.now())
    kill_at(last_word, export, tmp_path)
    export.refresh_from_db()
    assert (export.rows_done, export.ready_at, export.file) == (rows_done, None, "")
    [rest] = kept_files()
    assert rest.suffix == left
    client.force_login(long.user)
    page = f"/en/teams/{long.team.pk}/workbook/"
    assert client.get(f"{page}{export.token}/").status_code == 404
    assert export.token not in client.get(page).content.decode()
    make_report_export.call(export.pk)
    assert client.get(f"{page}{export.token}/").getvalue().startswith(b"PK")
    assert len(mailoutbox) == 1
    export.refresh_from_db()
    assert {path.name for path in kept_files()} == {rest.name, export.file}
    remove_expired_files(timezone.now() + BEING_MADE + timedelta(minutes=1))
    assert [path.name for path in kept_files()] == [export.file]


def test_progress_is_noted_while_others_write(long):
    export = ask(long, timezone.now())

    def write() -> None:
        try:
            User.objects.filter(pk=long.user.pk).update(first_name="Hanne")
        finally:
            connection.close()

    for number, _row in enumerate(noting_progress(export, report_rows(long.team, long.snapshot))):
        if number % 1000 == 0:
            other = Thread(target=write)
            other.start()
            other.join()
    export.refresh_from_db()
    assert export.rows_done == 5064
