"""Slows down whoever types check-in codes at random: a small counter of wrong ones for each person in the cache."""

from django.core.cache import cache

MOST = 6
WINDOW = 600  # seconds


def is_blocked(person):
    """True where ``person`` typed too many wrong codes in the last ten minutes."""
    return cache.get(_key(person), 0) >= MOST


def note_miss(person):
    """Count a wrong code."""
    if cache.add(_key(person), 1, WINDOW):
        return
    try:
        cache.incr(_key(person))
    except ValueError:  # the window closed between the two calls
        cache.add(_key(person), 1, WINDOW)


def _key(person):
    return f"check-in-misses:{person.pk}"
