"""Sends mail after the page has answered: a thread beside the server, rung whenever a mail has been written.

What it leaves behind (the process ends, the mail server is down) is in the table and goes with ``manage.py send_mail``.
"""

import logging
import threading

from django.conf import settings
from django.db import connections

from pdportal.notices import delivery

log = logging.getLogger(__name__)


class Postman:
    """At most one thread a process; however often it is rung, it goes until nothing is due."""

    def __init__(self):
        self._lock = threading.Lock()
        self._rung = self._running = False

    def ring(self):
        """Let what is due be sent; returns at once."""
        with self._lock:
            self._rung = True
            if self._running:
                return
            self._running = True
        # No daemon: a command that has told somebody something ends when the mail has left.
        threading.Thread(target=self._go, name="postman").start()

    def _go(self):
        try:
            while self._is_wanted():
                delivery.deliver_waiting()
        except Exception:  # a thread has nobody to raise to; the mails are in the table, and the timer takes them
            log.exception("Mail could not be sent.")
            with self._lock:
                self._running = False
        finally:
            connections.close_all()

    def _is_wanted(self):
        with self._lock:
            self._running, self._rung = self._rung, False
            return self._running


postman = Postman()


def ring():
    """Something is due: send it as ``MAIL_SENDING`` says, in a ``thread``, by the ``timer`` or ``at once``."""
    if settings.MAIL_SENDING == "thread":
        postman.ring()
    elif settings.MAIL_SENDING == "at once":
        delivery.deliver_waiting()


def post(mail):
    """``mail`` has been committed: as ``ring``; at once means this one, whatever else waits."""
    if settings.MAIL_SENDING == "at once":
        delivery.deliver(mail, in_turn=False)
    else:
        ring()
