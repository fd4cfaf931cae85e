"""Fails when a word of the interface has no Dutch or English, or is marked fuzzy."""

import ast
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
CALLS = {"_", *(f"{kind}gettext{lazy}" for kind in ("", "n", "p", "np") for lazy in ("", "_lazy"))}


def faults_of(path: Path) -> list[str]:
    """Return what is wrong with a catalogue: missing, fuzzy, or other placeholders."""
    faults = []
    for entry in polib.pofile(str(path)):
        if entry.obsolete:
            continue
        if entry.fuzzy or not entry.translated():
            faults.append(f"{path.parent.parent.name}: no final text for {entry.msgid!r}")
        texts = [(entry.msgid, entry.msgstr)]
        if entry.msgid_plural:
            # The singular may leave its number out, or write it as a word.
            texts = [(entry.msgid_plural, entry.msgstr_plural.get(1, ""))]
        for source, text in texts:
            if text and set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(source)):
                faults.append(f"{path.parent.parent.name}: other placeholders in {entry.msgid!r}")
    return faults


def source_files() -> list[str]:
    """Return the files that may hold words of the interface."""
    names = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.py", "*.html", "*.txt"],  # noqa: S607
        cwd=settings.BASE_DIR, capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    base = Path(settings.BASE_DIR)
    return [name for name in names if not name.startswith("tests/") and (base / name).exists()]


def hidden_words() -> list[str]:
    """Return where words are translated inside an f-string: gettext's tools do not see them."""
    faults = []
    for name in source_files():
        if not name.endswith(".py"):
            continue
        tree = ast.parse((Path(settings.BASE_DIR) / name).read_text(encoding="utf-8"))
        for text in (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)):
            calls = (node.func for node in ast.walk(text) if isinstance(node, ast.Call))
            if any(isinstance(call, ast.Name) and call.id in CALLS for call in calls):
                faults.append(f"{name}:{text.lineno}: words inside an f-string are not collected")
    return faults


def key(entry: polib.POEntry) -> str:
    """Return what tells an entry from all others: its context and its words."""
    return f"{entry.msgctxt} | {entry.msgid}" if entry.msgctxt else entry.msgid


def collected_ids() -> set[str]:
    """Return every message id that the source holds today, with gettext's own tools."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "source"
        for name in source_files():
            source = Path(settings.BASE_DIR) / name
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
        return {key(entry) for entry in polib.pofile(str(made))}


class Command(BaseCommand):
    help = "Check the message catalogues."

    def handle(self, *args, **options) -> None:
        faults = [fault for path in catalogues() for fault in faults_of(path)] + hidden_words()
        if which("xgettext"):
            used = collected_ids()
            for path in catalogues():
                known = {key(entry) for entry in polib.pofile(str(path)) if not entry.obsolete}
                language = path.parent.parent.name
                faults += [f"{language}: not collected: {text!r}" for text in sorted(used - known)]
                faults += [f"{language}: no longer used: {t!r}" for t in sorted(known - used)]
        else:
            self.stdout.write("gettext's tools are missing: collected words are not compared.")
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write("The catalogues are complete.")
