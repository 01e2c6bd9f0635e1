"""Answers calendar programs: conditional, compressed, without cookies, the same for every user agent."""

import re

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_http_date_safe
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from events import ical, personal_feed, queries, scheduling, tokens
from events.cuts import Cut
from events.personal_feed import digest_of
from events.public_feed import Feed, Part, Source, Validators

CALENDAR_TYPE = "text/calendar; charset=utf-8"
PUBLIC = "public, max-age=300"
PRIVATE = "private, max-age=0, must-revalidate"
MOST_A_MINUTE = 60
ETAG = re.compile(r'(?:W/)?"([^"]*)"')


@require_safe
def all_sessions(request):
    """Every public session."""
    return _public(request, Cut())


@require_safe
def topic(request, slug):
    """The public sessions of one topic; 404 for a topic that does not exist."""
    return _public(request, Cut("topic", slug))


@require_safe
def school(request, code):
    """The public sessions in one building; 404 for a building that does not exist."""
    return _public(request, Cut("school", code))


@require_safe
def audience(request, role):
    """The public sessions open to one role; 404 for a role that does not exist."""
    return _public(request, Cut("audience", role))


@require_safe
def session(request, pk, page=""):
    """One session, at whatever path before ``/session/``: pages move, bookmarks do not."""
    found = queries.public_sessions().select_related("event__locale", "school").filter(pk=pk).first()
    if found is None:
        return _nothing()
    data = ical.feed(found.event.title, [found.ical or scheduling.text_of(found)])
    feed = Feed([Part.of(data)], Validators(digest_of(data), found.changed_at))
    return _answer(request, feed.validators, lambda: feed, PUBLIC, settings.LANGUAGE_CODE)


@require_safe
@sensitive_variables()
def personal(request, token):
    """One person's calendar; 404 without a word for an address that is wrong, withdrawn or of a closed account.

    Who tries one wrong address after the other, and a program that asks every second, is told to wait.
    """
    found = tokens.recognise(token)
    if _too_often(f"address:{found.pk}" if found else f"wrong:{request.META.get('REMOTE_ADDR', '')}"):
        return _nothing(429)
    if found is None:
        return _nothing()
    feed = personal_feed.feed_of(found)
    if request.method == "GET":
        personal_feed.note_fetch(found, request.headers.get("User-Agent", ""), feed.validators.etag)
    response = _answer(request, feed.validators, lambda: feed, PRIVATE, found.person.language)
    response["X-Robots-Tag"] = "noindex"
    return response


def _public(request, cut):
    source = Source(cut)
    validators = source.validators()
    feed = None
    if validators is None:
        feed = source.build()
        if feed is None:
            return _nothing()
        validators = feed.validators
    return _answer(request, validators, lambda: feed or source.build(), PUBLIC, settings.LANGUAGE_CODE)


def _answer(request, validators, build, cache_control, language):
    """The feed that ``build`` gives, or 304 where the client has it; headers are the same in both."""
    compressed = _takes_gzip(request)
    # The site's own compressor would weaken the ETag; what is to be compressed here is compressed here.
    request.META["HTTP_ACCEPT_ENCODING"] = "identity"
    etag = f'"{validators.etag}-gzip"' if compressed else f'"{validators.etag}"'
    if _is_known(request, validators):
        response = HttpResponseNotModified()
    else:
        feed = build()
        response = HttpResponse(feed.gzipped if compressed else feed.data, content_type=CALENDAR_TYPE)
        if compressed:
            response["Content-Encoding"] = "gzip"
    response["ETag"] = etag
    response["Last-Modified"] = http_date(validators.last_modified.timestamp())
    response["Cache-Control"] = cache_control
    response["Content-Language"] = language
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _is_known(request, validators):
    """True where the client has this content: If-None-Match decides, and only without it If-Modified-Since."""
    tags = request.headers.get("If-None-Match")
    if tags is not None:
        known = {validators.etag, f"{validators.etag}-gzip"}
        return tags.strip() == "*" or any(tag in known for tag in ETAG.findall(tags))
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and int(validators.last_modified.timestamp()) <= since


def _takes_gzip(request):
    """True where Accept-Encoding names gzip, and not with a weight of nothing."""
    for coding in request.headers.get("Accept-Encoding", "").lower().split(","):
        name, _separator, weight = coding.partition(";")
        if name.strip() in {"gzip", "x-gzip"}:
            return not re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", weight)
    return False


def _nothing(status=404):
    response = HttpResponse(status=status, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    if status == 429:
        response["Retry-After"] = "60"
    return response


def _too_often(name):
    """True from the 61st time within a minute that this is asked for ``name``."""
    key = f"feed-asked:{name}"
    if cache.add(key, 1, 60):
        return False
    try:
        return cache.incr(key) > MOST_A_MINUTE
    except ValueError:  # the minute ended between the two lines
        return False
