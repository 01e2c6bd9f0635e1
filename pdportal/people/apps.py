"""Tells Django about the people app and registers who oversees whom by appointment."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Configuration of ``pdportal.people``."""

    name = "pdportal.people"

    def ready(self):
        """Register the two rules that follow from appointments alone."""
        from pdportal.people import oversight  # noqa: PLC0415  models are not loaded before ready()

        oversight.register(
            "district", oversight.led_by, vouches=True, reports=True, overseers=oversight.leads, distance=2
        )
        oversight.register(
            "building", oversight.in_building_of, vouches=True, reports=True, overseers=oversight.principals_of,
            distance=1,
        )  # fmt: skip
