"""What the ledger needs to know of an activity, taken from its page."""

import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from pdportal.transcripts.choices import ActivityKind, CreditType


@dataclass(frozen=True)
class Activity:
    """An activity as the ledger freezes it. ``titles`` maps language codes to titles; hours are credit hours."""

    key: uuid.UUID
    kind: ActivityKind
    titles: dict
    credit_hours: Decimal
    revision: int | None = None
    certificate_wording: str = ""
    awards_certificate: bool = True
    credit_type: CreditType = CreditType.ATTENDED

    @classmethod
    def of(cls, page):
        """The activity that ``page`` (any language of it) stands for, with the titles that are published; one query."""
        siblings = page.get_translations(inclusive=True).filter(Q(live=True) | Q(pk=page.pk))
        titles = dict(siblings.values_list("locale__language_code", "title"))
        return cls(
            key=page.translation_key,
            kind=page.activity_kind,
            titles=titles,
            credit_hours=page.credit_hours,
            revision=page.live_revision_id,
            certificate_wording=page.certificate_wording,
            awards_certificate=page.awards_certificate,
            credit_type=page.credit_type,
        )
