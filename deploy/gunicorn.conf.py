"""gunicorn for the portal: sync workers behind a web server, restarted now and then to give memory back."""

import multiprocessing
import os

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WORKERS", str(multiprocessing.cpu_count() + 1)))
max_requests = 2000
max_requests_jitter = 200
timeout = 60
preload_app = True
accesslog = None  # the web server keeps one; addresses of personal calendars must not be written down twice
