"""Tells Django about the people app and registers who oversees whom by appointment."""

from django.apps import AppConfig, apps
from django.db.models.signals import post_save


def _as_person(sender, signal, **saved):
    """Tell whoever listens to accounts (their history, assignments) of one that was saved through the admin's proxy."""
    signal.send(apps.get_model("people.User"), **saved)


class PeopleConfig(AppConfig):
    """Configuration of ``pdportal.people``."""

    name = "pdportal.people"

    def ready(self):
        """Register the two rules that follow from appointments alone, and what belongs to a person here."""
        from pdportal.people import belongings, oversight  # noqa: PLC0415  models are not loaded before ready()

        oversight.register(
            "district", oversight.led_by, vouches=True, reports=True, overseers=oversight.leads, distance=2
        )
        oversight.register(
            "building", oversight.in_building_of, vouches=True, reports=True, overseers=oversight.principals_of,
            distance=1,
        )  # fmt: skip
        post_save.connect(_as_person, sender="people.StaffMember", dispatch_uid="people.staff_member_is_a_person")
        belongings.register("people.Appointment", "person")
        belongings.register("people.Leave", "person")
