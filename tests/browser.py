"""A real browser against a real server with the demo district, which is made once for all tests that want it.

Chromium is found by itself; without one the tests are skipped with a line that says so, and with PD_REQUIRE_BROWSER=1
they fail instead. The server is the one of ``make run`` on a free port, on a copy of a database that went through all
migrations.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from pathlib import Path

import axe_playwright_python
import psycopg
import pytest
from django.conf import settings
from django.db import ConnectionHandler, connections
from playwright.sync_api import sync_playwright
from xdist.scheduler import LoadScopeScheduling

from pdportal.settings import environment as env

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "pd-demo-only"
ON_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
SERVER = os.environ.get("PD_TEST_DATABASE_URL", "").rpartition("/")[0]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


# Modules that want the demo district run one after another in one process, so that it is made and served once.
WITH_DEMO = (
    "tests/demo/test_district.py", "tests/stories/test_accessible_pages.py",
    "tests/stories/test_roads_in_a_browser.py", "tests/stories/test_scorm_modules.py",
)  # fmt: skip


class DemoTogether(LoadScopeScheduling):
    """Tests go to whichever process is free, those with the demo district to one (pytest 9.2 loses xdist's groups)."""

    def _split_scope(self, nodeid):
        return "demo" if nodeid.startswith(WITH_DEMO) else nodeid


@dataclass(frozen=True)
class Site:
    """A running portal: its address, and the folder into which it writes its mails."""

    url: str
    mail: Path


def find_chromium():
    """The path of a Chromium or Chrome, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for path in map(shutil.which, names) if path), None)


def no_chromium():
    """Skip, or fail where a browser is required."""
    reason = "No Chromium found: browser tests are skipped (install chromium, or look at .ci/run)."
    if os.environ.get("PD_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


class Manage:
    """Runs ``manage.py`` in a folder of its own, on a database on the same kind of server as the other tests."""

    def __init__(self, folder, *, like=None):
        self.folder = folder
        self.database = f"sqlite:///{folder / 'demo.sqlite3'}" if ON_SQLITE else f"{SERVER}/pd_{uuid.uuid4().hex[:8]}"
        if not ON_SQLITE:
            template = f' TEMPLATE "{like.database.rpartition("/")[2]}"' if like else ""
            with psycopg.connect(os.environ["PD_TEST_DATABASE_URL"], autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{self.database.rpartition("/")[2]}"{template}')
        if like:
            shutil.copytree(like.folder, folder, dirs_exist_ok=True)
        self.environment = os.environ | {
            "DATABASE_URL": self.database,
            "VAR_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "pdportal.settings.dev",
            "PYTHONDONTWRITEBYTECODE": "1",
            "DEMO_PASSWORD": PASSWORD,
        }

    def start(self, *words, **streams):
        """The process of one command."""
        return subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), *words], cwd=ROOT, env=self.environment, **streams
        )

    def run(self, *words):
        """One command until it ends, which must be well."""
        assert self.start(*words, stdout=subprocess.DEVNULL).wait() == 0, words


@pytest.fixture(scope="session")
def demo_district(tmp_path_factory):
    """The demo district as it was made, which nobody changes."""
    made = Manage(tmp_path_factory.mktemp("district"))
    made.run("demo", "--migrate")
    return made


@pytest.fixture
def demo_records(demo_district, django_db_blocker):
    """Let this process read the demo district's database instead of its own."""
    own = connections["default"]
    connections["default"] = ConnectionHandler({"default": env.database(demo_district.database)})["default"]
    with django_db_blocker.unblock():
        yield
        connections["default"].close()
    connections["default"] = own


@pytest.fixture(scope="session")
def demo_site(request, tmp_path_factory):
    """The portal with a copy of the demo district, served until the end of the session."""
    if find_chromium() is None:
        no_chromium()
    if "PD_DEMO_SITE" in os.environ:  # a running demo, to save a minute while writing a test: address,mail folder
        address, mail = os.environ["PD_DEMO_SITE"].split(",")
        yield Site(address, Path(mail))
        return
    served = Manage(tmp_path_factory.mktemp("demo"), like=request.getfixturevalue("demo_district"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    log = (served.folder / "server.log").open("w")
    server = served.start("runserver", place, "--noreload", stdout=log, stderr=log)
    try:
        _wait_for(f"http://{place}/healthz")
        yield Site(f"http://{place}", served.folder / "mail")
    finally:
        server.terminate()
        server.wait(10)
        log.close()


def _wait_for(address):
    for _attempt in range(150):
        try:
            urllib.request.urlopen(address, timeout=2)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"The server did not answer at {address}.")


@pytest.fixture(scope="session")
def chromium():
    """One headless Chromium for all browser tests."""
    path = find_chromium()
    if path is None:
        no_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """A person at a browser window of a given size and language."""

    def __init__(self, site, page):
        self.site, self.page = site, page
        self.trouble = []
        page.on("pageerror", lambda error: self.trouble.append(str(error)))
        page.on("console", self._note)
        page.set_default_timeout(8000)

    def _note(self, message):
        if message.type == "error" and "Content Security Policy" in message.text:
            self.trouble.append(message.text)

    def go(self, path):
        """Open a path of the portal."""
        return self.page.goto(f"{self.site.url}{path}")

    def sign_in(self, name, password=PASSWORD):
        """Sign in through the form, as a person does."""
        self.go("/accounts/login/")
        self.page.fill("[name=login]", name)
        self.page.fill("[name=password]", password)
        self.page.click("main form button")
        self.page.wait_for_url("**/my/**")

    def violations(self):
        """What axe finds on this page, as short lines."""
        self.page.evaluate(AXE)
        found = self.page.evaluate("tags => axe.run(document, {runOnly: tags})", WCAG)
        return [f"{item['id']}: {node['target']}" for item in found["violations"] for node in item["nodes"]]


@pytest.fixture
def visit(demo_site, chromium):
    """Opens windows: ``visit(width=375, dark=True)`` gives a Visitor."""
    contexts = []

    def opened(*, width=1280, dark=False):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light", reduced_motion="reduce"
        )
        contexts.append(context)
        return Visitor(demo_site, context.new_page())

    yield opened
    for context in contexts:
        context.close()
