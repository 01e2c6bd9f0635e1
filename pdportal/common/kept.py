"""Keeps a signed-in person's own page ready until something it shows changes.

Unlike ``page_cache``, which serves everybody the same public page, each page kept here belongs to one person. It is
served only while her stamp (``stamps``) is the one it was made under, in the same language and on the same day.
"""

import re
import zlib

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language

from pdportal.common.dates import today
from pdportal.common.stamps import stamp

TOKEN = b"kept-page-form-token"  # where the reader's own token goes
FORM_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+')
HEADERS = ("Content-Type", "Content-Language")


def own_page(request, build, *, about=()):
    """The answer of ``build()`` (a response, rendered or not) for a signed-in reader, kept where it can be.

    ``about`` are the ids of others whose records it shows: it is made anew when one of theirs changes, too.
    What is kept has no messages and no form token in it. A page with a query string, or for HTMX, is made anew.
    """
    if not settings.OWN_PAGE_SECONDS or request.method != "GET" or request.META.get("QUERY_STRING") or request.htmx:
        return build()
    if len(get_messages(request)):
        return build()
    name = f"own:{request.user.pk}:{get_language()}:{request.get_host()}:{request.is_secure():d}:{request.path_info}"
    as_it_is = f"{today()}|{stamp(request.user, *about)}|{about}"
    found = cache.get(name)
    if found and found[0] == as_it_is:
        return _answer(request, *found[1:])
    response = build()
    if hasattr(response, "render") and not response.is_rendered:
        response.render()
    if response.status_code == 200 and not response.streaming and not response.cookies:
        cache.set(name, (as_it_is, *_packed(response)), settings.OWN_PAGE_SECONDS)
    return response


def _packed(response):
    """The page without the reader's form tokens, packed, with its headers and what its content policy adds."""
    content = FORM_TOKEN.sub(rb"\1" + TOKEN, response.content)
    headers = {name: response[name] for name in HEADERS if name in response}
    return zlib.compress(content, 1), headers, getattr(response, "_csp_update", None)


def _answer(request, packed, headers, policy):
    content = zlib.decompress(packed)
    if TOKEN in content:
        content = content.replace(TOKEN, get_token(request).encode())
    response = HttpResponse(content, headers=headers)
    if policy:
        response._csp_update = policy
    patch_cache_control(response, private=True, no_store=True)
    return response
