"""What import-linter cannot say about the house."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = ("cms", "training", "assessments")
HTTP = ("django.http", "django.shortcuts", "django.template")
INLINE = ("<style", "style=", "onclick=", "onchange=", "onload=", "<script>")
SLOW = {"pandas", "reportlab", "openpyxl", "numpy"}


def python_files(*folders: str) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def top_level_imports(path: Path) -> set[str]:
    names = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


@pytest.mark.parametrize(
    "path", python_files(*APPS, "tests"), ids=lambda p: str(p.relative_to(ROOT))
)
def test_file_has_at_most_300_lines(path):
    assert len(path.read_text().splitlines()) <= 300


def test_domain_knows_no_http():
    offenders = {
        str(path.relative_to(ROOT)): sorted(found)
        for path in python_files("training/domain", "assessments/domain")
        if (
            found := {
                n
                for n in top_level_imports(path)
                if n.startswith(("django.http", "django.shortcuts", "django.template"))
            }
        )
    }
    assert offenders == {}


def test_slow_libraries_are_never_imported_at_module_top():
    allowed = {
        f"assessments/renderers/pdf_{part}.py" for part in ("canvas", "flowables", "style", "tags")
    }
    offenders = {
        name: sorted(found)
        for path in python_files(*APPS)
        if (name := str(path.relative_to(ROOT))) not in allowed
        and (found := {n for n in top_level_imports(path) if n.split(".")[0] in SLOW})
    }
    assert offenders == {}


def test_starting_the_site_loads_no_slow_library():
    code = (
        "import sys, django; django.setup(); import cms.urls;"
        f"print(sorted(set({sorted(SLOW)!r}) & sys.modules.keys()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "cms.settings.test", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"


def test_no_room_for_leftovers():
    names = {path.name for path in python_files(*APPS)}
    assert names & {"utils.py", "helpers.py", "services.py", "misc.py", "common.py"} == set()


def test_only_one_module_sends_mail():
    senders = {
        str(path.relative_to(ROOT))
        for path in python_files(*APPS)
        if "django.core.mail" in top_level_imports(path)
    }
    assert senders == {"cms/mail.py"}


def test_templates_have_no_inline_script_or_style():
    offenders = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text()
        if any(
            mark in text
            for mark in ("<style", "style=", "onclick=", "onchange=", "onload=", "<script>")
        ):
            offenders.append(str(path.relative_to(ROOT)))
    assert offenders == []
