"""What the ledger needs to know of an activity, taken from its page."""

import uuid
from dataclasses import dataclass
from decimal import Decimal

from pdportal.transcripts.choices import ActivityKind


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

    @classmethod
    def of(cls, page):
        """The activity that ``page`` (any language of it) stands for; two queries."""
        siblings = page.get_translations(inclusive=True).select_related("locale")
        titles = {sibling.locale.language_code: sibling.title for sibling in siblings}
        return cls(
            key=page.translation_key,
            kind=page.activity_kind,
            titles=titles,
            credit_hours=page.credit_hours,
            revision=page.live_revision_id,
            certificate_wording=page.certificate_wording,
            awards_certificate=page.awards_certificate,
        )
