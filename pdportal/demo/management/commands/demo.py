"""``manage.py demo``: one believable district in an empty database."""

import gc
import os

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from pdportal.demo.district import NotEmpty, build
from pdportal.demo.growing import grow

ACCOUNTS = "director coordinator principal mentor newlibrarian librarian teacher aide editor learner1 … learner60"


class Command(BaseCommand):
    """Fill an empty portal with the demo district; refuse to touch any other."""

    help = "Fill an empty database with a believable district, in both languages, dated relative to today."

    def add_arguments(self, parser):
        """``--migrate`` and ``--if-empty`` for ``make run``, ``--staff`` for measurements."""
        parser.add_argument("--migrate", action="store_true", help="bring the database up to date first")
        parser.add_argument("--if-empty", action="store_true", help="do nothing where there are people already")
        parser.add_argument("--staff", type=int, default=0, help="grow the district to about so many people")

    def handle(self, *args, migrate, if_empty, staff, **options):
        """Build, grow if asked, and say how to sign in."""
        gc.set_threshold(100_000, 20, 20)  # there is little to collect, and looking for it took a fifth of the time
        if migrate:
            call_command("migrate", verbosity=0)
        if if_empty and get_user_model().objects.exists():
            return
        password = os.environ.get("DEMO_PASSWORD", "pd-demo-only")
        self.stdout.write("Making the demo district; this takes about a minute, once.")
        try:
            district = build(password=password, say=self.stdout.write)
        except NotEmpty as refusal:
            raise CommandError("There are people in this database. The demo only fills an empty one.") from refusal
        if staff:
            grow(district, staff, password=password, say=self.stdout.write)
        self.stdout.write(self.style.SUCCESS(f"Sign in as: {ACCOUNTS}\nPassword for all of them: {password}"))
