"""A wording of a rule as sentences: how often, by when, how long a completion is good for."""

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pdportal.common.dates import in_words
from pdportal.requirements.choices import DueAnchor, Recurrence


def rule_in_words(version):
    """The sentences of ``version`` (a RequirementVersion), in the active language."""
    return [sentence for sentence in (_how_often(version), _by_when(version), _good_for(version)) if sentence]


def since_when(version):
    """Which wording of the rule this is, and from when on it is in force."""
    words = {"number": version.number, "day": in_words(version.effective_on)}
    return _("Version %(number)s of the rule, in force since %(day)s.") % words


def _how_often(version):
    turns = len(version.rotation)
    if version.recurrence != Recurrence.YEARLY:
        return _("To be done once.")
    if turns > 1:
        return _("To be done every school year: one of %(count)s, in turn.") % {"count": turns}
    return _("To be done every school year.")


def _by_when(version):
    days, words = version.due_working_days, {"days": version.due_working_days, "title": version.due_after_title}
    counted = {
        DueAnchor.START: lambda: ngettext(
            "Due %(days)s working day after the start in the role.",
            "Due %(days)s working days after the start in the role.", days),
        DueAnchor.HIRE: lambda: ngettext(
            "Due %(days)s working day after the hire date.", "Due %(days)s working days after the hire date.", days),
        DueAnchor.ASSIGNED: lambda: ngettext(
            "Due %(days)s working day after it is assigned.", "Due %(days)s working days after it is assigned.", days),
        DueAnchor.ACTIVITY: lambda: ngettext(
            "Due %(days)s working day after “%(title)s” is done.",
            "Due %(days)s working days after “%(title)s” is done.", days),
    }  # fmt: skip
    if version.due_anchor in counted:
        return counted[version.due_anchor]() % words
    return _on_a_day(version)


def _on_a_day(version):
    if version.due_anchor == DueAnchor.WINDOW and version.due_month and version.due_day:
        words = {"day": version.due_day, "month": MONTHS[version.due_month]}
        return _("Due by %(month)s %(day)s of each school year; whoever starts later has more time.") % words
    if version.due_anchor == DueAnchor.FIXED and version.due_on:
        return _("Due by %(day)s.") % {"day": in_words(version.due_on)}
    return {
        DueAnchor.SEMESTER_1_END: _("Due by the end of semester 1."),
        DueAnchor.SEMESTER_2_END: _("Due by the end of semester 2."),
        DueAnchor.LAST_DAY: _("Due by the last day of school."),
    }.get(version.due_anchor, "")


def _good_for(version):
    if version.recurrence == Recurrence.YEARLY:
        return _("A completion counts for its school year.")
    if not version.valid_months:
        return _("A completion does not expire.")
    return ngettext(
        "A completion is good for %(months)s month.", "A completion is good for %(months)s months.",
        version.valid_months,
    ) % {"months": version.valid_months}  # fmt: skip
