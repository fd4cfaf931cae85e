"""For the tests: nothing kept between them, fast passwords, real mail files not needed."""

import os

from cms.settings.base import *  # noqa: F403
from cms.settings.env import postgresql, var_dir

SECRET_KEY = "tests-only"  # noqa: S105
PEIL_SEALING_KEYS = ["dGhpcy1pcy1vbmx5LWEta2V5LWZvci10aGUtdGVzdHM="]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
_address = os.environ.get("PEIL_TEST_DATABASE_URL", "")
if _address:
    DATABASES = {"default": postgresql(_address)}
    DATABASES["default"]["OPTIONS"].pop("pool")
else:
    DATABASES["default"]["TEST"] = {"NAME": str(var_dir() / "test.sqlite3")}
CACHES = {name: {"BACKEND": "django.core.cache.backends.dummy.DummyCache"} for name in CACHES}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PEIL_EXPORTS_DIR = var_dir() / "test-exports"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
PEIL_RECORD_STORES_HTTPS_ONLY = False
PEIL_RECORD_STORES_MAY_BE_PRIVATE = True
