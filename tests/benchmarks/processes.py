"""A thousand races for the last seat between two, and between four, worker processes."""

import multiprocessing
import time

from django.contrib.auth import get_user_model
from django.db import connection, connections, transaction
from django.db.models import F

from events.records import EventSession
from events.registration import register
from tests.benchmarks.races import new_session
from tests.benchmarks.timing import Row

RACES = 1000
CLIENTS = 4


def process_rows():
    """For two and four worker processes: overbooked, errors, order of the line, and the rate beside a bare update."""
    people = list(get_user_model().objects.order_by("pk")[:CLIENTS])
    for workers in (2, 4):
        sessions = [new_session(people[0]).pk for _ in range(RACES)]
        spent, errors = _run(workers, _sign_up, sessions, [person.pk for person in people])
        wrong = [_judge(pk) for pk in sessions]
        overbooked, disordered = (sum(column) for column in zip(*wrong, strict=True))
        bare, _none = _run(workers, _take, sessions, [person.pk for person in people])
        where = f"Last seat, {connection.vendor}, {workers} processes"
        yield Row(f"{where}, {RACES} races of {CLIENTS}: overbooked / errors", f"{overbooked} / {errors}", "0 / 0",
                  overbooked + errors == 0)  # fmt: skip
        yield Row(f"{where}: races in which the line was out of order", str(disordered), "0", disordered == 0)
        yield Row(f"{where}: rate beside a bare conditional update", f"{bare / spent:.2f}", ">= 0.6",
                  bare / spent >= 0.6)  # fmt: skip


def _run(workers, action, sessions, people):
    """Seconds until all workers are through all races, and how many calls raised."""
    connections.close_all()  # a process must not inherit a connection
    context = multiprocessing.get_context("fork")
    barrier, failures = context.Barrier(workers + 1), context.Value("i", 0)
    shares = [people[number::workers] for number in range(workers)]
    processes = [
        context.Process(target=_work, args=(action, sessions, share, barrier, failures)) for share in shares
    ]  # fmt: skip
    for process in processes:
        process.start()
    barrier.wait()
    started = time.perf_counter()
    for process in processes:
        process.join()
    return time.perf_counter() - started, failures.value


def _work(action, sessions, people, barrier, failures):
    """One worker: its people ask for every session, in step with the other workers."""
    everybody = list(get_user_model().objects.filter(pk__in=people))
    barrier.wait()
    for pk in sessions:
        for person in everybody:
            try:
                action(pk, person)
            except Exception:  # noqa: BLE001  every kind of failure counts
                with failures.get_lock():
                    failures.value += 1
    connections.close_all()


def _sign_up(pk, person):
    register(EventSession(pk=pk), person, by=person)


def _take(pk, person):
    with transaction.atomic():
        EventSession._base_manager.filter(pk=pk, capacity__gt=F("sequence")).update(sequence=F("sequence") + 1)


def _judge(pk):
    """``(overbooked, disordered)`` of one race."""
    rows = list(EventSession(pk=pk).registrations.order_by("requested_at", "pk").values_list("status", flat=True))
    seats = rows.count("registered")
    return seats != 1 or len(rows) != CLIENTS, rows != ["registered"] + ["waitlisted"] * (CLIENTS - 1)
