"""A real browser against a real server with the demo district: made once a session, copied for nobody.

Chromium is found by itself; without one the tests are skipped with a line that says so, and with PD_REQUIRE_BROWSER=1
they fail instead. The server is the one of ``make run`` on a free port, with a database of its own that went through
all migrations.
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
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "pd-demo-only"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


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


def _database(folder):
    """The address of an empty database on the same kind of server as the other tests."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{folder / 'demo.sqlite3'}"
    url = os.environ["PD_TEST_DATABASE_URL"]
    name = f"pd_demo_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"{url.rsplit('/', 1)[0]}/{name}"


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory):
    """The portal with the demo district in it, served until the end of the session."""
    if find_chromium() is None:
        no_chromium()
    if "PD_DEMO_SITE" in os.environ:  # a running demo, to save a minute while writing a test: address,mail folder
        address, mail = os.environ["PD_DEMO_SITE"].split(",")
        yield Site(address, Path(mail))
        return
    folder = tmp_path_factory.mktemp("demo")
    environment = os.environ | {
        "DATABASE_URL": _database(folder),
        "VAR_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "pdportal.settings.dev",
        "PYTHONDONTWRITEBYTECODE": "1",
        "DEMO_PASSWORD": PASSWORD,
    }
    manage = [sys.executable, str(ROOT / "manage.py")]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for command in (["migrate", "-v0"], ["demo"]):
        subprocess.run([*manage, *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    log = (folder / "server.log").open("w")
    server = subprocess.Popen(
        [*manage, "runserver", f"127.0.0.1:{port}", "--noreload"], cwd=ROOT, env=environment, stdout=log, stderr=log
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz")
        yield Site(f"http://127.0.0.1:{port}", folder / "mail")
    finally:
        server.terminate()
        server.wait(10)


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
