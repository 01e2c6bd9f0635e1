"""Ways back after a form: only to addresses of our own."""

from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000


def next_path(request, default):
    """The path in the posted ``next`` if it is one of this site's, else ``default``."""
    target = request.POST.get("next", "")
    if not target.startswith("/") or not target.isprintable() or len(target) > LONGEST:
        return default
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else default
