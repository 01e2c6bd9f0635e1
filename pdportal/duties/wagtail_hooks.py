"""Registers the admin parts of the duty map."""

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.permissions import register_permission_policy

from pdportal.duties.records import JobDescription
from pdportal.duties.targets import linkable
from pdportal.duties.viewsets import DescriptionPolicy, job_descriptions

register_permission_policy(JobDescription, DescriptionPolicy(JobDescription))


@hooks.register("register_admin_viewset")
def register_job_descriptions():
    """The menu entry “Job descriptions”."""
    return job_descriptions


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def link_duties(page, user, view_name=None, next_url=None):
    """“Duties it trains for” beside a published lesson or activity, for those who write job descriptions."""
    if (
        page.live
        and user.has_perm("duties.change_jobdescription")
        and issubclass(page.specific_class, tuple(linkable()))
    ):
        address = reverse("job_descriptions:page", args=[page.pk])
        yield Button(_("Duties it trains for"), url=address, icon_name="list-ol", priority=75)
