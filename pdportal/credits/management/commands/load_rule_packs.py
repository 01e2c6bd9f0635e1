"""``manage.py load_rule_packs``: the rule packs that come with the portal."""

from django.core.management.base import BaseCommand

from pdportal.credits.loading import load_packs


class Command(BaseCommand):
    """Write the packs that are missing; those that are there stay as coordinators left them."""

    help = "Load the clock-hour rule packs that come with the portal; existing packs are not touched."

    def handle(self, *args, **options):
        """Load and say what was written."""
        for pack in load_packs():
            self.stdout.write(f"Loaded: {pack.name_en}")
