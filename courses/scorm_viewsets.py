"""The admin's list of SCORM packages: upload, try out, see where each is used, and its versions."""

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import DeleteView, IndexView, SnippetViewSet

from courses.choices import LEARNING_MENU
from courses.scorm_forms import ScormPackageForm
from courses.scorm_records import ScormPackage, ScormSitting, ScormVersion


class ScormPackageIndexView(IndexView):
    """Packages with their newest version; two queries for any number."""

    def get_base_queryset(self):
        """Packages with what the list shows of their versions."""
        versions = ScormVersion.objects.defer("contents")
        return super().get_base_queryset().prefetch_related(Prefetch("versions", versions))


class ScormPackagePolicy(ModelPermissionPolicy):
    """A package that learners have opened stays: what they did in it is on record."""

    def user_has_permission_for_instance(self, user, action, instance):
        """As the groups allow, except that a package in use is not deleted."""
        if action == "delete" and ScormSitting.objects.filter(version__package=instance).exists():
            return False
        return super().user_has_permission_for_instance(user, action, instance)


class ScormPackageDeleteView(DeleteView):
    """Asks the policy about this very package, not only whether packages may be deleted at all."""

    def get_object(self, queryset=None):
        """The package; PermissionDenied where it is in use."""
        package = super().get_object(queryset)
        if not self.permission_policy.user_has_permission_for_instance(self.request.user, "delete", package):
            raise PermissionDenied
        return package


class ScormPackageViewSet(SnippetViewSet):
    """SCORM packages."""

    model = ScormPackage
    icon = "media"
    menu_label = _("SCORM packages")
    menu_name = "scorm-packages"
    menu_order = 30
    menu_hook = LEARNING_MENU
    copy_view_enabled = False
    index_view_class = ScormPackageIndexView
    delete_view_class = ScormPackageDeleteView
    list_display = [
        "title",
        "language",
        Column("latest.get_standard_display", label=_("Standard")),
        Column("latest.number", label=_("Version")),
        BooleanColumn("latest.reports", label=_("Reports by itself")),
        Column("latest.uploaded_at", label=_("Uploaded")),
    ]
    list_filter = ["language", "finish"]
    list_export = ["title", "language", "finish", "latest.standard", "latest.number", "latest.reports"]
    export_filename = "scorm-packages"
    ordering = ["title"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("language"),
            FieldPanel("description"),
            FieldPanel("upload"),
            FieldPanel("finish"),
            HelpPanel(template="courses/admin/scorm_versions.html", heading=_("Versions")),
        ],
        base_form_class=ScormPackageForm,
    )
