"""``manage.py setup_site``: the page trees, languages and admin groups that every installation needs."""

from django.core.management.base import BaseCommand

from pdportal.home.setup import setup_site


class Command(BaseCommand):
    """Run once after the first ``migrate``; running it again changes nothing."""

    help = "Create the page trees in both languages and the admin groups. Safe to run again."

    def handle(self, *args, **options):
        """Set up and say so."""
        home = setup_site()
        self.stdout.write(f"The site's front page is “{home.title}” (id {home.pk}).")
