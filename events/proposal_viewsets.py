"""The coordinator's list of proposed sessions; each is answered in the editor of its page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import TitleColumn

from events.proposal_queries import sent
from events.proposal_records import SessionProposal
from pdportal.common.viewsets import ReadOnlyIndexView, ReadOnlyViewSet


def editor_of(proposal):
    """Where ``proposal`` is answered; None where its page is gone."""
    return reverse("wagtailadmin_pages:edit", args=[proposal.page_id]) if proposal.page_id else None


class ProposalIndexView(ReadOnlyIndexView):
    """Proposals that were sent, the latest first; drafts are their writers' own."""

    def get_base_queryset(self):
        """With proposer and building, in one query."""
        return sent()

    def export_table(self, queryset):
        """Header and rows."""
        header = [_("Title"), _("Proposed by"), _("Building"), _("Date"), _("Sent"), _("State")]
        rows = (
            [
                row.title,
                str(row.proposer),
                str(row.school or row.place),
                row.held_on,
                row.sent_at,
                row.get_state_display(),
            ]
            for row in queryset
        )
        return header, rows


class ProposalViewSet(ReadOnlyViewSet):
    """Proposed sessions."""

    model = SessionProposal
    icon = "form"
    menu_label = _("Proposals")
    index_view_class = ProposalIndexView
    list_display = [
        TitleColumn("title", label=_("Title"), get_url=editor_of),
        "proposer",
        "school",
        "held_on",
        "sent_at",
        "state",
    ]
    list_filter = ["state", "school"]
    search_fields = ["title", "proposer__first_name", "proposer__last_name"]
    ordering = ["-sent_at", "-pk"]
    export_filename = "proposals"
