"""``manage.py mentoring_nightly``: asks the next mentor where none answered, and warns before a mentor is due."""

from django.core.management.base import BaseCommand

from mentoring import answering, clock


class Command(BaseCommand):
    """Run once a night from cron or a systemd timer; running it twice changes nothing."""

    help = "Lets requests to mentors run out, and warns coordinators of new librarians without a mentor."

    def handle(self, *args, **options):
        """Do both for today."""
        lapsed, told = answering.lapse_all(), clock.warn()
        self.stdout.write(f"{lapsed} requests to mentors ran out; {told} notices to coordinators.")
