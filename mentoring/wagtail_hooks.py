"""Registers the admin parts of mentoring."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from mentoring.admin_views import keep_programs_with_pairings
from mentoring.records import Pairing
from mentoring.viewsets import MentoringGroup, PairingPolicy

register_permission_policy(Pairing, PairingPolicy(Pairing))
hooks.register("before_delete_page", keep_programs_with_pairings)


@hooks.register("register_admin_viewset")
def register_mentoring():
    """The menu “Mentoring”."""
    return MentoringGroup()
