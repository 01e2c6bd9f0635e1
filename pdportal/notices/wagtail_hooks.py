"""Registers the admin parts of notices."""

from wagtail import hooks

from pdportal.notices.viewsets import mails


@hooks.register("register_admin_viewset")
def register_mails():
    """The list of mails."""
    return mails
