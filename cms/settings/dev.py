"""For people who work on Peil: one's own machine, errors in full."""

from cms.settings.base import *  # noqa: F403
from cms.settings.env import kept, new_sealing_key

DEBUG = True
SECRET_KEY = SECRET_KEY or "development-only"
PEIL_SEALING_KEYS = PEIL_SEALING_KEYS or [kept("sealing_key", new_sealing_key)]
ALLOWED_HOSTS = ["*"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
