"""Registers the admin parts of people."""

from wagtail import hooks

from pdportal.people.viewsets import PeopleGroup, person_chooser


@hooks.register("register_admin_viewset")
def register_person_chooser():
    """The pop-up in which a person is chosen."""
    return person_chooser


@hooks.register("register_admin_viewset")
def register_people():
    """The menu “People”."""
    return PeopleGroup()
