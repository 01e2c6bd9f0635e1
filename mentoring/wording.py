"""Says in words when a meeting is and how long it took, in the language in force."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from events.wording import day_text, time_text

HUNDREDTH = Decimal("0.01")


def when_text(meeting):
    """“Thursday, 3 December 2026, 3:30 pm”, or the date alone where no time was agreed."""
    if meeting.start_time is None:
        return day_text(meeting.held_on)
    return f"{day_text(meeting.held_on)}, {time_text(meeting.start_time)}"


def meeting_text(meeting):
    """Minutes, kind and topics in one line; never a note."""
    minutes = _("%(minutes)s minutes") % {"minutes": meeting.minutes}
    return " · ".join([minutes, meeting.get_kind_display(), *meeting.topic_labels])


def hours_of(minutes):
    """Minutes as hours with two places, exactly rounded: 50 minutes are 0.83."""
    return (Decimal(minutes) / 60).quantize(HUNDREDTH, ROUND_HALF_UP)


def tidy_hours(minutes):
    """Minutes as a Decimal of hours without needless zeros: 3.75, 1.5, 2."""
    return Decimal(f"{hours_of(minutes).normalize():f}")
