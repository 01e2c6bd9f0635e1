"""Many clients after the last seat, each with a connection of its own, against a bare conditional update."""

import threading
import time

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from events.pages import EventPage
from events.records import EventSession
from events.registration import register
from events.scheduling import add_session
from tests.benchmarks.timing import Row

CLIENTS = 16
RACES = 60


def race_rows():
    """Seats sold twice, errors, order of the line, and the rate beside a bare conditional update."""
    people = list(get_user_model().objects.order_by("pk")[:CLIENTS])
    overbooked = errors = disordered = 0
    spent = 0.0
    for _ in range(RACES):
        session = new_session(people[0])
        took, failures = _race(
            [lambda person=person, session=session: register(session, person, by=person) for person in people]
        )
        spent += took
        errors += failures
        rows = list(session.registrations.order_by("requested_at", "pk"))
        seats = sum(row.status == "registered" for row in rows)
        overbooked += seats != 1 or len(rows) != CLIENTS
        disordered += [row.status for row in rows] != ["registered"] + ["waitlisted"] * (CLIENTS - 1)
    bare = _bare(people)
    where = f"Last seat, {connection.vendor}"
    yield Row(f"{where}, {RACES} races of {CLIENTS}: overbooked / errors", f"{overbooked} / {errors}", "0 / 0",
              overbooked + errors == 0)  # fmt: skip
    yield Row(f"{where}: races in which the line was out of order", str(disordered), "0", disordered == 0)
    share = (RACES * CLIENTS / spent) / bare
    yield Row(f"{where}: rate beside a bare conditional update", f"{share:.2f}", ">= 0.6", share >= 0.6)


def new_session(by):
    """A session with one seat, far enough ahead."""
    event = EventPage.objects.filter(locale__language_code="en").order_by("path").last()  # the first one is measured
    day = timezone.localdate() + timezone.timedelta(days=40)
    at = timezone.datetime.min.time()
    return add_session(
        event, by=by, held_on=day, start_time=at.replace(hour=9), end_time=at.replace(hour=10), capacity=1
    )


def _race(actions):
    """Start all at once; returns the seconds until the last one finished, and how many raised."""
    ready, failures = threading.Barrier(len(actions) + 1), []

    def run(action):
        ready.wait()
        try:
            action()
        except Exception as trouble:  # noqa: BLE001  every kind of failure counts
            failures.append(trouble)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    ready.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start, len(failures)


def _bare(people):
    """Requests a second of the barest way to take a seat: one conditional update in a transaction."""
    spent = 0.0
    for _ in range(RACES):
        session = new_session(people[0])

        def take(session=session):
            with transaction.atomic():
                EventSession._base_manager.filter(pk=session.pk, capacity__gt=F("sequence")).update(
                    sequence=F("sequence") + 1
                )

        spent += _race([take] * CLIENTS)[0]
    return RACES * CLIENTS / spent
