"""What coordinators do with mails that failed: try them again, one or all, after a question."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from pdportal.notices import delivery, postman, queries
from pdportal.notices.errors import NothingToTry
from pdportal.people.permissions import can_coordinate


class AgainView(WagtailAdminTemplateMixin, TemplateView):
    """A question (GET), and its answer (POST); only for those who coordinate."""

    template_name = "notices/admin/again.html"
    http_method_names = ["get", "head", "post"]
    header_icon = "mail"

    def dispatch(self, request, *args, **kwargs):
        """Refuse everybody else."""
        if not can_coordinate(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        """Home, mails, this question."""
        mails = {"url": reverse("mails:index"), "label": _("Mail")}
        return [*super().get_breadcrumbs_items(), mails, {"url": "", "label": self.get_page_title()}]

    def post(self, request, *args, **kwargs):
        """Try, say what came of it, go back to the list."""
        self.act()
        return redirect("mails:index")


class TryAgainView(AgainView):
    """One mail."""

    page_title = gettext_lazy("Try again")

    def get_context_data(self, **kwargs):
        """The mail that is meant."""
        return super().get_context_data(**kwargs) | {"mail": get_object_or_404(queries.mails(), pk=self.kwargs["pk"])}

    def act(self):
        """Send it; a refusal becomes a message."""
        mail = get_object_or_404(queries.mails(), pk=self.kwargs["pk"])
        try:
            left = delivery.try_again(mail)
        except NothingToTry as refusal:
            messages.error(self.request, str(refusal))
        else:
            if left:
                messages.success(self.request, _("The mail has been sent."))
            else:
                messages.warning(self.request, _("The mail has been tried again. The list says what came of it."))


class TryAllAgainView(AgainView):
    """All that failed."""

    page_title = gettext_lazy("Try all failed mails again")

    def get_context_data(self, **kwargs):
        """How many there are."""
        return super().get_context_data(**kwargs) | {"failed": queries.troubled().count()}

    def act(self):
        """Let them be sent, which may take longer than a page; say how many."""
        count = delivery.make_all_due()
        postman.ring()
        sentence = ngettext("%(count)s mail is tried again.", "%(count)s mails are tried again.", count)
        messages.success(self.request, sentence % {"count": count})
