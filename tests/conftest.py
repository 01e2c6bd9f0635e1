"""What all tests share: a site with its page trees, people with names and rights, a frozen notion of today."""

import datetime as dt
import gc
import os
from importlib import import_module

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models.signals import post_save
from django.utils import translation
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Locale, Page
from wagtail.signal_handlers import (
    connect_reference_index_signal_handlers,
    disconnect_reference_index_signal_handlers,
)

from pdportal.home.pages import HomePage
from pdportal.home.setup import setup_site
from pdportal.people.choices import Level, NewTo, Role
from tests import factories
from tests.browser import DemoTogether, chromium, demo_district, demo_records, demo_site, visit  # noqa: F401  fixtures are found by name


def _seed():
    """What Wagtail's data migrations would have made; tests run without migrations to save fifteen seconds."""
    english, _ = Locale.objects.get_or_create(language_code="en")
    if Page.get_first_root_node() is None:
        Page.add_root(instance=Page(title="Root", slug="root", locale=english))
    return setup_site()


# Playwright's event loop makes Django think that database calls come from asynchronous code; ours never do.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def _make_search_tables():
    """Replace the plain table that stands in for SQLite's full-text index by what Wagtail's migration makes."""
    if connection.vendor != "sqlite":
        return
    migration = import_module("wagtail.search.migrations.0006_customise_indexentry").Migration
    operations = [found for found in migration.operations if hasattr(found, "database_operations")]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS wagtailsearch_indexentry_fts")
        for statement in operations[0].database_operations:
            cursor.execute(statement.sql)


def _keep_indexes(*, kept):
    """Let saving a page update Wagtail's two indexes (search, references), a third of what it costs, or not."""
    for model in get_indexed_models():
        (post_save.connect if kept else post_save.disconnect)(post_save_signal_handler, sender=model)
    (connect_reference_index_signal_handlers if kept else disconnect_reference_index_signal_handlers)()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database, with locales, page trees and groups in it."""
    with django_db_blocker.unblock():
        _make_search_tables()
        _seed()
    _keep_indexes(kept=False)


@pytest.fixture(autouse=True)
def _clean_slate():
    """Start every test in English with an empty cache."""
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _indexed(request):
    """Keep the indexes during the tests that are marked ``indexed``."""
    if request.node.get_closest_marker("indexed") is None:
        yield
        return
    _keep_indexes(kept=True)
    yield
    _keep_indexes(kept=False)


@pytest.fixture
def site(db):
    """The English front page; plants the trees again after a test that emptied the database."""
    return HomePage.objects.filter(locale__language_code="en").first() or _seed()


@pytest.fixture
def school(db):
    return factories.make_school("Cedar Elementary", level=Level.ELEMENTARY)


@pytest.fixture
def other_school(db):
    return factories.make_school("Harbor Middle", level=Level.MIDDLE)


@pytest.fixture
def office(db):
    return factories.make_school("District Office", level=Level.DISTRICT)


@pytest.fixture
def learner(school):
    """A new librarian at Cedar Elementary, three weeks in the role."""
    return factories.make_person(
        "Nora Newell", Role.LIBRARIAN, school, starts_on=factories.days_ago(21), new_to=NewTo.PROFESSION
    )


@pytest.fixture
def teacher(school):
    return factories.make_person("Tom Teacher", Role.TEACHER, school)


@pytest.fixture
def colleague(other_school):
    """A teacher at another school."""
    return factories.make_person("Cora Colleague", Role.TEACHER, other_school)


@pytest.fixture
def mentor(other_school):
    return factories.make_person("Mona Mentor", Role.LIBRARIAN, other_school)


@pytest.fixture
def principal(school):
    """The principal of the learner's school."""
    return factories.make_person("Pat Principal", Role.PRINCIPAL, school)


@pytest.fixture
def other_principal(other_school):
    return factories.make_person("Olga Other", Role.PRINCIPAL, other_school)


@pytest.fixture
def coordinator(office):
    return factories.make_person("Carla Coordinator", Role.COORDINATOR, office)


@pytest.fixture
def director(office):
    return factories.make_person("Dora Director", Role.DIRECTOR, office)


@pytest.fixture
def editor(office):
    return factories.make_person("Ed Editor", Role.EDITOR, office)


@pytest.fixture
def superuser(db):
    return factories.make_person("Sue Super", is_superuser=True, is_staff=True)


@pytest.fixture
def outsider(db):
    """Somebody with an account and no appointment."""
    return factories.make_person("Otto Outsider")


@pytest.fixture
def school_year(db):
    """The school year that holds today."""
    return factories.make_school_year(dt.date.today())


def pytest_xdist_make_scheduler(config, log):
    """One process for everything that wants the demo district, beginning with it."""
    return DemoTogether(config, log)


def pytest_collection_finish():
    """Let the garbage collector pass over what stays until the end (all code), and come seldom: a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Browser tests last: Playwright leaves an event loop running in the process that drove it."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)
