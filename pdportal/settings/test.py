"""Tests: SQLite in a file (races need real connections), or the PostgreSQL of ``PD_TEST_DATABASE_URL``."""

import os
import tempfile

from pdportal.settings import environment as env
from pdportal.settings.base import *  # noqa: F403  settings modules build on one another
from pdportal.settings.base import STORAGES

DEBUG = False
SECRET_KEY = "tests-only-not-a-secret-at-all-0123456789-0123456789"  # noqa: S105  no installation uses it
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
BASE_URL = "http://testserver"
WAGTAILADMIN_BASE_URL = BASE_URL
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TEST_DIR = tempfile.mkdtemp(prefix="pd-portal-test-")
MEDIA_ROOT = os.path.join(TEST_DIR, "media")
STATIC_ROOT = os.path.join(TEST_DIR, "static")
os.mkdir(STATIC_ROOT)  # WhiteNoise warns where it is missing
STORAGES["private"]["OPTIONS"]["location"] = os.path.join(TEST_DIR, "private")
BADGE_SIGNING_KEY = "cGQtcG9ydGFsLXRlc3QtYmFkZ2Uta2V5LTAwMDAwMDA="
NOTES_KEY = "cGQtcG9ydGFsLXRlc3Qta2V5LTAwMDAwMDAwMDAwMDA="
ACCOUNT_RATE_LIMITS = {}
LONG_TASKS = "default"
MAIL_SENDING = "at once"
OWN_PAGE_SECONDS = 0  # tests/common/test_kept.py turns it on
PUBLIC_PAGE_SECONDS = 0  # tests that count queries want the page itself; tests/common/test_page_cache.py turns it on
_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
if env.text("PD_TEST_DATABASE_URL", ""):
    DATABASES = {"default": env.database(env.text("PD_TEST_DATABASE_URL"))}
else:
    DATABASES = {"default": env.sqlite(os.path.join(TEST_DIR, "unused.sqlite3"), synchronous="OFF")}
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(TEST_DIR, f"test-{_worker}.sqlite3")}
