"""Reusable querysets about notices."""

from pdportal.notices.records import Notice


def unread(person):
    """Notices ``person`` has not opened, newest first."""
    return Notice.objects.filter(recipient=person, read_at=None)
