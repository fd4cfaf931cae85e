"""My data on screen: asked who I am first, a file that only I can open, and deleting."""

import json
import os
import stat
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import time_machine
from django.contrib.auth import get_user_model

from assessments.domain.data_exports import ask_for_export, store_export
from assessments.domain.kept_files import (
    KEPT_DAYS,
    file_of,
    note_failure,
    remove_expired_files,
)
from assessments.models import DataExport, Rating, Reflection, Snapshot
from assessments.tasks import make_export
from tests.factories.people import PASSWORD, make_manager
from tests.factories.reports import LOOPBAANHUIS, close_a_round, make_framework
from tests.factories.shares import NOW, share_with

pytestmark = pytest.mark.django_db
EXPORT, ACCOUNT = "/en/me/data/export/", "/en/me/data/account/"
REFLECTIONS = "/en/me/reflections/delete/"


@pytest.fixture(autouse=True)
def at_noon(settings, tmp_path):
    settings.PEIL_EXPORTS_DIR = tmp_path / "exports"
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def mine(client, adviser):
    """A browser of the adviser, who signed in but was not asked again."""
    client.force_login(adviser)
    return client


def confirm(client) -> None:
    """Answer the question who it is, as the page of allauth does."""
    done = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert done.status_code == 302


def files(settings) -> list[Path]:
    folder = Path(settings.PEIL_EXPORTS_DIR)
    return sorted(folder.iterdir()) if folder.exists() else []


def test_page_says_how_long_and_offers_the_file(mine):
    page = mine.get("/en/me/data/").content.decode()
    assert "are kept for 36 months" in page
    assert f"The file goes after {KEPT_DAYS} days" in page
    assert "There are no reflections to delete" in page


@pytest.mark.parametrize("address", [EXPORT, REFLECTIONS, ACCOUNT])
def test_nothing_happens_before_somebody_confirms_who_they_are(address, mine, adviser):
    Reflection.objects.create(user=adviser, works="mine", written_at=NOW)
    response = mine.post(address, {"email": adviser.email})
    assert response.status_code == 302
    assert response.url.startswith("/accounts/reauthenticate/")
    assert DataExport.objects.count() == 0
    assert Reflection.objects.count() == 1
    assert get_user_model().objects.filter(pk=adviser.pk).exists()


def test_confirming_carries_on_with_what_was_asked(mine, settings):
    ask = mine.post(EXPORT)
    done = mine.post(ask.url, {"password": PASSWORD, "next": EXPORT})
    assert (done.status_code, done.url) == (302, "/en/me/data/")
    assert DataExport.objects.get().ready_at == NOW
    assert len(files(settings)) == 1


def test_file_is_mine_alone(mine, adviser, manager, stranger, settings):
    Reflection.objects.create(user=adviser, works="mine alone", written_at=NOW)
    confirm(mine)
    mine.post(EXPORT)
    address = f"/en/me/data/exports/{DataExport.objects.get().token}.zip"
    assert address in mine.get("/en/me/data/").content.decode()
    response = mine.get(address)
    body = b"".join(response.streaming_content)
    assert (response.status_code, response["Content-Type"]) == (200, "application/zip")
    assert "no-store" in response["Cache-Control"]
    with ZipFile(BytesIO(body)) as archive:
        tables = json.loads(archive.read("my-data.json"))["tables"]
    assert [row["works"] for row in tables["reflections"]] == ["mine alone"]
    for other in (manager, stranger):
        mine.force_login(other)
        assert mine.get(address).status_code == 404
    mine.logout()
    assert mine.get(address).status_code == 302


def test_file_lies_where_only_the_site_reads(adviser, settings):
    export, _new = ask_for_export(user=adviser, now=NOW)
    stored = store_export(export=export, body=b"x", now=NOW)
    assert stat.S_IMODE(file_of(stored).stat().st_mode) == 0o600
    assert not file_of(stored).is_relative_to(settings.MEDIA_ROOT)
    assert not file_of(stored).is_relative_to(settings.STATIC_ROOT)


def test_asking_twice_makes_one_file(adviser):
    first, is_new = ask_for_export(user=adviser, now=NOW)
    again, is_new_again = ask_for_export(user=adviser, now=NOW + timedelta(minutes=5))
    assert (first, is_new, is_new_again) == (again, True, False)
    note_failure(export=first, now=NOW)
    assert ask_for_export(user=adviser, now=NOW)[1] is True


def test_job_that_runs_twice_makes_one_file(adviser, settings):
    export, _new = ask_for_export(user=adviser, now=NOW)
    make_export.call(export.pk)
    make_export.call(export.pk)
    assert len(files(settings)) == 1


def test_job_for_an_export_that_is_gone_does_nothing(settings):
    make_export.call(1)
    assert files(settings) == []


def test_job_that_fails_is_said_and_can_be_asked_again(mine, adviser, settings):
    Path(settings.PEIL_EXPORTS_DIR).write_text("a file where the folder should be")
    export, _new = ask_for_export(user=adviser, now=NOW)
    make_export.call(export.pk)
    assert DataExport.objects.get().failed_at == NOW
    assert "could not be made" in mine.get("/en/me/data/").content.decode()


def test_expired_file_cannot_be_opened_and_is_removed(mine, adviser, settings):
    export, _new = ask_for_export(user=adviser, now=NOW)
    make_export.call(export.pk)
    address = f"/en/me/data/exports/{export.token}.zip"
    later = NOW + timedelta(days=KEPT_DAYS)
    assert remove_expired_files(later - timedelta(seconds=1)) == 0
    with time_machine.travel(later, tick=False):
        mine.force_login(adviser)
        assert mine.get(address).status_code == 404
    assert remove_expired_files(later) == 1
    assert (DataExport.objects.count(), files(settings)) == (0, [])


def test_file_of_somebody_who_is_gone_goes_too(adviser, stranger, settings):
    for user in (adviser, stranger):
        export, _new = ask_for_export(user=user, now=NOW)
        make_export.call(export.pk)
    for path in files(settings):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    adviser.delete()
    remove_expired_files(NOW + timedelta(minutes=5))
    assert len(files(settings)) == 2
    remove_expired_files(NOW + timedelta(hours=2))
    assert files(settings) == [file_of(DataExport.objects.get())]


def test_lost_file_is_not_found(mine, adviser):
    export, _new = ask_for_export(user=adviser, now=NOW)
    make_export.call(export.pk)
    file_of(DataExport.objects.get()).unlink()
    assert mine.get(f"/en/me/data/exports/{export.token}.zip").status_code == 404


def test_all_reflections_go_and_nobody_elses(mine, adviser, stranger):
    for user in (adviser, adviser, stranger):
        Reflection.objects.create(user=user, works="words", written_at=NOW)
    confirm(mine)
    assert "2 reflections go for good" in mine.get(REFLECTIONS).content.decode()
    assert Reflection.objects.count() == 3
    assert mine.post(REFLECTIONS).status_code == 302
    assert [row.user for row in Reflection.objects.all()] == [stranger]


def test_deleting_needs_no_key(mine, adviser, settings):
    Reflection.objects.create(user=adviser, works="words", written_at=NOW)
    settings.PEIL_SEALING_KEYS = ["bm90LXRoZS1rZXktdGhhdC13YXMtdXNlZC1iZWZvcmU="]
    confirm(mine)
    mine.post(REFLECTIONS)
    assert Reflection.objects.count() == 0


def test_account_stays_without_the_right_address(mine, adviser):
    confirm(mine)
    page = mine.post(ACCOUNT, {"email": "other@test.example"}).content.decode()
    assert "This is not the address of your account." in page
    assert "What stays" in page
    assert get_user_model().objects.filter(pk=adviser.pk).exists()


def test_account_goes_with_everything_and_the_group_figures_stay(client, settings):
    framework = make_framework("A1", "B1")
    teams = close_a_round(framework)
    leaver = get_user_model().objects.filter(memberships__team=teams["Gent"]).first()
    leaver.set_password(PASSWORD)
    leaver.save()
    manager = make_manager(teams["Gent"])
    share_with(leaver, manager, framework)
    export, _new = ask_for_export(user=leaver, now=NOW)
    make_export.call(export.pk)
    before = _figures()
    client.force_login(leaver)
    elsewhere = client.__class__()
    elsewhere.force_login(leaver)
    confirm(client)
    done = client.post(ACCOUNT, {"email": leaver.email.upper()})
    assert (done.status_code, done.url) == (302, "/en/farewell/")
    assert "Your account is deleted" in client.get(done.url).content.decode()
    for browser in (client, elsewhere):
        assert browser.get("/en/me/").status_code == 302
    assert not get_user_model().objects.filter(email=leaver.email).exists()
    assert Rating.objects.count() == (sum(LOOPBAANHUIS.values()) - 1) * 2
    assert files(settings) == []
    assert _figures() == before


def _figures() -> list:
    nodes = Snapshot.objects.get().nodes.order_by("pk")
    cells = [cell for node in nodes for cell in node.cells.order_by("pk").values()]
    return [*nodes.values(), *cells]
