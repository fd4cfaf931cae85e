"""For people who work on Peil: one's own machine, errors in full."""

from cms.settings.base import *  # noqa: F403

DEBUG = True
SECRET_KEY = SECRET_KEY or "development-only"
ALLOWED_HOSTS = ["*"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
