"""Runs long tasks in a thread beside the server, where no worker is set up: the page answers at once."""

import threading

from django.db import connections
from django_tasks.backends.immediate import ImmediateBackend


class ThreadBackend(ImmediateBackend):
    """Each task in a thread that dies with the process; whoever asked for it must be able to ask again."""

    def _execute_task(self, task_result):
        threading.Thread(target=self._run, args=[task_result], name="long-task", daemon=True).start()

    def _run(self, task_result):
        try:
            super()._execute_task(task_result)
        finally:
            connections.close_all()
