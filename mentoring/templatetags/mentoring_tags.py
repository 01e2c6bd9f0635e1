"""Filters that say in words when a meeting is and what it was about."""

from django import template

from events.wording import day_text
from mentoring import wording

register = template.Library()


@register.filter
def day(date):
    """“Thursday, 3 December 2026”; empty without a date."""
    return day_text(date) if date else ""


@register.filter
def when(meeting):
    """Date and, where agreed, the time of ``meeting``."""
    return wording.when_text(meeting)


@register.filter
def details(meeting):
    """Minutes, kind and topics of ``meeting``."""
    return wording.meeting_text(meeting)
