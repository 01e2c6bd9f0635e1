"""The admin's list of approval shapes; claims themselves are decided in the queue, where principals work too."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from pdportal.claims.admin_forms import ShapeForm
from pdportal.claims.records import ApprovalShape

LISTED = ["position", "beforehand_by", "first_approver", "second_approver", "most_hours", "active"]


class ShapePolicy(ModelPermissionPolicy):
    """Shapes are taken out of use, never deleted, so that a claim can always say which way it went."""

    def user_has_permission(self, user, action):
        """True for everything but deleting, where the groups allow it."""
        return action != "delete" and super().user_has_permission(user, action)


class ShapeViewSet(ModelViewSet):
    """Who decides on which claims."""

    model = ApprovalShape
    icon = "clipboard-list"
    menu_label = _("Approval of claims")
    menu_order = 360
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = ["__str__", *LISTED]
    list_filter = ["active", "beforehand_by", "first_approver"]
    list_export = ["name_en", "name_es", *LISTED, "lead_days", "decide_days", "needs_proof"]
    search_fields = ["name_en", "name_es"]
    ordering = ["position", "pk"]

    def get_form_class(self, for_update=False):
        """The form with boxes to tick."""
        return ShapeForm


shapes = ShapeViewSet("approval_shapes", url_prefix="approval-shapes")
