"""``manage.py send_digests``: sends principals and coordinators the digest of the week."""

from django.core.management.base import BaseCommand

from pdportal.reports import digest


class Command(BaseCommand):
    """Run every morning: it sends on Monday, or later where a Monday was missed; twice sends nothing twice."""

    help = "Sends the digest of the week to those who want it."

    def handle(self, **options):
        """Send what is due."""
        self.stdout.write(f"{digest.send_all()} digests sent.")
