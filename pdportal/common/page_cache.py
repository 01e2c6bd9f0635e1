"""Keeps public pages ready for visitors who are not signed in.

A page is kept for ``PUBLIC_PAGE_SECONDS`` and forgotten at once when something it may show changes (``forget_all``).
With the per-process cache of a small installation, another process may show the old page until that time is over; a
shared cache (``CACHE_URL``) is forgotten everywhere.
"""

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.utils.encoding import iri_to_uri

EPOCH = "public-pages"
NEVER = ("/admin/", "/accounts/", "/my/", "/reports/", "/calendar/", "/media/", "/static/", "/es/my/", "/es/accounts/")


def forget_all(**_kwargs):
    """Forget every kept page once the present transaction is committed; a receiver for any signal."""
    transaction.on_commit(_forget, robust=True)


def _forget():
    cache.set(EPOCH, _epoch() + 1, None)


def _epoch():
    return cache.get(EPOCH, 0)


class KeepPublicPages:
    """Answer from the kept page where there is one; keep what may be kept."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """A kept answer, or a fresh one."""
        key = _key(request)
        if key is None:
            return self.get_response(request)
        kept = cache.get(key)
        if kept is not None:
            content, headers = kept
            return HttpResponse(content, headers=headers)
        response = self.get_response(request)
        if _may_be_kept(response):
            cache.set(key, (response.content, dict(response.items())), settings.PUBLIC_PAGE_SECONDS)
        return response


def _key(request):
    """Where the answer to ``request`` is kept; None for anything but a plain public address."""
    if not settings.PUBLIC_PAGE_SECONDS or request.method != "GET" or request.META.get("QUERY_STRING"):
        return None
    if settings.SESSION_COOKIE_NAME in request.COOKIES or request.path_info.startswith(NEVER):
        return None
    packed = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    secure = request.is_secure()
    return f"page:{_epoch()}:{packed:d}{secure:d}:{request.get_host()}:{iri_to_uri(request.path_info)[:180]}"


def _may_be_kept(response):
    """True for a complete page that sets no cookie and forbids nothing."""
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "Cache-Control" not in response
        and response.get("Content-Type", "").startswith("text/html")
    )
