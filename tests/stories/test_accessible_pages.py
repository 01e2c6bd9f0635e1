"""Promise: a machine finds nothing against WCAG 2.0 to 2.2, A and AA, on the main pages; nothing scrolls sideways."""

import re

import pytest

pytestmark = pytest.mark.browser

PUBLIC = [
    "/", "/courses/", "/courses/mission-manual-and-the-law/", "/paths/", "/events/", "/events/calendar/",
    "/events/calendar/week/", "/events/media-literacy-and-misinformation/", "/mentoring/",
    "/mentoring/mentoring-for-new-librarians/", "/policies/", "/search/?q=book", "/certificates/", "/about/",
    "/accounts/login/", "/nowhere/",
]  # fmt: skip
OWN = {
    "newlibrarian": [
        "/my/", "/paths/new-librarian-orientation-year-one/", "/my/transcript/", "/my/calendar/", "/my/registrations/",
        "/my/requirements/", "/my/duties/", "/my/mentoring/", "/my/notices/",
        "/courses/mission-manual-and-the-law/copyright-fair-use-and-licenses-at-school/",
    ],
    "mentor": ["/my/mentoring/", "/my/sign-offs/", "/my/mentoring/profile/"],
    "teacher": ["/events/calendar/", "/events/calendar/week/", "/my/registrations/", "/my/evaluations/"],
    "librarian": ["/my/proposals/", "/my/proposals/new/", "/my/evaluations/"],
    "principal": ["/reports/", "/reports/mentoring/", "/my/approvals/", "/my/substitutes/"],
    "coordinator": ["/reports/matrix/", "/reports/certificates/", "/reports/duties/", "/reports/duties/people/",
                    "/my/attendance/", "/events/check-in/", "/reports/evaluations/", "/reports/events/",
                    "/reports/mentoring/"],
}  # fmt: skip
# Pages whose address holds a number: who opens them, and which links lead there, one after the other.
LINKED = [
    ("newlibrarian", "/my/mentoring/", [r"/my/mentoring/\d+/$"]),
    ("newlibrarian", "/my/mentoring/", [r"/my/mentoring/\d+/$", r"/agreement/$"]),
    ("newlibrarian", "/my/mentoring/", [r"/my/mentoring/\d+/$", r"/concern/$"]),
    ("newlibrarian", "/my/mentoring/", [r"/my/mentoring/\d+/$", r"/my/mentoring/meetings/\d+/$"]),
    ("mentor", "/my/mentoring/", [r"/my/mentoring/\d+/$"]),
    ("mentor", "/my/registrations/", [r"/roster/$"]),
    ("elsa.abbott", "/my/mentoring/", [r"/offers/\d+/$"]),
    ("elsa.abbott", "/my/mentoring/", [r"/my/mentoring/\d+/$"]),
    ("teacher", "/my/registrations/", [r"/i-was-there/$"]),
    ("librarian", "/my/evaluations/", [r"/my/evaluations/\d+/$"]),
    ("librarian", "/my/proposals/", [r"/my/proposals/\d+/$"]),
    ("principal", "/events/finding-and-judging-sources-in-your-subject/", [r"/group/$"]),
    ("coordinator", "/reports/evaluations/", [r"/reports/evaluations/[0-9a-f-]+/$"]),
]


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


@pytest.mark.parametrize("name", sorted({name for name, _start, _links in LINKED}))
def test_pages_behind_links(visit, name):
    visitor = visit(width=375)
    visitor.sign_in(name)
    found = []
    for _name, start, links in [row for row in LINKED if row[0] == name]:
        address = start
        for link in links:
            visitor.go(address)
            every = visitor.page.eval_on_selector_all("main a[href]", "links => links.map(link => link.pathname)")
            address = next(one for one in every if re.search(link, one))
        found += _check(visitor, [address])
    assert found == []


def test_the_calendar_by_keyboard(visit):
    visitor = visit()
    visitor.go("/events/calendar/")
    days = visitor.page.locator(".calendar__day:has(a) time")
    dates = [days.nth(number).get_attribute("datetime") for number in range(2)]
    visitor.page.locator(".calendar__day a").first.focus()
    reached = []
    for key in ("ArrowRight", "ArrowLeft"):
        visitor.page.keyboard.press(key)
        reached.append(visitor.page.evaluate("document.activeElement.closest('td').querySelector('time').dateTime"))
    assert reached == [dates[1], dates[0]]
    following = visitor.page.locator(".calendar-bar a[rel=next]").get_attribute("href")
    visitor.page.keyboard.press("PageDown")
    visitor.page.wait_for_url(f"**{following}")
    assert visitor.trouble == []


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
