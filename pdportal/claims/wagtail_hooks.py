"""Registers the admin parts of claims."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy

from pdportal.claims.records import ApprovalShape
from pdportal.claims.viewsets import ShapePolicy, shapes

register_permission_policy(ApprovalShape, ShapePolicy(ApprovalShape))


class QueueItem(MenuItem):
    """The way to the queue, for coordinators; principals find it on My page."""

    def is_shown(self, request):
        """True for those who write approval shapes; known without a query of its own."""
        return request.user.has_perm("claims.change_approvalshape")


@hooks.register("register_admin_viewset")
def register_shapes():
    """The menu “Approval of claims”."""
    return shapes


@hooks.register("register_admin_menu_item")
def register_queue():
    """The menu “Claims to decide”."""
    return QueueItem(_("Claims to decide"), reverse("claims:queue"), name="claims", icon_name="tasks", order=355)
