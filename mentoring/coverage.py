"""Who needs a mentor on a date, who has one, and how long that took; the same queries for any number of people."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from mentoring.choices import MenteeYear
from mentoring.matching_records import MentoringProfile
from mentoring.queries import REMATCHED, new_in
from mentoring.records import Pairing
from pdportal.common.dates import end_of_day
from pdportal.people.queries import appointments_on


@dataclass(frozen=True)
class Need:
    """Somebody who needs a mentor of a programme or has one. ``pairing`` is the one in force; ``since`` the day from
    which the time to find one counts, ``first_on`` the day on which the first one began, None where unknown."""

    person: Any
    programme: Any
    school: Any
    on: dt.date
    pairing: Pairing | None = None
    since: dt.date | None = None
    first_on: dt.date | None = None

    @property
    def due_on(self):
        """The last day on which a mentor was, or is, to be found; None where no deadline runs."""
        days = self.programme.assign_within_days
        return self.since + dt.timedelta(days=days) if self.since and days else None

    @property
    def days(self):
        """Days from the first day until the first mentor; None where there was none yet, or nothing to count from."""
        return max((self.first_on - self.since).days, 0) if self.first_on and self.since else None

    @property
    def is_late(self):
        """True where the deadline passed before there was a mentor."""
        return bool(self.due_on) and (self.first_on or self.on) > self.due_on


def needs(on, programmes, held=None):
    """The Needs in ``programmes`` on the date ``on``, by the person's name; a query a programme and two more.

    ``held`` are the appointments of that date that the reader may see; people without one of them are left out. None:
    everybody. Who has a mentor in any programme waits for none; who is in several programmes waits in the one with the
    earliest day.
    """
    pairs, first, lost = _pairs(on, programmes)
    seen = appointments_on(on).filter(person__merged_into=None) if held is None else held
    homes = _homes(seen.filter(person__in=[pairing.mentee_id for pairing in pairs]))
    found = [
        _need_of(pairing, homes.get(pairing.mentee_id), first[pairing.programme_id, pairing.mentee_id], on)
        for pairing in pairs
        if held is None or pairing.mentee_id in homes
    ]
    paired, waiting = {pairing.mentee_id for pairing in pairs}, {}
    for programme in programmes:
        for pk, home in _homes(seen.filter(_wanting(programme, on))).items():
            since = lost.get((programme.pk, pk)) or _since(programme, home)
            need = Need(home.person, programme, home.school, on, since=since)
            waiting[pk] = min(waiting.get(pk, need), need, key=lambda each: each.due_on or dt.date.max)
    found += [need for pk, need in waiting.items() if pk not in paired]
    return sorted(found, key=lambda need: (need.person.last_name, need.person.first_name, need.person.pk))


def _pairs(on, programmes):
    """The pairings in force; by programme and mentee the day the first one began, and the day the last was lost."""
    by_id, pairs, first, lost = {programme.pk: programme for programme in programmes}, [], {}, {}
    for pairing in Pairing.objects.begun().filter(programme__in=by_id, starts_on__lte=on).with_people():
        key, pairing.programme = (pairing.programme_id, pairing.mentee_id), by_id[pairing.programme_id]
        first[key] = min(first.get(key, pairing.starts_on), pairing.starts_on)
        if pairing.is_active or pairing.ends_on > on:
            pairs.append(pairing)
        elif pairing.end_code in REMATCHED:
            lost[key] = max(lost.get(key, pairing.ends_on), pairing.ends_on)
    return pairs, first, lost


def _need_of(pairing, home, first_on, on):
    school, since = (home.school, _since(pairing.programme, home)) if home else (None, None)
    return Need(pairing.mentee, pairing.programme, school, on, pairing=pairing, since=since, first_on=first_on)


def _wanting(programme, on):
    """The condition on an appointment whose holder needs a mentor of ``programme``: new, or asking by themselves."""
    if programme.mentee_year != MenteeYear.ANY:
        return new_in(programme, on)
    asking = MentoringProfile.objects.filter(as_mentee=True, saved_at__lt=end_of_day(on)).values("person")
    role = Q(role=programme.mentee_role) if programme.mentee_role else Q()
    return role & Q(person__in=asking)


def _homes(held):
    """By person the appointment that says where they work: the one that makes them new, else the earliest."""
    found = {}
    for appointment in held.select_related("person", "school").order_by("starts_on", "pk"):
        known = found.get(appointment.person_id)
        if known is None or (appointment.new_to and not known.new_to):
            found[appointment.person_id] = appointment
    return found


def _since(programme, home):
    """Since when somebody needs a mentor; None where no appointment made them new."""
    return programme.counted_from(home.starts_on) if home.new_to else None
