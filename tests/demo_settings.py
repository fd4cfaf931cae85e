"""The demo as a browser meets it in tests: what `make demo` serves, but for slow passwords."""

from cms.settings.demo import *  # noqa: F403

# Checking a password takes half a second of CPU on purpose; the journeys sign in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
