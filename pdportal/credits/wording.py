"""Puts rules, parts and paces into sentences, the same for learner, coordinator, table and paper."""

from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from pdportal.common.dates import in_words
from pdportal.credits.choices import CycleStart, TopicLimit, Unit
from pdportal.transcripts.choices import ActivityKind, CreditType
from pdportal.transcripts.records import in_language
from pdportal.transcripts.wording import hours_text


@dataclass(frozen=True)
class Sentence:
    """A rule in words, whether it is confirmed, a remark and the address where it can be read."""

    text: str
    confirmed: bool
    note: str
    source: str


def rules_of(version):
    """Every rule of ``version`` as a Sentence, the main one first."""
    terms, needed = version.terms, version.hours_needed
    words = [
        *((term, cap_text(term, needed)) for term in terms.caps),
        *((term, _topic_text(term, needed)) for term in terms.topics),
        *((term, _conversion_text(term)) for term in terms.conversions),
        *((term, _approval_text(term)) for term in terms.approvals),
    ]
    main = Sentence(main_text(version), version.confirmed, version.note, version.source)
    return [main, *(Sentence(text, term.confirmed, _note(term), term.source) for term, text in words)]


def main_text(version):
    """How many hours, in which time, and whose duty they are."""
    hours = hours_text(version.hours_needed)
    if version.pack.is_offer:
        return _(
            "The district must offer %(hours)s hours in each school year. The duty is the district's: nobody is asked "
            "to collect these hours."
        ) % {"hours": hours}
    if version.cycle_start == CycleStart.SCHOOL_YEAR:
        return _("%(hours)s hours in each school year, July to June.") % {"hours": hours}
    return ngettext(
        "%(hours)s hours in %(years)s year, counted from the date of the certificate.",
        "%(hours)s hours in %(years)s years, counted from the date of the certificate.",
        version.cycle_years,
    ) % {"hours": hours, "years": version.cycle_years}


def cap_text(cap, needed):
    """At most so much of which types."""
    values = {"types": types_text(cap.types), "hours": hours_text(cap.limit(needed)), "percent": cap.percent}
    if cap.percent is None:
        return _("%(types)s: at most %(hours)s hours count.") % values
    return _("%(types)s: at most %(percent)s%% of the hours count, here %(hours)s hours.") % values


def types_text(types):
    """Types of credit in a fixed order: “Independent study or curriculum development”."""
    labels = [str(each.label) for each in CreditType if each.value in types]
    return get_text_list([*labels[:1], *(label[0].lower() + label[1:] for label in labels[1:])], _("or"))


def standing_text(found):
    """Where somebody stands, in a sentence. ``found``: a PackHours."""
    if found.pack.is_offer:
        return _offer_text(found)
    totals = found.count.totals
    if not totals.still_needed:
        return _("The hours are reached.")
    values = {"hours": hours_text(totals.still_needed)}
    if found.count.expires_on:
        values["date"] = in_words(found.count.expires_on)
        return _("%(hours)s hours to go until %(date)s.") % values
    return _("%(hours)s hours to go.") % values


def pace_text(count):
    """Whether somebody is ahead of an even pace or behind it; empty where there is no pace or nothing to go."""
    if count.pace is None or not count.totals.still_needed:
        return ""
    values = {"pace": hours_text(count.pace), "hours": hours_text(abs(count.ahead))}
    if count.ahead >= 0:
        return _("At an even pace it would be %(pace)s hours by now: that is on pace.") % values
    return _("At an even pace it would be %(pace)s hours by now: %(hours)s hours behind.") % values


def doubt_text(count):
    """How many of the hours may not count once rules that are to be confirmed are settled; empty for none."""
    if not count.doubtful:
        return ""
    return _("%(hours)s of these hours depend on a rule that is still to be confirmed.") % {
        "hours": hours_text(count.doubtful)
    }


def reasons(line, count):
    """Why part of a completion does not count, as sentences; none where all of it does."""
    found = []
    if line.repeated and line.completion.activity_kind == ActivityKind.PATH:
        found.append(_("A path has no hours of its own: its steps have them."))
    elif line.repeated:
        found.append(_("%(hours)s counted already: the same learning.") % {"hours": hours_text(line.repeated)})
    if line.capped:
        use = next(use for use in count.caps if use.cap.confirmed and line.completion.credit_type in use.cap.types)
        values = {"hours": hours_text(line.capped), "limit": hours_text(use.limit), "types": types_text(use.cap.types)}
        found.append(_("%(hours)s over the cap of %(limit)s hours: %(types)s.") % values)
    if line.surplus:
        found.append(_("%(hours)s more than needed.") % {"hours": hours_text(line.surplus)})
    return found


def topic_gaps(count):
    """What the topics of the rules still ask for, as sentences."""
    return [
        _("Still missing: hours on “%(topic)s”.") % {"topic": in_language(dict(use.rule.names))}
        for use in count.topics
        if use.missing and use.rule.confirmed
    ]


def _offer_text(found):
    values = {"offered": hours_text(found.offered_hours), "needed": hours_text(found.version.hours_needed)}
    if found.offer_missing:
        values["missing"] = hours_text(found.offer_missing)
        return _("Offered so far: %(offered)s of %(needed)s hours; the district has %(missing)s to add.") % values
    return _("Offered so far: %(offered)s hours; at least %(needed)s are promised.") % values


def _topic_text(rule, needed):
    amount = rule.amount(needed)
    values = {"topic": in_language(dict(rule.names)), "hours": amount and hours_text(amount), "percent": rule.percent}
    if rule.limit == TopicLimit.ASK_AT_MOST:
        return _("No more than %(percent)s%% of the hours, here %(hours)s, may be required on %(topic)s.") % values
    if amount is None:
        return _("Some of the hours must be on “%(topic)s”.") % values
    return _("At least %(hours)s hours must be on “%(topic)s”.") % values


def _conversion_text(term):
    unit = dict(Unit.choices)[term.unit]
    return _("1 %(unit)s counts as %(hours)s hours.") % {"unit": unit, "hours": hours_text(term.clock_hours)}


def _approval_text(term):
    return _("%(types)s: needs approval before you start.") % {"types": types_text(term.types)}


def _note(term):
    notes = dict(term.notes)
    return notes.get((get_language() or "en")[:2]) or notes["en"]
