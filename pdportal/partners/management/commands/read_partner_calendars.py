"""``manage.py read_partner_calendars``: reads partners' calendars again; run it every quarter of an hour."""

from django.core.management.base import BaseCommand

from pdportal.partners.reading import read_all


class Command(BaseCommand):
    """Reads those that are due (last tried an hour ago) and says how it went; safe to run at any time."""

    help = "Read the calendars of partners that were last read an hour ago or longer."

    def handle(self, *args, **options):
        """Read, count, report; why one failed stands in the admin."""
        read, failed = read_all()
        self.stdout.write(f"{read} partner calendars read, {failed} could not be read.")
