"""Admin lists of what nobody edits by hand: look, search, filter and export, with no way to add, change or delete."""

from django.contrib import messages
from django.db import transaction
from django.db.models import ProtectedError, Q
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from pdportal.common.exports import table_response

MOST_WORDS = 6


class ReadOnlyIndexView(generic.IndexView):
    """A list in which every word searched for has to be found somewhere, and whose exports start no formula.

    ``export_table(queryset)`` gives header and rows; without it (None) there is nothing to download.
    """

    export_table = None

    def get(self, request, *args, **kwargs):
        """The list, or the whole of it as CSV or XLSX, row by row."""
        if not self.is_export:
            return super().get(request, *args, **kwargs)
        if self.export_table is None:
            raise Http404
        header, rows = self.export_table(self.get_queryset())
        return table_response(request.GET["export"], self.get_filename(), header, rows)

    @property
    def show_export_buttons(self):
        """True where there is something to download."""
        return self.export_table is not None

    def search_queryset(self, queryset):
        """Rows in which each word is part of one of ``search_fields``."""
        for word in self.search_query.split()[:MOST_WORDS]:
            found = Q()
            for field in self.search_fields:
                found |= Q(**{f"{field}__icontains": word})
            queryset = queryset.filter(found)
        return queryset

    def get_add_url(self):
        """None: rows are written by verbs."""

    def get_context_data(self, *args, **kwargs):
        """The context, without the invitation to add something, which superusers would get."""
        return super().get_context_data(*args, **kwargs) | {"can_add": bool(self.add_url)}


class ReadOnlyViewSet(ModelViewSet):
    """A viewset with a list and, where enabled, a page for each row; superusers cannot do more either."""

    add_to_reference_index = False
    copy_view_enabled = False
    form_fields = []
    index_view_class = ReadOnlyIndexView

    def get_common_view_kwargs(self, **kwargs):
        """No addresses of pages that do not exist."""
        missing = ("history", "usage", "add", "edit", "delete")
        return super().get_common_view_kwargs(**{f"{name}_url_name": None for name in missing}, **kwargs)

    def register_admin_url_finder(self):
        """Nothing: there is no page on which a row could be edited."""

    def get_urlpatterns(self):
        """The list, the part of it that search and filters fetch, and the page of one row."""
        patterns = [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
        ]
        if self.inspect_view_enabled:
            patterns.append(path("<id:pk>/", self.inspect_view, name="inspect"))
        return patterns


class CarefulDeleteView(generic.DeleteView):
    """Deletes what nothing depends on; otherwise it says so, and nothing is changed."""

    def form_valid(self, form):
        """Delete, or go back to the list with the reason."""
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ProtectedError:
            messages.error(self.request, _("Other records depend on this, so it is kept. Nothing was changed."))
            return redirect(self.get_success_url())
