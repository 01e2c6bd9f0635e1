"""Slows down whoever tries certificate codes at random: a small counter of misses per client in the cache."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache

MOST_MISSES = 30  # within one window; a whole school may share one address
WINDOW = 600  # seconds


def is_blocked(request):
    """True where too many unknown codes came from this client in the last ten minutes."""
    return cache.get(_key(request), 0) >= MOST_MISSES


def note_miss(request):
    """Count a well-formed code that does not exist."""
    key = _key(request)
    if cache.add(key, 1, WINDOW):
        return
    try:
        cache.incr(key)
    except ValueError:  # the window closed between the two calls
        cache.add(key, 1, WINDOW)


def _key(request):
    return f"certificate-misses:{get_adapter().get_client_ip(request)}"
