"""The sentence behind a status: one plain sentence with dates, to the learner and about the learner."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from pdportal.requirements.choices import DueAnchor, Recurrence, RotateBy, StatusCode
from pdportal.requirements.due import opens_on


def day_name(day, *, as_of, weekday=False):
    """“3 November”, with the weekday where asked, and with the year where it is not the year of ``as_of``."""
    if weekday:
        pattern = pgettext("date", "l, j F") if day.year == as_of.year else pgettext("date", "l, j F Y")
    else:
        pattern = pgettext("date", "j F") if day.year == as_of.year else pgettext("date", "j F Y")
    return date_format(day, pattern)


def why(code, facts, basis, *, as_of, to_learner=True):
    """Why a requirement stands as ``code`` says on ``as_of``: one sentence in the active language.

    ``facts`` are those of ``decide``; ``basis`` is the assignment (with its version loaded) that the date follows from.
    ``to_learner`` says “you”; without it the same dates in words that suit a mentor or principal.
    """
    dates = {
        "due": day_name(facts.due_on, as_of=as_of, weekday=True),
        "done": facts.completed_on and day_name(facts.completed_on, as_of=as_of),
        "expires": facts.expires_on and day_name(facts.expires_on, as_of=as_of),
        "waived": facts.waived_on and day_name(facts.waived_on, as_of=as_of),
    }
    if code == StatusCode.WAIVED:
        return _("Waived on %(waived)s.") % dates
    if code in (StatusCode.DONE, StatusCode.EXPIRING) and facts.expires_on:
        return _("Done on %(done)s; good until %(expires)s.") % dates
    if code == StatusCode.DONE:
        return _("Done on %(done)s.") % dates
    if code == StatusCode.EXPIRED:
        return _("Done on %(done)s, but it was good only until %(expires)s.") % dates
    return _due_sentence(code, facts, basis, dates, as_of=as_of, to_learner=to_learner)


def _due_sentence(code, facts, basis, dates, *, as_of, to_learner):
    reason = _reason(facts, basis, as_of=as_of, to_learner=to_learner)
    reason = "; ".join(part for part in (reason, pause(facts)) if part)
    words = dates | {"reason": reason}
    if code == StatusCode.OVERDUE:
        return _("Was due %(due)s, %(reason)s.") % words if reason else _("Was due %(due)s.") % words
    return _("Due %(due)s, %(reason)s.") % words if reason else _("Due %(due)s.") % words


def _reason(facts, assignment, *, as_of, to_learner):
    """The half sentence after the due date: what it follows from."""
    version = assignment.version
    if facts.extended_on:
        return _("a later date allowed on %(day)s") % {"day": day_name(facts.extended_on, as_of=as_of)}
    if assignment.consequence_id:
        return _("because it changed on %(day)s") % {"day": day_name(assignment.counted_from, as_of=as_of)}
    if version.due_anchor == DueAnchor.ACTIVITY and version.due_after_key:
        return _after(facts, version, as_of)
    if assignment.by_start:
        return _since(assignment, day_name(assignment.counted_from, as_of=as_of), to_learner=to_learner)
    reasons = {
        DueAnchor.SEMESTER_1_END: _("the end of semester 1"),
        DueAnchor.SEMESTER_2_END: _("the end of semester 2"),
        DueAnchor.LAST_DAY: _("the last day of school"),
        DueAnchor.WINDOW: _("the same day every year") if version.recurrence == Recurrence.YEARLY else "",
    }
    return reasons.get(version.due_anchor, "")


def _after(facts, version, as_of):
    """The half sentence where the date is counted from another activity, done or not."""
    words = {"title": version.due_after_title, "days": version.due_working_days}
    if facts.after_on:
        return _("because “%(title)s” was done on %(day)s") % (words | {"day": day_name(facts.after_on, as_of=as_of)})
    return ngettext(
        "at the latest; %(days)s working day after “%(title)s” is done",
        "at the latest; %(days)s working days after “%(title)s” is done",
        version.due_working_days,
    ) % words  # fmt: skip


def pause(facts):
    """The half sentence that says what leave did to the date; empty where it did nothing."""
    if facts.away and facts.open_ended:
        return _("this date moves on while the leave lasts")
    if not facts.leave_days:
        return ""
    words = {"days": facts.leave_days}
    return ngettext(
        "moved by %(days)s working day because of leave", "moved by %(days)s working days because of leave",
        facts.leave_days,
    ) % words  # fmt: skip


def _since(assignment, day, *, to_learner):
    words = {"day": day}
    anchor = assignment.version.due_anchor
    if anchor == DueAnchor.ASSIGNED:
        return _("because it was assigned on %(day)s") % words
    if assignment.period and assignment.counted_from == opens_on(assignment.version, assignment.period):
        return _("because this year's round began on %(day)s") % words
    if assignment.counted_from == assignment.version.effective_on:
        return _("because it has been required since %(day)s") % words
    if anchor == DueAnchor.HIRE and assignment.counted_from < assignment.assigned_on:
        if to_learner:
            return _("because you were hired on %(day)s") % words
        return _("because the hire date is %(day)s") % words
    if to_learner:
        return _("because you started on %(day)s") % words
    return _("because the start in the role was on %(day)s") % words


def activity_note(assignment, activity_key, title):
    """“This year: Copyright, 2 of 3 in turn by school year.”, or what a top-up is; empty where nothing takes turns."""
    words = {"title": title}
    if activity_key == assignment.top_up_key:
        return _("Short top-up: %(title)s. What you completed before keeps its date.") % words
    turns = assignment.version.rotation
    if not assignment.period or str(assignment.activity_key) not in turns:
        return ""
    words |= {"number": turns.index(str(assignment.activity_key)) + 1, "count": len(turns)}
    if assignment.version.rotate_by == RotateBy.PERSON:
        return _("This time: %(title)s. It is number %(number)s of %(count)s, which you do in turn.") % words
    return _("This year: %(title)s. It is number %(number)s of %(count)s, which everybody does in turn.") % words


def duration(minutes):
    """“2 h 30 min”, “45 min”, “3 h”; empty for None."""
    if minutes is None:
        return ""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else ""]
    return " ".join(filter(None, parts))
