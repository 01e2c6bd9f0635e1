"""Links that open other people's calendar programs: each in one function with one test, because their paths change."""

from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings

GOOGLE = "https://calendar.google.com/calendar"
OUTLOOK = "https://outlook.office.com/calendar"
STAMP = "%Y%m%dT%H%M%SZ"


def webcal(url):
    """``url`` of a feed as Apple's programs like it: they subscribe instead of importing once."""
    return f"webcal:{urlsplit(url)._replace(scheme='').geturl()}"


def google(url):
    """Google Calendar's page for adding a feed; it wants the webcal address, encoded whole."""
    return f"{GOOGLE}/r?cid={quote(webcal(url), safe='')}"


def outlook(url, name):
    """Outlook's “Subscribe from web” page; it wants the https address, since it strips ``webcal:``."""
    return f"{OUTLOOK}/0/addfromweb?{urlencode({'url': url, 'name': name}, quote_via=quote)}"


def all_of(url, name):
    """Every way to subscribe to the feed at ``url``, by name."""
    return {"url": url, "webcal": webcal(url), "google": google(url), "outlook": outlook(url, name)}


def of_cut(cut):
    """Every way to subscribe to the public feed of ``cut``; None where there is no such feed."""
    name = cut.name()
    return name and all_of(f"{settings.WAGTAILADMIN_BASE_URL}{cut.path}", name)


def google_once(entry, url):
    """Google Calendar's form for one event, filled in from ``entry``; ``url`` is where more is said."""
    fields = {
        "action": "TEMPLATE",
        "text": entry.title,
        "dates": f"{entry.starts_at:{STAMP}}/{entry.ends_at:{STAMP}}",
        "details": url,
        "location": entry.place,
    }
    return f"{GOOGLE}/render?{urlencode(fields, quote_via=quote)}"


def outlook_once(entry, url):
    """Outlook's form for one event, filled in from ``entry``; the path with ``/0/deeplink`` broke once."""
    fields = {
        "rru": "addevent",
        "subject": entry.title,
        "startdt": f"{entry.starts_at:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{entry.ends_at:%Y-%m-%dT%H:%M:%SZ}",
        "body": url,
        "location": entry.place,
    }
    return f"{OUTLOOK}/action/compose?{urlencode(fields, quote_via=quote)}"
