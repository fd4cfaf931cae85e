"""Reads the environment; the other settings files ask here and nowhere else."""

from collections.abc import Callable
from pathlib import Path

import environ
from cryptography.fernet import Fernet

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()


def var_dir() -> Path:
    """Return the folder for everything that is written at run time, made when missing."""
    folder = Path(env.str("PEIL_VAR", default=str(BASE_DIR / "var")))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def kept(name: str, make: Callable[[], str]) -> str:
    """Return a secret of this machine, made at first use, so that it outlives a restart."""
    path = var_dir() / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(make())
    return path.read_text()


def new_sealing_key() -> str:
    """Return a key that seals texts (decision 010)."""
    return Fernet.generate_key().decode()


def sqlite(path: Path) -> dict:
    """Return a SQLite configuration that many writers can share (decision 003)."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;"
                "PRAGMA synchronous=NORMAL;"
                "PRAGMA mmap_size=134217728;"
                "PRAGMA cache_size=-20000;"
                "PRAGMA journal_size_limit=27103364;"
            ),
        },
    }


def postgresql(address: str) -> dict:
    """Return a pooled PostgreSQL configuration from a postgres:// address."""
    config = env.db_url_config(address)
    config["ENGINE"] = "django.db.backends.postgresql"
    config["CONN_MAX_AGE"] = 0
    config["OPTIONS"] = {**config.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 8}}
    return config


def database() -> dict:
    """Return the default database: DATABASE_URL when set, else SQLite under var/."""
    address = env.str("DATABASE_URL", default="")
    if address.startswith(("postgres://", "postgresql://")):
        return postgresql(address)
    return sqlite(var_dir() / "peil.sqlite3")


def cache() -> dict:
    """Return a cache that all processes share: Redis when REDIS_URL is set, else the database."""
    address = env.str("REDIS_URL", default="")
    if address:
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": address}
    return {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "peil_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
