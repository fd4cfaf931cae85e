"""For real use: refuses to start without what keeps it safe; the environment says the rest."""

from django.core.exceptions import ImproperlyConfigured

from cms.settings.base import *  # noqa: F403

PRODUCTION = True


def _required(name: str, why: str) -> str:
    """Return a setting from the environment.

    Raises:
        ImproperlyConfigured: when it is missing or empty.
    """
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"Set {name}: {why}")
    return value


SECRET_KEY = _required("SECRET_KEY", "a long random text that signs sessions and links.")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is too short: give at least 50 random characters.")
PEIL_SEALING_KEYS = _required(
    "PEIL_SEALING_KEYS",
    "the keys that seal reflections, with commas; the first one seals. "
    "`python manage.py make_sealing_key` prints one. Whoever loses them loses the reflections.",
).split(",")
ALLOWED_HOSTS = _required("ALLOWED_HOSTS", "the host names of this site, with commas.").split(",")
WAGTAILADMIN_BASE_URL = _required("PEIL_BASE_URL", "the address of this site, with https://.")
if not WAGTAILADMIN_BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("PEIL_BASE_URL must begin with https://: Peil runs on HTTPS only.")

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
vars().update(env.email_url("EMAIL_URL", default="smtp://127.0.0.1:25"))
# Jobs run in `manage.py db_worker`; with Redis and several machines, set the RQ backend here.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
