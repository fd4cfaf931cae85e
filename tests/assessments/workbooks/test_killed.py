"""A job that makes a workbook beside others who write, and one that is killed in the middle."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from assessments.domain.kept_files import BEING_MADE, remove_expired_files
from assessments.domain.report_exports import NOTED_EVERY, noting_progress
from assessments.domain.team_report_rows import report_rows
from assessments.export_tasks import make_report_export
from assessments.models import ReportExport
from cms.accounts.models import User
from tests.factories.workbooks import ask, kept_files

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_folder")]
ROOT = Path(__file__).parents[3]
# The job in a process of its own, which is killed when its database is asked for a certain thing.
JOB = """
import os, signal, sys
from pathlib import Path
import django
from django.conf import settings
database, folder, pk, last_word = sys.argv[1:]
settings.DATABASES["default"]["NAME"] = database
settings.PEIL_EXPORTS_DIR = Path(folder)
django.setup()
from django.db import connection
from assessments.export_tasks import make_report_export

def watch(execute, sql, params, many, context):
    if sql.startswith("UPDATE") and f'"{last_word}" = ' in sql:
        if last_word == "rows_done":
            execute(sql, params, many, context)
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)

with connection.execute_wrapper(watch):
    make_report_export.call(int(pk))
"""


def kill_at(last_word: str, export: ReportExport, scratch: Path) -> None:
    """Run the job until its database is asked for something; what it leaves beside goes too."""
    arguments = [
        connection.settings_dict["NAME"],
        django_settings.PEIL_EXPORTS_DIR,
        export.pk,
        last_word,
    ]
    done = subprocess.run(
        [sys.executable, "-c", JOB, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(scratch)},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL


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
