"""The admin's pages of matching, in the menu “Mentoring”."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet

from mentoring import matching_views as views


class MatchingItem(MenuItem):
    """Shown to those who may look at pairings: coordinators, by the groups that follow from appointments.

    The views ask for the appointment itself; the menu stands on every page of the admin and asks nothing more.
    """

    def is_shown(self, request):
        """True for coordinators, directors and superusers."""
        return request.user.has_perm("mentoring.view_pairing")


class MatchingViewSet(ViewSet):
    """Who waits, runs, and candidates by hand."""

    icon = "group"
    menu_label = _("Matching")
    menu_item_class = MatchingItem

    def get_urlpatterns(self):
        """The pages, and what is done on them."""
        return [
            path("", views.index, name="index"),
            path("make/", views.make, name="make"),
            path("find/", views.find, name="find"),
            path("run/<id:pk>/", views.run, name="run"),
            path("run/<id:pk>/again/", views.again, name="again"),
            path("run/<id:pk>/override/", views.override, name="override"),
            path("run/<id:pk>/publish/", views.publish, name="publish"),
            path("run/<id:pk>/table/<slug:kind>/", views.run_table, name="table"),
            path("compare/<id:old_pk>/<id:new_pk>/", views.compare, name="compare"),
            path("decide/<id:programme_pk>/", views.decide, name="decide"),
            path("candidates/<id:programme_pk>/<id:person_pk>/", views.candidates, name="candidates"),
            path("candidates/<id:programme_pk>/<id:person_pk>/propose/", views.propose, name="propose"),
        ]
