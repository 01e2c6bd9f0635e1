"""Reads configuration from the environment; nothing else in the project does."""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous={synchronous};PRAGMA foreign_keys=ON;PRAGMA cache_size=-16000;"
)


def text(name, default=None):
    """The variable ``name``, or ``default`` where it is unset or empty; raises ImproperlyConfigured without either."""
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return value


def flag(name, *, default=False):
    """True for ``1``, ``true``, ``yes`` and ``on`` in any case."""
    return text(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def words(name, default=""):
    """A comma-separated variable as a list without blanks."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def sqlite(path, *, synchronous="FULL"):
    """A SQLite database that survives a killed server: WAL, full sync, immediate transactions, 20 s busy timeout."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_PRAGMAS.format(synchronous=synchronous),
        },
    }


def database(url):
    """Django's settings for ``sqlite:///path`` or ``postgres://user:password@host:port/name?option=…``."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path[1:])))
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL cannot start with {parts.scheme!r}; use sqlite or postgres.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
