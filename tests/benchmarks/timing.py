"""Calls WSGI handlers in turn and compares medians, so that a busy machine slows both sides alike."""

import statistics
import time
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client, RequestFactory, override_settings


@dataclass(frozen=True)
class Row:
    """One line of the table, ready to print; ``met`` is None where nothing is promised."""

    work: str
    figure: str
    budget: str
    met: bool | None


class Handlers:
    """The portal, and the bare views, in one process on one database."""

    def __init__(self):
        with override_settings(MIDDLEWARE=["tests.benchmarks.bare.bare_urls"]):
            self.bare = WSGIHandler()
        self.portal = WSGIHandler()
        self.requests = RequestFactory()

    def call_bare(self, path="/one-query"):
        """Answer of a bare view."""
        return self._call(self.bare, path, {})

    def call(self, path, **headers):
        """Answer of the portal; raises where it is not 200 or 304."""
        status = self._call(self.portal, path, headers)
        if status not in {200, 304}:
            raise AssertionError(f"{path} answered {status}")
        return status

    def _call(self, handler, path, headers):
        environ = self.requests.get(path, headers=headers).environ
        started = {}
        response = handler(environ, lambda status, *rest: started.update(status=status))
        for _part in response:
            pass
        response.close()
        return int(started["status"].split()[0])


def cookie_of(username):
    """The Cookie header of a signed-in person."""
    client = Client()
    client.force_login(get_user_model().objects.get(username=username))
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def seconds(action, times=1):
    """The wall time of ``times`` calls of ``action``, each, in seconds."""
    start = time.perf_counter()
    for _ in range(times):
        action()
    return (time.perf_counter() - start) / times


def ratio(action, measure, *, rounds=15, inner=1, before=None):
    """The median of ``action`` over ``measure``, round by round, and the median of ``action`` in milliseconds."""
    ratios, own = [], []
    for _ in range(rounds):
        if before:
            before()
        took = seconds(action, inner)
        ratios.append(took / seconds(measure, 10))
        own.append(took * 1000)
    return statistics.median(ratios), statistics.median(own)
