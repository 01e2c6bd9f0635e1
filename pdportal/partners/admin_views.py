"""Reads a partner's calendar when the coordinator asks for it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from pdportal.partners.reading import read
from pdportal.partners.records import PartnerCalendar
from pdportal.people.permissions import can_coordinate


class ReadNowView(WagtailAdminTemplateMixin, TemplateView):
    """What is known of the calendar (GET), and reading it (POST); only for those who coordinate."""

    template_name = "partners/admin/read.html"
    http_method_names = ["get", "head", "post"]
    page_title = gettext_lazy("Read now")
    header_icon = "globe"

    def dispatch(self, request, *args, **kwargs):
        """Refuse everybody else."""
        if not can_coordinate(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def calendar(self):
        """The calendar that is meant; 404 where there is none."""
        return get_object_or_404(PartnerCalendar, pk=self.kwargs["pk"])

    def get_page_subtitle(self):
        """The calendar's name."""
        return self.calendar.name

    def get_breadcrumbs_items(self):
        """Home, calendars, this one."""
        calendars = {"url": reverse("partner_calendars:index"), "label": _("Partner calendars")}
        return [*super().get_breadcrumbs_items(), calendars, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        """The calendar."""
        return super().get_context_data(**kwargs) | {"calendar": self.calendar}

    def post(self, request, *args, **kwargs):
        """Read, and say what came of it."""
        outcome = read(self.calendar)
        self.calendar.refresh_from_db()
        if outcome is None:
            messages.warning(request, _("This calendar was read less than a minute ago. Please wait a moment."))
        elif outcome:
            count = self.calendar.entries.count()
            sentence = ngettext("%(count)s entry is shown.", "%(count)s entries are shown.", count)
            messages.success(request, sentence % {"count": count})
        else:
            messages.error(request, self.calendar.trouble_text)
        return redirect("partner_calendars:index")
