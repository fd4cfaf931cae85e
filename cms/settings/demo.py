"""What `make demo` runs: production's code on SQLite, mail as files, plain HTTP on loopback."""

from django.core.management.utils import get_random_secret_key

from cms.settings.base import *  # noqa: F403
from cms.settings.env import var_dir

DEMO = True
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])


def _kept_secret() -> str:
    """Return this machine's own key, made at first use, so that sessions outlive a restart."""
    path = var_dir() / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


SECRET_KEY = SECRET_KEY or _kept_secret()
