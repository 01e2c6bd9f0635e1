"""Settings of the measurements: no debug, durable SQLite, on a database of its own."""

from pdportal.settings import environment as env
from pdportal.settings.base import BASE_DIR
from pdportal.settings.test import *  # noqa: F403  settings modules build on one another

FOLDER = BASE_DIR / ".build"
DATABASES = {"default": env.database(env.text("BENCH_DATABASE_URL", f"sqlite:///{FOLDER / 'bench.sqlite3'}"))}
PUBLIC_PAGE_SECONDS = 60
OWN_PAGE_SECONDS = 60
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
MAIL_SENDING = env.text("MAIL_SENDING", "thread")  # as in production
MEDIA_ROOT = FOLDER / "media"
LOGGING = {"version": 1, "disable_existing_loggers": True}
SILENCED_SYSTEM_CHECKS = ["urls.W005"]
