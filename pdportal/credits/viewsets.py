"""The admin's menu “Rule packs”: clock-hour rules, edited as versions."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from pdportal.credits.admin_forms import RulePackForm
from pdportal.credits.records import RulePack
from pdportal.credits.rules import publish_version


class RulePackPolicy(ModelPermissionPolicy):
    """Packs are taken out of use, never deleted, not even by superusers: what counted once stays explainable."""

    def user_has_permission(self, user, action):
        """True for everything but deleting, where the groups allow it."""
        return action != "delete" and super().user_has_permission(user, action)


class _WritesVersions:
    """Saves the pack and puts its rules in force; nothing is kept if one of them fails."""

    def save_instance(self):
        pack = super().save_instance()
        publish_version(
            pack, by=self.request.user, valid_from=self.form.cleaned_data["valid_from"], **self.form.version
        )
        return pack


class RulePackCreateView(_WritesVersions, generic.CreateView):
    """Write a pack."""


class RulePackEditView(_WritesVersions, generic.EditView):
    """Change a pack; changed rules are a new version."""

    def get_context_data(self, **kwargs):
        """Add the versions so far, the newest first."""
        versions = self.object.versions.select_related("created_by", "pack")
        return super().get_context_data(**kwargs) | {"versions": versions}


class RulePackViewSet(ModelViewSet):
    """Rule packs."""

    model = RulePack
    icon = "list-ol"
    menu_label = _("Rule packs")
    menu_order = 260
    add_to_admin_menu = True
    add_to_reference_index = False
    list_display = ["name_en", "name_es", "jurisdiction", "duty", "position", "active"]
    list_filter = ["active", "duty", "jurisdiction"]
    list_export = ["slug", "name_en", "name_es", "jurisdiction", "duty", "position", "active"]
    search_fields = ["name_en", "name_es", "slug", "jurisdiction"]
    ordering = ["position", "name_en"]
    add_view_class = RulePackCreateView
    edit_view_class = RulePackEditView
    create_template_name = edit_template_name = "credits/admin/pack.html"
    copy_view_enabled = False

    def get_form_class(self, for_update=False):
        """The form with the version."""
        return RulePackForm


rule_packs = RulePackViewSet("rule_packs", url_prefix="rule-packs")
