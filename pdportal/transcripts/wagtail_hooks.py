"""Registers the admin parts of transcripts."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from pdportal.transcripts.viewsets import LedgerGroup, TopicViewSet


@hooks.register("register_admin_viewset")
def register_ledger():
    """The menu “Ledger”."""
    return LedgerGroup()


register_snippet(TopicViewSet)
