"""Promise: a machine finds nothing against WCAG 2.0 to 2.2, A and AA, on the main pages; nothing scrolls sideways."""

import pytest

pytestmark = pytest.mark.browser

PUBLIC = [
    "/", "/courses/", "/courses/mission-manual-and-the-law/", "/paths/", "/events/", "/events/calendar/", "/mentoring/",
    "/policies/", "/search/?q=book", "/certificates/", "/about/", "/accounts/login/", "/nowhere/",
]  # fmt: skip
OWN = {
    "newlibrarian": [
        "/my/", "/paths/new-librarian-orientation-year-one/", "/my/transcript/", "/my/calendar/", "/my/registrations/",
        "/my/requirements/", "/my/duties/", "/my/mentoring/", "/my/notices/",
        "/courses/mission-manual-and-the-law/copyright-fair-use-and-licenses-at-school/",
    ],
    "mentor": ["/my/mentoring/", "/my/sign-offs/"],
    "principal": ["/reports/"],
    "coordinator": ["/reports/matrix/", "/reports/certificates/", "/reports/duties/", "/reports/duties/people/",
                    "/my/attendance/", "/events/check-in/"],
}  # fmt: skip


def _check(visitor, pages, prefix=""):
    """Open each page and note what axe, the console and the page's width have to say."""
    found = []
    for path in pages:
        visitor.go(prefix + path)
        found += [f"{prefix}{path} {trouble}" for trouble in visitor.violations()]
        if visitor.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append(f"{prefix}{path} scrolls sideways")
    return found + visitor.trouble


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (375, True)])
def test_public_pages(visit, width, dark):
    assert _check(visit(width=width, dark=dark), PUBLIC) == []


def _translated(visitor, pages):
    """The Spanish addresses of ``pages``, by the language switch of each."""
    addresses = []
    for path in pages:
        visitor.go(path)
        link = visitor.page.locator("a.tool[hreflang=es]").first
        hidden = visitor.page.locator(".language input[name=next]").first
        address = link.get_attribute("href") if link.count() else hidden.get_attribute("value")
        addresses.append(address)
    return addresses


def test_public_pages_in_spanish(visit):
    visitor = visit(width=375)
    addresses = _translated(visitor, PUBLIC)
    assert [address for address in addresses if not address.startswith("/es/")] == []
    assert _check(visitor, addresses) == []


@pytest.mark.parametrize("name", sorted(OWN))
@pytest.mark.parametrize(("width", "dark"), [(1280, True), (375, False)])
def test_own_pages(visit, name, width, dark):
    visitor = visit(width=width, dark=dark)
    visitor.sign_in(name)
    assert _check(visitor, OWN[name]) == []


def test_own_pages_in_spanish(visit):
    visitor = visit()
    visitor.sign_in("newlibrarian")
    assert _check(visitor, _translated(visitor, OWN["newlibrarian"])) == []


def test_pages_are_light(visit):
    visitor = visit()
    sizes, requests = [], []
    visitor.page.on("response", lambda response: sizes.append(int(response.headers.get("content-length", 0))))
    visitor.page.on("request", lambda request: requests.append(request.url))
    visitor.go("/")
    visitor.page.wait_for_load_state("networkidle")
    assert len(requests) <= 15
    assert sum(sizes) <= 200 * 1024
