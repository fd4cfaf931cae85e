"""Fails when a word of the interface has no Dutch or English, or is marked fuzzy."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import which

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.management.commands.compile_catalogues import catalogues

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def faults_of(path: Path) -> list[str]:
    """Return what is wrong with a catalogue: missing, fuzzy, or other placeholders."""
    faults = []
    for entry in polib.pofile(str(path)):
        if entry.obsolete:
            continue
        if entry.fuzzy or not entry.translated():
            faults.append(f"{path.parent.parent.name}: no final text for {entry.msgid!r}")
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
            if text and not entry.msgid_plural and set(PLACEHOLDER.findall(text)) != wanted:
                faults.append(f"{path.parent.parent.name}: other placeholders in {entry.msgid!r}")
    return faults


def collected_ids() -> set[str]:
    """Return every message id that the source holds today, with gettext's own tools."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "source"
        files = subprocess.run(
            ["git", "ls-files", "-co", "--exclude-standard", "*.py", "*.html", "*.txt"],  # noqa: S607
            cwd=settings.BASE_DIR, capture_output=True, text=True, check=True,
        ).stdout.splitlines()  # fmt: skip
        for name in files:
            source = Path(settings.BASE_DIR) / name
            if name.startswith("tests/") or not source.exists():
                continue
            target = copy / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
        (copy / "locale").mkdir()
        manage = Path(settings.BASE_DIR) / "manage.py"
        subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "--locale", "nl", "--no-location"],
            cwd=copy, capture_output=True, check=True,
            env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(manage.parent)},
        )  # fmt: skip
        made = copy / "locale" / "nl" / "LC_MESSAGES" / "django.po"
        return {entry.msgid for entry in polib.pofile(str(made))}


class Command(BaseCommand):
    help = "Check the message catalogues."

    def handle(self, *args, **options) -> None:
        faults = [fault for path in catalogues() for fault in faults_of(path)]
        if which("xgettext"):
            used = collected_ids()
            for path in catalogues():
                known = {entry.msgid for entry in polib.pofile(str(path)) if not entry.obsolete}
                language = path.parent.parent.name
                faults += [f"{language}: not collected: {text!r}" for text in sorted(used - known)]
                faults += [f"{language}: no longer used: {t!r}" for t in sorted(known - used)]
        else:
            self.stdout.write("gettext's tools are missing: collected words are not compared.")
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write("The catalogues are complete.")
