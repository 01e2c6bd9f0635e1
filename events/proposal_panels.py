"""Shows in the editor of an event what was proposed with it: when, where, by whom, and the word to the coordinator."""

from wagtail.admin.panels import Panel

from events.proposal_records import SessionProposal


class ProposalPanel(Panel):
    """The proposal of the page being edited, to read; nothing where the page was not proposed."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page."""

        template_name = "events/admin/proposal_panel.html"

        def __init__(self, **kwargs):
            super().__init__(**kwargs)
            found = SessionProposal.objects.filter(page=self.instance.pk) if self.instance.pk else None
            self.proposal = found.select_related("proposer", "school").first() if found is not None else None

        def is_shown(self):
            """True where there is a proposal."""
            return super().is_shown() and self.proposal is not None

        def get_context_data(self, parent_context=None):
            """The proposal."""
            return super().get_context_data(parent_context) | {"proposal": self.proposal}
