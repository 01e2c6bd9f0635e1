"""The admin's list “Job descriptions”, in the menu “Learning”."""

from django.db.models import OuterRef, Subquery
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy

from courses.choices import LEARNING_MENU
from pdportal.duties import admin_views, link_views
from pdportal.duties.forms import DescriptionForm
from pdportal.duties.records import DescriptionVersion, JobDescription


class DescriptionPolicy(ModelPermissionPolicy):
    """Job descriptions are taken out of use, never deleted: whose duty was what stays on record."""

    def user_has_permission(self, user, action):
        """True for everything but deleting, where the groups allow it."""
        return action != "delete" and super().user_has_permission(user, action)


class DescriptionIndexView(generic.IndexView):
    """The list; a title leads to the duties."""

    def get_base_queryset(self):
        """With the number and day of the latest version, in the same query."""
        latest = DescriptionVersion.objects.filter(description=OuterRef("pk")).order_by("-number")
        return (
            super()
            .get_base_queryset()
            .annotate(
                version=Subquery(latest.values("number")[:1]),
                in_force_from=Subquery(latest.values("effective_on")[:1]),
            )
        )

    def get_edit_url(self, instance):
        """The page of its duties, from which the rest is reached."""
        return reverse(admin_views.DUTIES, args=[instance.pk])

    def get_list_more_buttons(self, instance):
        """Duties, a new text, and number, title and roles."""
        return [
            Button(_("Duties"), url=self.get_edit_url(instance), icon_name="list-ol", priority=10),
            Button(
                _("Paste or upload a text"),
                url=reverse("job_descriptions:paste", args=[instance.pk]),
                icon_name="upload",
                priority=20,
            ),
            Button(
                _("Title and roles"),
                url=reverse("job_descriptions:edit", args=[instance.pk]),
                icon_name="edit",
                priority=30,
            ),
        ]


class DescriptionCreateView(generic.CreateView):
    """A new job description; what comes next is its text."""

    def get_success_url(self):
        """The page on which its text is pasted."""
        return reverse("job_descriptions:paste", args=[self.object.pk])


class DescriptionEditView(generic.EditView):
    """Number, title, roles, and whether it is in use."""

    @property
    def header_buttons(self):
        """The way to the duties."""
        address = reverse(admin_views.DUTIES, args=[self.object.pk])
        return [HeaderButton(_("Duties"), url=address, icon_name="list-ol")]


class JobDescriptionViewSet(ModelViewSet):
    """Job descriptions with their duties."""

    model = JobDescription
    icon = "list-ol"
    menu_label = _("Job descriptions")
    menu_order = 50
    menu_hook = LEARNING_MENU
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = DescriptionIndexView
    add_view_class = DescriptionCreateView
    edit_view_class = DescriptionEditView
    list_display = [
        "__str__",
        Column("version", label=_("Version")),
        Column("in_force_from", label=_("In force from")),
        BooleanColumn("active", label=_("In use")),
    ]
    list_filter = ["active"]
    list_export = ["number", "title_en", "title_es", "roles", "levels", "version", "in_force_from", "active"]
    export_filename = "job-descriptions"
    search_fields = ["number", "title_en", "title_es"]
    ordering = ["number"]

    def get_form_class(self, for_update=False):
        """The form with roles and levels to tick."""
        return DescriptionForm

    def get_urlpatterns(self):
        """The list and its forms, the duties, a text and its review, versions, and links."""
        return [
            *super().get_urlpatterns(),
            path("<id:pk>/", admin_views.show, name="inspect"),
            path("<id:pk>/text/", admin_views.paste, name="paste"),
            path("<id:pk>/review/", admin_views.review, name="review"),
            path("versions/<id:pk>/", admin_views.version_page, name="version"),
            path("duties/<id:pk>/", link_views.duty_links, name="duty"),
            path("duties/<id:pk>/link/", link_views.add_link, name="link"),
            path("links/<id:pk>/remove/", link_views.remove_link, name="unlink"),
            path("pages/<id:pk>/", link_views.page_duties, name="page"),
        ]


job_descriptions = JobDescriptionViewSet("job_descriptions", url_prefix="job-descriptions")
