"""The admin's list of mails: which left, which wait, which failed and why. No text of a mail is shown anywhere."""

import django_filters
from django import forms
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton

from pdportal.common.viewsets import ReadOnlyIndexView, ReadOnlyViewSet
from pdportal.notices import queries
from pdportal.notices.admin_views import TryAgainView, TryAllAgainView
from pdportal.notices.choices import MailState
from pdportal.notices.records import OutgoingMail
from pdportal.people.permissions import can_coordinate


class MailFilterSet(WagtailFilterSet):
    """By what became of the mail."""

    state = django_filters.ChoiceFilter(
        choices=MailState.choices, label=_("State"), method="by_state", widget=forms.RadioSelect, empty_label=_("All")
    )

    class Meta:
        model = OutgoingMail
        fields = []

    def by_state(self, queryset, name, value):
        """Those in the state asked for."""
        return queries.in_state(queryset, value)


class MailIndexView(ReadOnlyIndexView):
    """Mails, newest first."""

    @cached_property
    def coordinates(self):
        """True where the reader may send; asked once for the whole list."""
        return can_coordinate(self.request.user)

    def get_base_queryset(self):
        """Mails with their recipients, without their text."""
        return queries.mails().defer("body", "calendar_text")

    def get_list_more_buttons(self, instance):
        """“Try again” for a mail that failed."""
        if instance.state not in {MailState.FAILED, MailState.GIVEN_UP} or not self.coordinates:
            return []
        address = reverse("mails:again", args=[instance.pk])
        return [Button(_("Try again"), url=address, icon_name="rotate", priority=10)]

    @property
    def header_buttons(self):
        """One button for all that failed."""
        if not self.coordinates:
            return []
        return [HeaderButton(_("Try all failed mails again"), url=reverse("mails:all_again"), icon_name="rotate")]


class MailViewSet(ReadOnlyViewSet):
    """Outgoing mails: recipient, subject, state and error; never the text."""

    model = OutgoingMail
    icon = "mail"
    menu_label = _("Mail")
    menu_order = 600
    add_to_settings_menu = True
    index_view_class = MailIndexView
    filterset_class = MailFilterSet
    list_display = [
        "subject",
        "recipient",
        "created_at",
        Column("state.label", label=_("State")),
        "tries",
        "due_at",
        "last_error",
    ]
    search_fields = ["recipient__first_name", "recipient__last_name", "recipient__email", "subject"]

    def get_urlpatterns(self):
        """The list, and trying again."""
        return [
            *super().get_urlpatterns(),
            path("<id:pk>/again/", TryAgainView.as_view(), name="again"),
            path("again/", TryAllAgainView.as_view(), name="all_again"),
        ]


mails = MailViewSet("mails", url_prefix="mails")
