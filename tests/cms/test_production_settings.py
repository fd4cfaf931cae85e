"""Production refuses to start without what keeps it safe."""

import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

ROOT = Path(__file__).parent.parent.parent
COMPLETE = {
    "SECRET_KEY": "k" * 60,
    "PEIL_SEALING_KEYS": Fernet.generate_key().decode(),
    "ALLOWED_HOSTS": "peil.example",
    "PEIL_BASE_URL": "https://peil.example",
}


def start(environment: dict[str, str], code: str = "import django; django.setup()"):
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={
            "PATH": "/usr/bin:/bin",
            "DJANGO_SETTINGS_MODULE": "cms.settings.production",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_complete_environment_starts():
    assert start(COMPLETE).returncode == 0


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"SECRET_KEY": ""}, "Set SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short"),
        ({"PEIL_SEALING_KEYS": ""}, "Set PEIL_SEALING_KEYS"),
        ({"ALLOWED_HOSTS": ""}, "Set ALLOWED_HOSTS"),
        ({"PEIL_BASE_URL": ""}, "Set PEIL_BASE_URL"),
        ({"PEIL_BASE_URL": "http://peil.example"}, "must begin with https://"),
    ],
)
def test_missing_or_weak_setting_stops_it(change, complaint):
    done = start({**COMPLETE, **change})
    assert done.returncode == 1
    assert complaint in done.stderr.splitlines()[-1]


def test_cookies_and_transport_are_secured():
    code = (
        "from django.conf import settings as s;"
        "print(s.DEBUG, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT,"
        "s.SECURE_HSTS_SECONDS, s.EMAIL_BACKEND)"
    )
    assert start(COMPLETE, code).stdout.split() == [
        "False", "True", "True", "True", "31536000",
        "django.core.mail.backends.smtp.EmailBackend",
    ]  # fmt: skip


def test_smtp_address_comes_from_the_environment():
    code = "from django.conf import settings as s; print(s.EMAIL_HOST, s.EMAIL_PORT)"
    done = start({**COMPLETE, "EMAIL_URL": "smtp+tls://user:word@mail.example:587"}, code)
    assert done.stdout.split() == ["mail.example", "587"]


def test_postgresql_comes_from_the_environment():
    code = "from django.conf import settings as s; d = s.DATABASES['default'];"
    code += "print(d['ENGINE'], d['NAME'], d['CONN_MAX_AGE'], 'pool' in d['OPTIONS'])"
    done = start({**COMPLETE, "DATABASE_URL": "postgres://u:p@db.example:5432/peil"}, code)
    assert done.stdout.split() == ["django.db.backends.postgresql", "peil", "0", "True"]
