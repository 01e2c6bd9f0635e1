"""Registers the portal's colours and the first page's panel in the admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks

from pdportal.home.waiting import WaitingPanel


@hooks.register("insert_global_admin_css")
def portal_colours():
    """Our colours in the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("construct_homepage_panels")
def add_waiting_panel(request, panels):
    """Put “Waiting for you” first."""
    panels.insert(0, WaitingPanel(request))
