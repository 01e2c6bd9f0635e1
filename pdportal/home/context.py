"""What every template of the site may use."""

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pdportal.notices.queries import unread
from pdportal.people.permissions import can_read_reports

SECTIONS = ("courses", "paths", "events", "mentoring", "policies")


def site(request):
    """Navigation, footer and the person's links; queries run only where a template uses them."""
    prefix = "" if get_language() == settings.LANGUAGE_CODE else f"/{get_language()}"
    return {
        "nav": _sections(request, prefix),
        "home_url": f"{prefix}/",
        "site_search_url": reverse("home:search"),
        "language_url": reverse("language"),
        "notices_url": reverse("notices:list"),
        "district": settings.DISTRICT_NAME,
        "own_links": SimpleLazyObject(lambda: _own_links(request)),
        "viewer_links": SimpleLazyObject(lambda: _viewer_links(request)),
        "unread_notices": SimpleLazyObject(lambda: unread(request.user).count() if _known(request) else 0),
        "footer_links": _footer(prefix),
    }


def _sections(request, prefix):
    labels = (_("Courses"), _("Paths"), _("Events"), _("Mentoring"), _("Policies"))
    return [
        {"url": f"{prefix}/{slug}/", "label": label, "active": request.path.startswith(f"{prefix}/{slug}/")}
        for slug, label in zip(SECTIONS, labels, strict=True)
    ]


def _footer(prefix):
    return [
        {"url": f"{prefix}/about/", "label": _("About")},
        {"url": reverse("events:calendar"), "label": _("Calendar")},
        {"url": reverse("transcripts:check"), "label": _("Check a certificate")},
        {"url": f"{prefix}/help/", "label": _("Help")},
        {"url": f"{prefix}/accessibility/", "label": _("Accessibility")},
    ]


def _own_links(request):
    return [
        {"url": reverse("home:my_page"), "label": _("My page"), "icon": "star"},
        {"url": reverse("transcripts:transcript"), "label": _("Transcript"), "icon": "certificate"},
        {"url": reverse("claims:mine"), "label": _("Outside learning"), "icon": "school"},
        {"url": reverse("credits:mine"), "label": _("My hours"), "icon": "chart"},
        {"url": reverse("requirements:mine"), "label": _("Requirements"), "icon": "check-circle"},
        {"url": reverse("duties:mine"), "label": _("My job description"), "icon": "flag"},
        {"url": reverse("events:my_registrations"), "label": _("My sign-ups"), "icon": "clock"},
        {"url": reverse("evaluations:mine"), "label": _("Evaluations"), "icon": "chat"},
        {"url": reverse("events:my_calendar"), "label": _("My calendar"), "icon": "calendar"},
        {"url": reverse("mentoring:my_mentoring"), "label": _("My mentoring"), "icon": "people"},
        {"url": reverse("account_change_password"), "label": _("Change my password"), "icon": "settings"},
        {"url": reverse("mfa_index"), "label": _("Two-step sign-in"), "icon": "lock"},
    ]


def _viewer_links(request):
    if not _known(request):
        return []
    links = []
    if can_read_reports(request.user):
        links.append({"url": reverse("reports:index"), "label": _("Reports"), "icon": "chart"})
        links.append({"url": reverse("courses:sign_offs"), "label": _("Sign-offs"), "icon": "sign"})
        links.append({"url": reverse("events:approvals"), "label": _("Approvals"), "icon": "check"})
    if request.user.has_perm("wagtailadmin.access_admin"):
        links.append({"url": reverse("wagtailadmin_home"), "label": _("Admin"), "icon": "edit"})
    return links


def _known(request):
    return hasattr(request, "user") and request.user.is_authenticated
