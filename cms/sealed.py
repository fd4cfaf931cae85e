"""Text that is unreadable in the database: sealed with keys that live outside it."""

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

MARK = "sealed:"


class CannotUnseal(ValueError):
    """No key that is set opens this text."""


def seal(text: str) -> str:
    """Return a text sealed with the first key; an empty text stays empty."""
    return MARK + _box().encrypt(text.encode()).decode() if text else ""


def unseal(stored: str) -> str:
    """Return what was sealed.

    Raises:
        CannotUnseal: when it was not sealed by one of the keys that are set.
    """
    if not stored:
        return ""
    try:
        return _box().decrypt(stored.removeprefix(MARK).encode()).decode()
    except InvalidToken as error:
        raise CannotUnseal("No key in PEIL_SEALING_KEYS opens this text.") from error


def resealed(stored: str) -> str:
    """Return the same text sealed with the first key, whichever key it was sealed with."""
    return seal(unseal(stored))


class SealedTextField(models.TextField):
    """A text that Python sees and the database does not; nothing can be looked up by it."""

    def get_prep_value(self, value: str | None) -> str | None:
        return None if value is None else seal(str(value))

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str:
        return unseal(value or "")

    def get_lookup(self, lookup_name: str):
        """Allow asking whether it is empty, and nothing else: each sealing looks different.

        Raises:
            TypeError: for any other lookup.
        """
        if lookup_name in ("exact", "isnull"):
            return super().get_lookup(lookup_name)
        raise TypeError(f"A sealed text cannot be looked up by {lookup_name}.")


def _box() -> MultiFernet:
    return _boxes(tuple(settings.PEIL_SEALING_KEYS))


@lru_cache(maxsize=4)
def _boxes(keys: tuple[str, ...]) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key) for key in keys])
    except ValueError as error:
        raise ImproperlyConfigured(
            "PEIL_SEALING_KEYS must hold keys of 32 bytes in url-safe base64."
        ) from error
