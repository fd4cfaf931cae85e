"""What `make demo` runs: production's code on SQLite, mail as files, plain HTTP on loopback."""

from django.core.management.utils import get_random_secret_key

from cms.settings.base import *  # noqa: F403
from cms.settings.env import kept, new_sealing_key

DEMO = True
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
SECRET_KEY = SECRET_KEY or kept("secret_key", get_random_secret_key)
PEIL_SEALING_KEYS = PEIL_SEALING_KEYS or [kept("sealing_key", new_sealing_key)]
PEIL_RECORD_STORES_HTTPS_ONLY = False
PEIL_RECORD_STORES_MAY_BE_PRIVATE = True
