"""Writes what was typed without a session into its draft when the writer signs in again."""

import logging

from django.http import QueryDict

from pdportal.claims import keeping, writing
from pdportal.claims.errors import NotEditable
from pdportal.claims.forms import ClaimForm
from pdportal.claims.records import Claim

log = logging.getLogger(__name__)


def write_kept(sender, request, user, **kwargs):
    """Write kept forms as drafts; one whose claim was handed in meanwhile is logged, without its text."""
    session = getattr(request, "session", None)
    for claim_id, data in keeping.take_kept(session, user) if session is not None else []:
        claim = Claim.objects.filter(pk=claim_id, learner_id=user.pk).first()
        if claim is None:
            continue
        fields, topics = ClaimForm(QueryDict(data), instance=claim).readable()
        try:
            writing.save_draft(claim, fields=fields, topics=topics)
        except NotEditable as refusal:
            log.info("A kept form of claim %s was not written: %s", claim_id, type(refusal).__name__)
