"""Moments of school life: dates and hours at which the demo's people do things."""

import datetime as dt

from django.utils import timezone


def at(day, hour=15, minute=0):
    """The aware moment at that hour of ``day`` in the district."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


def before(today, days, hour=15):
    """The aware moment at that hour, ``days`` days before ``today``; never later than a minute ago."""
    return min(at(today - dt.timedelta(days=days), hour), timezone.now() - dt.timedelta(minutes=1))
