"""Publishes a wording of a job description; duties that are joined to earlier ones keep their links and evidence."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pdportal.duties.errors import (
    ChangedMeanwhile,
    DutyOfAnother,
    DutyTwice,
    EarlierThanLatest,
    NoDuties,
    TooManyDuties,
)
from pdportal.duties.records import DescriptionVersion, Duty, DutyLine, JobDescription

MOST_DUTIES = 120
WORDS = ("heading_en", "heading_es", "text_en", "text_es")


@dataclass(frozen=True)
class Wording:
    """One line as it is to stand in a version; ``duty_id`` joins it to a duty there was, None makes a new one."""

    text_en: str = ""
    text_es: str = ""
    heading_en: str = ""
    heading_es: str = ""
    duty_id: int | None = None

    @property
    def words(self):
        """Everything it says, to compare."""
        return tuple(getattr(self, name) for name in WORDS)


@transaction.atomic
def publish(
    description, wordings, *, effective_on, by, language="en", source_text="", source_name="", after=None, at=None
):
    """Write the next version of ``description`` from ``wordings``; returns the DescriptionVersion.

    The description is locked meanwhile. Publishing the same once more changes nothing. ``after`` is the number of the
    version that was looked at (0: none). Raises a DutyRefusal, and then nothing is written.
    """
    at = at or timezone.now()
    description = JobDescription.objects.select_for_update().get(pk=description.pk)
    latest = description.versions.first()
    if latest and latest.effective_on == effective_on and _says(latest, wordings):
        return latest
    if after is not None and after != (latest.number if latest else 0):
        raise ChangedMeanwhile
    if latest and effective_on < latest.effective_on:
        raise EarlierThanLatest
    _check(description, wordings)
    version = DescriptionVersion.objects.create(
        description=description, number=latest.number + 1 if latest else 1, effective_on=effective_on,
        language=language, source_text=source_text, source_name=source_name, published_by=by, published_at=at,
    )  # fmt: skip
    _write(version, wordings)
    return version


def latest_lines(description):
    """The newest DutyLine of each duty that ``description`` ever had, those of its latest version first, in order."""
    lines = DutyLine.objects.filter(version__description=description).order_by("-version__number", "number")
    found = {}
    for line in lines.select_related("version"):
        found.setdefault(line.duty_id, line)
    return list(found.values())


def _says(version, wordings):
    """True where ``version`` has these words, line by line."""
    return list(version.lines.values_list(*WORDS)) == [each.words for each in wordings]


def _check(description, wordings):
    if not wordings:
        raise NoDuties
    if len(wordings) > MOST_DUTIES:
        raise TooManyDuties(_("A job description can hold at most %(most)d duties.") % {"most": MOST_DUTIES})
    joined = [each.duty_id for each in wordings if each.duty_id is not None]
    if len(joined) != len(set(joined)):
        raise DutyTwice
    if set(joined) - set(description.duties.values_list("pk", flat=True)):
        raise DutyOfAnother


def _write(version, wordings):
    new = iter(
        Duty.objects.bulk_create(
            [Duty(description_id=version.description_id) for each in wordings if each.duty_id is None]
        )
    )
    DutyLine.objects.bulk_create(
        DutyLine(
            version=version, number=number, duty_id=each.duty_id or next(new).pk,
            **dict(zip(WORDS, each.words, strict=True)),
        )
        for number, each in enumerate(wordings, 1)
    )  # fmt: skip
