"""What the ledger needs to know of an activity, taken from its page."""

import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import get_language

from pdportal.transcripts.choices import ActivityKind, CreditType

OUTSIDE = uuid.UUID("9b0d1f5e-6c0f-5a57-9d5c-0f6f6f4c2b11")  # the namespace of titles; changing it would part equals


def in_language(titles, language=None):
    """Of ``titles`` by language code, the one in ``language`` (the reader's), else in English, else any."""
    language = (language or get_language() or "en")[:2]
    return titles.get(language) or titles.get("en") or next(iter(titles.values()), "")


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
    topics: tuple = ()

    @property
    def title(self):
        """The title in the reader's language."""
        return in_language(self.titles)

    @classmethod
    def outside(cls, title, credit_hours, *, language="en"):
        """Something learned elsewhere, known by its title: the same title is the same activity, whatever its case."""
        name = " ".join(title.split())
        key = uuid.uuid5(OUTSIDE, name.casefold())
        return cls(key, ActivityKind.OUTSIDE, {language: name}, credit_hours, awards_certificate=False)

    @classmethod
    def of(cls, page):
        """The activity that ``page`` (any language of it) stands for, with the titles published; two queries."""
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
            topics=tuple(page.topics.order_by("slug").values_list("slug", flat=True)),
        )
