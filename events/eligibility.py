"""Whom an event is for: its audience rule asked of one person, in views and verbs alike."""

from django.utils.translation import gettext as _

from events.errors import NotForYou
from pdportal.common.dates import today
from pdportal.people.audience import Holder, asks, describe, people_in
from pdportal.people.queries import appointments_on


def holders(person, on):
    """The appointments of ``person`` on the date ``on`` as the audience rules look at them; one query."""
    found = appointments_on(on).filter(person=person).values_list("role", "school__level", "school", "new_to")
    return [Holder(*row) for row in found]


def is_for(rule, held):
    """True where an event with the audience ``rule`` is open to somebody with the appointments ``held``."""
    return not rule or any(asks(rule, holder) for holder in held)


def for_whom(rule):
    """The sentence that says whom an event is for."""
    return _("This event is for: %(audience)s.") % {"audience": describe(rule)}


def refuse_outsiders(session, learner, *, at):
    """Raise NotForYou, with the sentence that says for whom, where ``learner`` is outside the audience."""
    rule = session.rules.audience
    if rule and not is_for(rule, holders(learner, today(at))):
        raise NotForYou(for_whom(rule))


def those_in(rule, people, on):
    """Those of ``people``, a queryset, for whom an event with the audience ``rule`` is."""
    return people.filter(pk__in=people_in(rule, on).order_by().values("pk")) if rule else people
