"""Promise: whatever is typed into an address or a form, nobody sees a server error."""

import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests import factories

OURS = {
    "home",
    "transcripts",
    "claims",
    "requirements",
    "notices",
    "people",
    "reports",
    "courses",
    "events",
    "mentoring",
    "feeds",
}
GARBAGE = [
    "-1",
    "99999999999999999999999",
    "ñ漢字🙂' OR 1=1 --",
    "2026-02-30",
    "9999-12-31",
    "0001-01-01",
    "x" * 10_000,
]
NAMES = (
    "page q month week date as_of known_at topic school role status requirement sort order year view format export "
    "from to activity next open audience kind p code"
).split()
VALUES = {
    "id": [1, 10**18 - 1, 2**70],
    "int": [1, 2**31, 2**70],
    "str": ["x" * 3000, "ñ"],
    "slug": ["x" * 3000],
    "uuid": [uuid.UUID(int=7)],
    "path": ["x" * 3000],
}


def _patterns(resolver, prefix="", namespace=""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, prefix + str(entry.pattern), entry.namespace or namespace)
        elif isinstance(entry, URLPattern) and namespace in OURS:
            yield prefix + str(entry.pattern), entry


def _addresses():
    """Every address of ours with values that its converters let through, most of them absurd."""
    for route, entry in _patterns(get_resolver()):
        converters = entry.pattern.converters
        kinds = {
            name: type(converter).__name__.removesuffix("Converter").lower() for name, converter in converters.items()
        }
        longest = max((len(VALUES.get(kind, VALUES["str"])) for kind in kinds.values()), default=1)
        for number in range(longest):
            address = route
            for name, kind in kinds.items():
                values = VALUES.get(kind, VALUES["str"])
                for written in (f"<{kind}:{name}>", f"<{name}>"):
                    address = address.replace(written, str(values[number % len(values)]))
            if "<" not in address:
                yield "/" + address.lstrip("^/")


ADDRESSES = sorted(set(_addresses()))
PAGES = ["/", "/courses/", "/paths/", "/events/", "/mentoring/", "/policies/", "/search/", "/my/", "/certificates/"]


@pytest.fixture
def visitors(learner, coordinator, site, school_year):
    """Somebody signed out, a librarian and a coordinator; errors are answers, not exceptions."""
    factories.make_course()
    factories.make_session()
    found = [Client(raise_request_exception=False)]
    for person in (learner, coordinator):
        client = Client(raise_request_exception=False)
        client.force_login(person)
        found.append(client)
    return found


def test_there_are_addresses_to_try():
    assert len(ADDRESSES) > 60


def test_absurd_addresses_are_not_found_or_refused(visitors):
    broken = [
        (address[:90], method)
        for client in visitors[-1:]
        for address in ADDRESSES
        for method in ("get", "post")
        if getattr(client, method)(address).status_code >= 500
    ]
    assert broken == []


def test_absurd_query_strings_change_nothing(visitors):
    client = visitors[-1]
    pages = [page for page in [*PAGES, *ADDRESSES] if len(page) < 60 and client.get(page).status_code == 200]
    broken = [
        (page, value[:20])
        for page in pages
        for value in GARBAGE
        if client.get(page, dict.fromkeys(NAMES, value)).status_code >= 500
    ]
    assert broken == []


def test_absurd_forms_are_refused(visitors):
    fields = (
        "date held_on starts_on ends_on minutes note topics kind form_key reason next code attempt number choice "
        "checked text shared_with revision credit_hours completed_on comment start_time title language people"
    ).split()
    broken = [
        (address[:90], value[:20])
        for client in visitors[1:]
        for address in ADDRESSES
        if len(address) < 120 and client.post(address).status_code not in {404, 405}
        for value in [*GARBAGE, "a\x00b"]
        if client.post(address, dict.fromkeys(fields, value)).status_code >= 500
    ]
    assert broken == []


def test_null_bytes_and_broken_encodings_are_refused_politely(visitors):
    for client in visitors:
        assert client.get("/search/?q=a%00b").status_code == 400
        assert client.get("/courses/%00/").status_code == 400
        assert client.get("/search/?q=%ff%fe%c0").status_code == 200
        assert client.get("/%ff%fe/").status_code == 404
        answer = client.generic(
            "POST",
            "/language/",
            b"\xff\x00\xfe=\x81",
            content_type="application/x-www-form-urlencoded; charset=nonsense",
        )
        assert answer.status_code < 500
